/**
 * Lateness as the server counts it, in its own bins: the last second's, and a second's mean over
 * the last ten. Thread-neutral; owns its counts, ten seconds of them.
 */
import type { LatenessSecond } from '../frames.ts';

const secondsMeant = 10;

export class LatenessBins {
  /** Upper bounds of the bins, rising; there is one more bin, for what is above them all. */
  boundsMs: readonly number[] = [];
  /** The last second's. */
  now: readonly number[] = [];
  /** A second's, over the last ten. */
  mean: readonly number[] = [];
  #seconds: (readonly number[])[] = [];

  add({ boundsMs, counts }: LatenessSecond): void {
    if (counts.length !== this.now.length) this.#seconds = []; // another server's bins
    this.#seconds.push(counts);
    if (this.#seconds.length > secondsMeant) this.#seconds.shift();
    this.boundsMs = boundsMs;
    this.now = counts;
    this.mean = counts.map((_, bin) => {
      return this.#seconds.reduce((sum, one) => sum + one[bin]!, 0) / this.#seconds.length;
    });
  }

  clear(): void {
    this.boundsMs = this.now = this.mean = [];
    this.#seconds = [];
  }

  /** The least lateness that falls in a bin, ms. */
  lowerMs(bin: number): number {
    return bin === 0 ? 0 : (this.boundsMs[bin - 1] ?? 0);
  }
}
