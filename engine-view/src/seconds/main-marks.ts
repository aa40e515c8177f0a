/**
 * What each of the last seconds says of the main thread, to be drawn over the lanes.
 * Thread-neutral; of a fixed size: the newest replaces the oldest.
 */
import type { Second } from '../frames.ts';

export interface MainMark {
  readonly toMs: number;
  readonly delayMs: number;
  readonly gcs: number;
  readonly gcMs: number;
}

const marksMax = 64;

export class MainMarks {
  readonly #marks: MainMark[] = [];

  add({ clockMs, mainDelayMs, threads }: Second): void {
    const main = threads.find(({ name }) => name === 'main');
    if (this.#marks.length === marksMax) this.#marks.shift();
    const gcs = main?.gcs ?? 0;
    this.#marks.push({ toMs: clockMs, delayMs: mainDelayMs, gcs, gcMs: main?.gcMs ?? 0 });
  }

  /** Oldest first. */
  get all(): readonly MainMark[] {
    return this.#marks;
  }

  clear(): void {
    this.#marks.length = 0;
  }
}
