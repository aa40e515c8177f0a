/**
 * The stream of a server's engine view: asked for with fetch, so that a token can be sent, and
 * asked for again when it ends. Runs wherever there is fetch; owns the one request that is open.
 */
import { type EngineEvent, toEngineEvent } from '../frames.ts';
import { SseParser } from './sse-parser.ts';
import type { Loss, StreamState } from './stream-state.ts';

/** A busy server takes its time to answer. */
const answerMsMax = 6_000;
/** Frames come ten times a second: what is silent for so long is dead. */
const silentMsMax = 3_000;
const retryMsFirst = 500;
const retryMsMax = 5_000;
/** Of the words that come with a refusal. */
const wordsMax = 200;

export interface StreamOptions {
  readonly url: string;
  onEvent(event: EngineEvent): void;
  onState(state: StreamState): void;
}

/** Why an attempt ended; `wasLive` where it had got events. */
type End = { readonly wasLive: boolean } & (
  | { readonly why: Loss }
  | { readonly why: 'locked' }
  | { readonly why: 'refused'; readonly status: number; readonly words: string }
);

export class EngineStream {
  readonly #options: StreamOptions;
  #token = '';
  #running: AbortController | undefined;

  constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** Asks again at once, with this token from now on; '' is none. */
  start(token = this.#token): void {
    this.#token = token;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    void this.#keepUp(running.signal);
  }

  /** Ends the request, until `start`. */
  rest(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#options.onState({ kind: 'resting' });
  }

  async #keepUp(signal: AbortSignal): Promise<void> {
    let attempts = 0;
    while (!signal.aborted) {
      if (attempts === 0) this.#options.onState({ kind: 'connecting' });
      const end = await this.#attempt(signal);
      if (signal.aborted) return;
      if (end.why === 'locked') {
        this.#options.onState({ kind: 'locked', wasTried: this.#token !== '' });
        return;
      }
      attempts = end.wasLive ? 1 : attempts + 1;
      const waitMs = retryMs(attempts);
      const retry = { attempts, retryAtMs: performance.now() + waitMs };
      this.#options.onState(
        end.why === 'refused'
          ? { kind: 'refused', status: end.status, words: end.words, ...retry }
          : { kind: 'lost', why: end.why, ...retry },
      );
      await pause(waitMs, signal);
    }
  }

  /** Resolves when the stream has ended, however that came about. */
  async #attempt(signal: AbortSignal): Promise<End> {
    const silence = new AbortController();
    const watch = new Watchdog(() => silence.abort());
    let hasAnswered = false;
    let wasLive = false;
    try {
      const response = await fetch(this.#options.url, {
        headers: {
          accept: 'text/event-stream',
          ...(this.#token === '' ? {} : { authorization: `Bearer ${this.#token}` }),
        },
        cache: 'no-store',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      hasAnswered = true;
      watch.postpone(silentMsMax);
      if (response.status === 401) return { why: 'locked', wasLive };
      if (!response.ok || response.body === null) return await refusal(response);
      const parser = new SseParser((name, data) => {
        const event = toEngineEvent(name, data);
        if (event === undefined) return;
        if (!wasLive) this.#options.onState({ kind: 'live' });
        wasLive = true;
        this.#options.onEvent(event);
      });
      const why = await readAll(response.body, parser, watch);
      return { why, wasLive };
    } catch {
      const isSilent = hasAnswered && silence.signal.aborted;
      return { why: isSilent ? 'silent' : 'unreachable', wasLive };
    } finally {
      watch.end();
    }
  }
}

/** Milliseconds before attempt number `attempts`, which follows as many that failed. */
export function retryMs(attempts: number): number {
  return Math.min(retryMsFirst * 2 ** (attempts - 1), retryMsMax);
}

async function readAll(
  body: ReadableStream<Uint8Array>,
  parser: SseParser,
  watch: Watchdog,
): Promise<'ended' | 'broken'> {
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return 'ended';
    watch.postpone(silentMsMax);
    try {
      parser.push(value);
    } catch (error) {
      console.error(error);
      await reader.cancel();
      return 'broken';
    }
  }
}

async function refusal(response: Response): Promise<End> {
  const text = await response.text();
  return { why: 'refused', wasLive: false, status: response.status, words: wordsIn(text) };
}

/** The words of `{ "error": "words" }`, or the text itself if that is a line; no full stop. */
export function wordsIn(text: string): string {
  let words = text;
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'error' in body) words = String(body.error);
  } catch {
    // The text itself, then.
  }
  words = words.trim().replace(/\.$/, '');
  return words.includes('\n') || words.includes('<') ? '' : words.slice(0, wordsMax);
}

/** Resolves after `ms`, or at once when `signal` aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** Calls `onSilence` once nothing was heard for `answerMsMax`, or as long as was said last. */
class Watchdog {
  readonly #onSilence: () => void;
  #timer: ReturnType<typeof setTimeout>;

  constructor(onSilence: () => void) {
    this.#onSilence = onSilence;
    this.#timer = setTimeout(onSilence, answerMsMax);
  }

  postpone(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#onSilence, ms);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
