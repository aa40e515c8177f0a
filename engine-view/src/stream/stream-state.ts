/** How the stream stands, and how that is told in words. Thread-neutral; a type and a function. */

export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Nobody looks at the page: nothing is asked of the server. */
  | { readonly kind: 'resting' }
  /** The server answers only with a token; `wasTried`: with another than the one given. */
  | { readonly kind: 'locked'; readonly wasTried: boolean }
  | ({ readonly kind: 'lost'; readonly why: Loss } & Retry)
  | ({ readonly kind: 'refused'; readonly status: number; readonly words: string } & Retry);

export interface Retry {
  /** Attempts since the stream was last live. */
  readonly attempts: number;
  readonly retryAtMs: number;
}

/** unreachable: no answer at all; ended: by the server; silent: no frame came; broken: no event. */
export type Loss = 'unreachable' | 'ended' | 'silent' | 'broken';

export interface StateWords {
  /** For the status beside the title. */
  readonly status: string;
  /** For the line over the lanes; empty while there is nothing to say. */
  readonly message: string;
  readonly tone: 'good' | 'wait' | 'bad';
}

const lossWords: Record<Loss, string> = {
  unreachable: 'The server does not answer',
  ended: 'The server ended the stream',
  silent: 'Nothing has come from the server for 3 s',
  broken: 'What the server sent was no event',
};

/** Says `gone` in place of an end that the server does not come back from. */
const attemptsUntilGone = 2;

/** `wasLive`: whether this page ever had a stream. `nowMs` is of the clock of `retryAtMs`. */
export function wordsOf(state: StreamState, wasLive: boolean, nowMs: number): StateWords {
  switch (state.kind) {
    case 'connecting':
      return { status: 'connecting', message: wasLive ? '' : 'Connecting…', tone: 'wait' };
    case 'live':
      return { status: 'live', message: '', tone: 'good' };
    case 'resting':
      return { status: 'resting', message: 'The stream rests while nobody looks.', tone: 'wait' };
    case 'locked':
      return { status: 'token needed', message: lockedWords(state.wasTried), tone: 'bad' };
    case 'refused':
      return {
        status: 'refused',
        message: `${refusedWords(state.status, state.words)} ${again(state, nowMs)}`,
        tone: 'bad',
      };
    case 'lost':
      return lostWords(state, wasLive, nowMs);
  }
}

function lockedWords(wasTried: boolean): string {
  return wasTried
    ? 'That token is not the one this server was started with.'
    : 'This server asks for the token it was started with (--engine-token).';
}

function refusedWords(status: number, words: string): string {
  if (status === 404) return 'This server has no engine view: start it with --engine.';
  if (status === 503) return `No seat at this view: ${words || 'it has too many watchers'}.`;
  return `The server refused the stream: ${words || `status ${status}`}.`;
}

function lostWords(
  state: Extract<StreamState, { kind: 'lost' }>,
  wasLive: boolean,
  nowMs: number,
): StateWords {
  const isGone = wasLive && state.why === 'unreachable' && state.attempts >= attemptsUntilGone;
  const words = isGone ? 'The server is gone' : lossWords[state.why];
  return {
    status: isGone ? 'server gone' : 'reconnecting',
    message: `${words}. ${again(state, nowMs)}`,
    tone: 'bad',
  };
}

function again({ retryAtMs }: Retry, nowMs: number): string {
  const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
  return seconds > 0 ? `Trying again in ${seconds} s.` : 'Trying again now.';
}
