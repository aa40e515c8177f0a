/**
 * How evenly a bot's state changes come: each interval against the one that the room keeps. On a
 * bot thread; its bot owns it.
 */
import type { Measure } from '../measure/measure.ts';

/** Where a room does not say its rate, the median of so many intervals is taken for it. */
const intervalsLearnt = 32;

export class PatchRhythm {
  readonly #measure: Pick<Measure, 'patchInterval'>;
  readonly #learning: number[] = [];
  #expectedMs: number | undefined;
  #lastMs = 0;
  #countFromMs = 0;

  /** `expectedMs`: as the room told in its handshake, if it did. */
  constructor(measure: Pick<Measure, 'patchInterval'>, expectedMs: number | undefined) {
    this.#measure = measure;
    this.#expectedMs = expectedMs;
  }

  /** The room's own interval; undefined until it is known. */
  get expectedMs(): number | undefined {
    return this.#expectedMs;
  }

  /** What comes before then is not measured: trouble, or the join, is why it is uneven. */
  ignoreUntil(ms: number): void {
    this.#countFromMs = ms;
  }

  onPatch(nowMs: number): void {
    const lastMs = this.#lastMs;
    this.#lastMs = nowMs;
    if (lastMs < this.#countFromMs) return;
    if (this.#expectedMs === undefined) this.#learn(nowMs - lastMs);
    else this.#measure.patchInterval(nowMs - lastMs, this.#expectedMs);
  }

  #learn(intervalMs: number): void {
    this.#learning.push(intervalMs);
    if (this.#learning.length < intervalsLearnt) return;
    this.#expectedMs = this.#learning.toSorted((a, b) => a - b)[intervalsLearnt >> 1];
  }
}
