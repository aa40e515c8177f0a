/**
 * What a run counts: one object that all bots write, on the soak's own thread. Rates are of the
 * window between `open` and `close`; joins and errors are of the whole run.
 */
import { performance } from 'node:perf_hooks';
import { build, type Histogram } from 'hdr-histogram-js';
import type { Summary } from './server-stats.ts';

/** Where an error came from. */
export type ErrorKind =
  | 'join' // a bot could not join or create its room
  | 'close' // a socket or room ended while the bot was to stay
  | 'decode' // the SDK could not make sense of a frame
  | 'room' // room.onError
  | 'input' // sending input threw
  | 'leave' // leaving with consent did not end with that close code
  | 'server' // the server that the soak started logged an error or ended badly
  | 'stats'; // GET /stats did not answer

/** Error texts kept for the report; every error is counted. */
const errorSamplesMax = 20;
const latencyUsMax = 120_000_000;

export interface Counters {
  patches: number;
  bytes: number;
  inputs: number;
}

export class Measure {
  joins = 0;
  errors = 0;
  /** Counted from the start of the run. `bytes` are frames' payloads, without WebSocket headers. */
  readonly total: Counters = { patches: 0, bytes: 0, inputs: 0 };
  readonly errorsByKind: Partial<Record<ErrorKind, number>> = {};
  readonly errorSamples: string[] = [];
  readonly #joinUs = latencyHistogram();
  readonly #ackUs = latencyHistogram();
  #opened: Counters = { ...this.total };
  #closed: Counters | undefined;
  #openedMs = 0;
  #closedMs = 0;

  error(kind: ErrorKind, text: string): void {
    this.errors += 1;
    this.errorsByKind[kind] = (this.errorsByKind[kind] ?? 0) + 1;
    const sample = `${kind}: ${text}`;
    if (this.errorSamples.length < errorSamplesMax && !this.errorSamples.includes(sample)) {
      this.errorSamples.push(sample);
    }
  }

  joined(tookMs: number): void {
    this.joins += 1;
    record(this.#joinUs, tookMs);
  }

  /** An input was sent `tookMs` before the patch that says it was consumed. */
  acked(tookMs: number): void {
    record(this.#ackUs, tookMs);
  }

  /** The measured window begins: every bot is in. */
  open(): void {
    this.#opened = { ...this.total };
    this.#openedMs = performance.now();
    this.#ackUs.reset();
  }

  /** The measured window ends. */
  close(): void {
    this.#closed = { ...this.total };
    this.#closedMs = performance.now();
  }

  /** Seconds and counts of the window; zero where it never opened. */
  window(): Counters & { seconds: number } {
    const opened = this.#opened;
    const closed = this.#closed;
    if (closed === undefined) return { seconds: 0, patches: 0, bytes: 0, inputs: 0 };
    return {
      seconds: (this.#closedMs - this.#openedMs) / 1e3,
      patches: closed.patches - opened.patches,
      bytes: closed.bytes - opened.bytes,
      inputs: closed.inputs - opened.inputs,
    };
  }

  /** Matchmaking request to join handshake. */
  joinMs(): Summary | null {
    return summaryMs(this.#joinUs);
  }

  /** Null where no input was acknowledged: a game without input. */
  inputToAckMs(): Summary | null {
    return summaryMs(this.#ackUs);
  }
}

function latencyHistogram(): Histogram {
  return build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: latencyUsMax,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });
}

function record(histogram: Histogram, ms: number): void {
  histogram.recordValue(Math.min(latencyUsMax, Math.max(0, Math.round(ms * 1e3))));
}

function summaryMs(histogram: Histogram): Summary | null {
  if (histogram.totalCount === 0) return null;
  // A percentile is the upper end of its bucket, which may lie above the largest value in it.
  const at = (percentile: number): number =>
    Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue) / 1e3;
  return { p50: at(50), p99: at(99), p999: at(99.9), max: at(100) };
}
