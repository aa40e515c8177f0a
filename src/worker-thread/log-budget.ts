/**
 * How often a room may write a line to the log for what its clients bring about, on one worker.
 * What goes beyond is counted and told with the next line: a hostile client floods no log.
 */
import { monotonicMs } from '../base/clock.ts';

const linesMax = 10;
const windowMs = 1_000;

export class LogBudget {
  #windowEndMs = Number.NEGATIVE_INFINITY;
  #lines = 0;
  #suppressed = 0;

  /** How many lines were not written since the last that was; -1 when this one must not be. */
  take(nowMs: number = monotonicMs()): number {
    if (nowMs >= this.#windowEndMs) {
      this.#windowEndMs = nowMs + windowMs;
      this.#lines = 0;
    }
    if (this.#lines === linesMax) {
      this.#suppressed++;
      return -1;
    }
    this.#lines++;
    const suppressed = this.#suppressed;
    this.#suppressed = 0;
    return suppressed;
  }
}
