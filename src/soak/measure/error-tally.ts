/**
 * Errors of a run, counted by where they came from, with some of their texts. Each bot thread has
 * one, and the soak's own thread one for what is no bot's. Thread-neutral.
 */

/** Where an error came from. */
export type ErrorKind =
  | 'join' // a bot could not join or create its room
  | 'close' // a socket or room ended while the bot was to stay
  | 'reconnect' // a bot whose socket was cut did not get back
  | 'decode' // the SDK could not make sense of a frame
  | 'room' // room.onError
  | 'input' // sending input threw
  | 'leave' // leaving with consent did not end with that close code
  | 'scenario' // what --scenario does threw
  | 'thread' // a thread of bots died
  | 'server' // the server that the soak started logged an error or ended badly
  | 'stats'; // GET /stats did not answer

/** A tally as data. */
export interface ErrorCounts {
  readonly count: number;
  readonly byKind: Readonly<Partial<Record<ErrorKind, number>>>;
  readonly samples: readonly string[];
}

/** Error texts kept for the report; every error is counted. */
const samplesMax = 20;

export class ErrorTally {
  readonly #byKind: Partial<Record<ErrorKind, number>> = {};
  readonly #samples: string[] = [];
  #count = 0;

  error(kind: ErrorKind, text: string): void {
    this.#count += 1;
    this.#byKind[kind] = (this.#byKind[kind] ?? 0) + 1;
    this.#keep(`${kind}: ${text}`);
  }

  counts(): ErrorCounts {
    return { count: this.#count, byKind: { ...this.#byKind }, samples: [...this.#samples] };
  }

  /** Adds another tally's counts. */
  add({ count, byKind, samples }: ErrorCounts): void {
    this.#count += count;
    for (const [kind, times] of Object.entries(byKind) as [ErrorKind, number][]) {
      this.#byKind[kind] = (this.#byKind[kind] ?? 0) + times;
    }
    for (const sample of samples) this.#keep(sample);
  }

  #keep(sample: string): void {
    if (this.#samples.length < samplesMax && !this.#samples.includes(sample)) {
      this.#samples.push(sample);
    }
  }
}
