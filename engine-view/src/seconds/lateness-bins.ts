/**
 * Lateness as the server counts it, put into bins of one width on a log scale, last second and mean
 * of the last ten. Thread-neutral; owns its counts, whose size is fixed.
 */
import type { LatenessSecond } from '../frames.ts';

export const decadeFirst = -2; // 0.01 ms
const decadeLast = 3; // 1,000 ms
export const binsPerDecade = 5;
export const binCount = (decadeLast - decadeFirst) * binsPerDecade;
const secondsMeant = 10;

export class LatenessBins {
  /** The last second's. */
  readonly now: number[] = new Array(binCount).fill(0);
  /** A second's, over the last ten. */
  readonly mean: number[] = new Array(binCount).fill(0);
  readonly #seconds: number[][] = Array.from({ length: secondsMeant }, () => {
    return new Array(binCount).fill(0);
  });
  #taken = 0;

  add({ boundsMs, counts }: LatenessSecond): void {
    const oldest = this.#seconds[this.#taken % secondsMeant]!;
    this.#taken += 1;
    this.now.fill(0);
    let lower = 0;
    for (const [index, count] of counts.entries()) {
      const upper = boundsMs[index] ?? Number.POSITIVE_INFINITY;
      if (count > 0) this.#spread(lower, upper, count);
      lower = upper;
    }
    for (const [bin, count] of this.now.entries()) oldest[bin] = count;
    const seconds = Math.min(this.#taken, secondsMeant);
    for (let bin = 0; bin < binCount; bin++) {
      this.mean[bin] = this.#seconds.reduce((sum, one) => sum + one[bin]!, 0) / seconds;
    }
  }

  clear(): void {
    this.#taken = 0;
    for (const bins of [this.now, this.mean, ...this.#seconds]) bins.fill(0);
  }

  /** A bucket that is wider than a bin is laid over all that it covers, evenly on the log scale. */
  #spread(lowerMs: number, upperMs: number, count: number): void {
    const from = binAt(lowerMs);
    const to = binAt(upperMs);
    const first = Math.min(Math.floor(from + 1e-9), binCount - 1);
    const last = Math.max(first, Math.min(Math.ceil(to - 1e-9) - 1, binCount - 1));
    const wide = to - from;
    for (let bin = first; bin <= last; bin++) {
      const covered = Math.min(bin + 1, to) - Math.max(bin, from);
      const isAll = first === last || wide <= 0;
      this.now[bin] = this.now[bin]! + (isAll ? count : (count * covered) / wide);
    }
  }
}

/** The place of `ms` in bins, a fraction: clamped to the first and the last. */
export function binAt(ms: number): number {
  if (ms <= 0) return 0;
  const place = (Math.log10(ms) - decadeFirst) * binsPerDecade;
  return Math.min(Math.max(place, 0), binCount);
}
