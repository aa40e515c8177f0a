/**
 * Durations of a run in hdr histograms: µs with three digits inside, ms outside. Cross threads as
 * text. Thread-neutral; whoever makes one owns it.
 */
import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  type Histogram,
} from 'hdr-histogram-js';
import type { Percentiles } from '../report/soak-report.ts';
import type { Summary } from './server-stats.ts';

/** Longer ones count as this. */
const durationUsMax = 120_000_000;
const bitBucketSize = 32;

export class Durations {
  readonly #us: Histogram = build({
    bitBucketSize,
    lowestDiscernibleValue: 1,
    highestTrackableValue: durationUsMax,
    numberOfSignificantValueDigits: 3,
    useWebAssembly: false,
  });

  get count(): number {
    return this.#us.totalCount;
  }

  record(ms: number): void {
    this.#us.recordValue(toUs(ms));
  }

  /**
   * Of something that should happen every `intervalMs`: what did not happen while this one took
   * so long is counted too, as hdr-histogram does it.
   */
  recordExpected(ms: number, intervalMs: number): void {
    this.#us.recordValueWithExpectedInterval(toUs(ms), toUs(intervalMs));
  }

  reset(): void {
    if (this.count > 0) this.#us.reset();
  }

  /** As text for another thread; empty where nothing was recorded. */
  encode(): string {
    return this.count === 0 ? '' : encodeIntoCompressedBase64(this.#us);
  }

  /** Adds what another thread encoded. */
  add(encoded: string): void {
    if (encoded !== '') this.#us.add(decodeFromCompressedBase64(encoded, bitBucketSize, false));
  }

  /** Null where nothing was recorded. */
  summaryMs(): Summary | null {
    if (this.count === 0) return null;
    return { p50: this.#at(50), p99: this.#at(99), p999: this.#at(99.9), max: this.#at(100) };
  }

  percentilesMs(): Percentiles | null {
    if (this.count === 0) return null;
    return { p50: this.#at(50), p99: this.#at(99), max: this.#at(100) };
  }

  /** A percentile is the upper end of its bucket, which may lie above the largest value in it. */
  #at(percent: number): number {
    return Math.min(this.#us.getValueAtPercentile(percent), this.#us.maxValue) / 1e3;
  }
}

function toUs(ms: number): number {
  return Math.min(durationUsMax, Math.max(0, Math.round(ms * 1e3)));
}
