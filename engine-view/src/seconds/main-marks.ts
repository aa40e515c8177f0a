/**
 * What each of the last seconds says of the main thread, to be drawn over the lanes.
 * Thread-neutral; of a fixed size: the newest replaces the oldest.
 */
import type { Second } from '../frames.ts';

export interface MainMark {
  readonly fromMs: number;
  readonly toMs: number;
  readonly delayMs: number;
  readonly gcs: number;
}

const marksMax = 64;
/** A second that was told of late may have been this long, ms. */
const markMsMax = 1_500;

export class MainMarks {
  readonly #marks: MainMark[] = [];

  add({ clockMs, mainDelayMs, threads }: Second): void {
    const main = threads.find(({ name }) => name === 'main');
    if (this.#marks.length === marksMax) this.#marks.shift();
    const before = this.newestMs;
    const fromMs = clockMs - before > markMsMax ? clockMs - 1_000 : before;
    this.#marks.push({ fromMs, toMs: clockMs, delayMs: mainDelayMs, gcs: main?.gcs ?? 0 });
  }

  /** Oldest first. */
  get all(): readonly MainMark[] {
    return this.#marks;
  }

  get newestMs(): number {
    return this.#marks.at(-1)?.toMs ?? 0;
  }

  clear(): void {
    this.#marks.length = 0;
  }
}
