/**
 * How busy this thread is: whether the numbers of its bots are the server's or its own. On a bot
 * thread.
 */
import { type EventLoopUtilization, monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Summary } from '../../measure/server-stats.ts';

/** Resolution of the event loop delay. */
const resolutionMs = 10;

export class ThreadLoad {
  readonly #delay = monitorEventLoopDelay({ resolution: resolutionMs });
  #last: EventLoopUtilization = performance.eventLoopUtilization();
  #opened: EventLoopUtilization = this.#last;

  constructor() {
    this.#delay.enable();
  }

  open(): void {
    this.#opened = performance.eventLoopUtilization();
    this.#delay.reset();
  }

  /** Share of the time in which the loop did not wait, since the last call. */
  take(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.#last);
    this.#last = now;
    return utilization;
  }

  ofWindow(): number {
    const now = performance.eventLoopUtilization();
    return performance.eventLoopUtilization(now, this.#opened).utilization;
  }

  loopDelayMs(): Summary {
    const at = (percent: number): number => delayMs(this.#delay.percentile(percent));
    return { p50: at(50), p99: at(99), p999: at(99.9), max: delayMs(this.#delay.max) };
  }
}

/** The monitor counts its own resolution in, and nanoseconds; it has NaN or 0 for no samples. */
function delayMs(nanoseconds: number): number {
  const ms = nanoseconds / 1e6 - resolutionMs;
  return ms > 0 ? ms : 0;
}
