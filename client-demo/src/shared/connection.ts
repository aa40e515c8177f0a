// One seat in a room of some game, over the stock SDK: joins, says in words how it stands and hands
// on patches. Owns the SDK's room, the status and the traffic counts.
import { Client, CloseCode, type Room } from '@colyseus/sdk';

export type Phase = 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'lost';

export interface Status {
  readonly phase: Phase;
  readonly words: string;
}

export interface ConnectionEvents<State> {
  status(status: Status): void;
  /** The place to listen for messages. */
  joined(room: Room<unknown, State>): void;
  patch(state: State): void;
}

const reconnectTriesMax = 8; // the SDK doubles its delay each time: about 20 s in all
const rateWindowMs = 1000;
const wordsForRefusal = 'Connection lost: the server no longer holds your seat.';

export class Connection<State> {
  room: Room<unknown, State> | undefined;
  status: Status = { phase: 'idle', words: '' };
  pingMs = -1; // -1: not measured yet
  patchesPerSecond = 0;

  readonly #endpoint: string;
  readonly #events: ConnectionEvents<State>;
  #patchesInWindow = 0;
  #windowStartedMs = 0;

  constructor(endpoint: string, events: ConnectionEvents<State>) {
    this.#endpoint = endpoint;
    this.#events = events;
  }

  /** Takes a seat. Never rejects: a failure becomes the status `lost`, with the reason in words. */
  async join(game: string, options: object): Promise<void> {
    if (this.status.phase === 'connecting' || this.status.phase === 'connected') return;
    this.#enter('connecting', 'Connecting');
    try {
      this.#adopt(await new Client(this.#endpoint).joinOrCreate(game, options));
    } catch (error) {
      this.#enter('lost', wordsForJoinFailure(error, this.#endpoint));
    }
  }

  /** Refreshes the traffic figures and the count of tries; call about once a second. */
  measure(nowMs: number): void {
    const elapsedMs = nowMs - this.#windowStartedMs;
    if (elapsedMs >= rateWindowMs) {
      this.patchesPerSecond = (this.#patchesInWindow * 1000) / elapsedMs;
      this.#patchesInWindow = 0;
      this.#windowStartedMs = nowMs;
    }
    if (this.status.phase === 'connected') {
      this.room?.ping((ms) => {
        this.pingMs = ms;
      });
    }
    if (this.status.phase === 'reconnecting') this.#enter('reconnecting', this.#tryWords());
  }

  #adopt(room: Room<unknown, State>): void {
    this.room = room;
    room.reconnection.maxRetries = reconnectTriesMax;
    room.onStateChange((state) => {
      this.#patchesInWindow += 1;
      this.#events.patch(state);
    });
    room.onDrop(() => this.#enter('reconnecting', this.#tryWords()));
    room.onReconnect(() => this.#enter('connected', 'Connected'));
    room.onLeave((code, reason) => {
      const refused = room.reconnection.retryCount < reconnectTriesMax;
      const isRefusal = code === CloseCode.FAILED_TO_RECONNECT && refused;
      this.#enter('lost', isRefusal ? wordsForRefusal : wordsForClose(code, reason));
    });
    room.onError((code, message) => console.warn(`room error ${code}: ${message ?? ''}`));
    this.#enter('connected', 'Connected');
    this.#events.joined(room);
  }

  #tryWords(): string {
    const tries = Math.max(1, this.room?.reconnection.retryCount ?? 1);
    return `Connection dropped. Reconnecting, try ${tries} of ${reconnectTriesMax}`;
  }

  #enter(phase: Phase, words: string): void {
    if (this.status.phase === phase && this.status.words === words) return;
    this.status = { phase, words };
    this.#events.status(this.status);
  }
}

function wordsForClose(code: number, reason: string | undefined): string {
  switch (code) {
    case CloseCode.CONSENTED:
    case CloseCode.NORMAL_CLOSURE:
      return withReason('The server closed your seat', reason);
    case CloseCode.SERVER_SHUTDOWN:
      return 'The server shut down.';
    case CloseCode.WITH_ERROR:
      return withReason('The room failed', reason);
    case CloseCode.FAILED_TO_RECONNECT:
      return `Connection lost: the server did not answer ${reconnectTriesMax} tries to reconnect.`;
    case CloseCode.ABNORMAL_CLOSURE:
      return 'Connection lost: the server went away without a word.';
    default:
      return withReason(`Connection lost (code ${code})`, reason);
  }
}

function wordsForJoinFailure(error: unknown, endpoint: string): string {
  const text = error instanceof Error ? error.message : '';
  const code = codeOf(error);
  if (code === undefined || code <= 0) {
    return `Connection failed: no answer from ${new URL(endpoint).host}.`;
  }
  return withReason('The server refused the seat', text || `code ${code}`);
}

function codeOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : undefined;
}

function withReason(words: string, reason: string | undefined): string {
  return reason ? `${words}: ${reason.replace(/\.$/, '')}.` : `${words}.`;
}
