/**
 * What the bots of one thread report, kept until the run's thread takes it, once a second. On a
 * bot thread; all of its bots write it.
 */
import type { DesyncReport } from '../report/soak-report.ts';
import { type ErrorCounts, type ErrorKind, ErrorTally } from './error-tally.ts';
import { Durations } from './histogram.ts';

/** Counted from the start of the run. */
export interface Counters {
  readonly patches: number;
  /** Payloads of frames, without WebSocket headers. */
  readonly bytes: number;
  readonly inputs: number;
  /** Sockets that trouble cut, or that a server closed because trouble kept a bot from reading. */
  readonly drops: number;
  readonly slowCloses: number;
  readonly reconnects: number;
  readonly checksums: number;
  readonly desyncs: number;
}

/** In hdr's own encoding; empty for none. */
export interface EncodedDurations {
  readonly join: string;
  readonly ack: string;
  readonly jitter: string;
  readonly reconnect: string;
  readonly sentLate: string;
}

/** What has come since the last one was taken; counters and errors are since the start. */
export interface Taken {
  readonly counters: Counters;
  readonly errors: ErrorCounts;
  readonly durations: EncodedDurations;
  readonly desyncReports: readonly DesyncReport[];
}

/** Whole states are large: of a thread's desyncs so many are told in full. */
const desyncReportsMax = 8;

export class Measure {
  readonly #counters: { -readonly [Name in keyof Counters]: number } = { ...noCounts };
  readonly #errors = new ErrorTally();
  readonly #join = new Durations();
  readonly #ack = new Durations();
  readonly #jitter = new Durations();
  readonly #reconnect = new Durations();
  readonly #sentLate = new Durations();
  #desyncReports: DesyncReport[] = [];

  error(kind: ErrorKind, text: string): void {
    this.#errors.error(kind, text);
  }

  /** Matchmaking request to join handshake. */
  joined(tookMs: number): void {
    this.#join.record(tookMs);
  }

  /** A state change arrived, in a frame of so many bytes. */
  patch(bytes: number): void {
    this.#counters.patches += 1;
    this.#counters.bytes += bytes;
  }

  /** Any other frame arrived. */
  bytes(count: number): void {
    this.#counters.bytes += count;
  }

  /** Time between two state changes, where `expectedMs` is what the room keeps. */
  patchInterval(ms: number, expectedMs: number): void {
    this.#jitter.recordExpected(Math.abs(ms - expectedMs), expectedMs);
  }

  /** An input was sent so much later than it was due. */
  sent(lateMs: number): void {
    this.#counters.inputs += 1;
    this.#sentLate.record(lateMs);
  }

  /** Inputs every `stepMs` were not sent at all, because the thread was so late. */
  letGo(lateMs: number, stepMs: number): void {
    this.#sentLate.recordExpected(lateMs, stepMs);
  }

  /** An input was due so long before the patch that says it was consumed. */
  acked(tookMs: number): void {
    this.#ack.record(tookMs);
  }

  /** Trouble cut a socket. */
  drop(): void {
    this.#counters.drops += 1;
  }

  /** The server closed a bot that had stopped reading. */
  slowClose(): void {
    this.#counters.drops += 1;
    this.#counters.slowCloses += 1;
  }

  /** A bot that was dropped is back after so long. */
  reconnected(tookMs: number): void {
    this.#counters.reconnects += 1;
    this.#reconnect.record(tookMs);
  }

  /** A bot compared its state with the server's sum. */
  checked(): void {
    this.#counters.checksums += 1;
  }

  desync(report: DesyncReport): void {
    this.#counters.desyncs += 1;
    if (this.#counters.desyncs <= desyncReportsMax) this.#desyncReports.push(report);
  }

  take(): Taken {
    const taken = {
      counters: { ...this.#counters },
      errors: this.#errors.counts(),
      durations: {
        join: takeFrom(this.#join),
        ack: takeFrom(this.#ack),
        jitter: takeFrom(this.#jitter),
        reconnect: takeFrom(this.#reconnect),
        sentLate: takeFrom(this.#sentLate),
      },
      desyncReports: this.#desyncReports,
    };
    this.#desyncReports = [];
    return taken;
  }
}

export const noCounts: Counters = {
  patches: 0,
  bytes: 0,
  inputs: 0,
  drops: 0,
  slowCloses: 0,
  reconnects: 0,
  checksums: 0,
  desyncs: 0,
};

function takeFrom(durations: Durations): string {
  const encoded = durations.encode();
  durations.reset();
  return encoded;
}
