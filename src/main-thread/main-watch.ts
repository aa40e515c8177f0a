/**
 * What the main thread has collected and how late its event loop was, since the watch began. Main
 * thread; owns an observer and a timer, so there is one only where somebody reads it: with the
 * `stats` option, and one for the engine view while somebody watches that.
 */
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import type { Summary } from '../base/log-histogram.ts';

/** How often the loop is looked at. Each look measures the time since the last one. */
const lookEveryMsDefault = 10;
const nsPerMs = 1e6;

export class MainWatch {
  #collections = 0;
  #collectionMs = 0;
  readonly #lookEveryMs: number;
  readonly #loopTime: ReturnType<typeof monitorEventLoopDelay>;
  readonly #observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      this.#collections++;
      this.#collectionMs += duration;
    }
  });

  /** On an idle thread each look is a wake-up, of some 50 µs. */
  constructor(lookEveryMs = lookEveryMsDefault) {
    this.#lookEveryMs = lookEveryMs;
    this.#loopTime = monitorEventLoopDelay({ resolution: lookEveryMs });
  }

  start(): void {
    this.#loopTime.enable();
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  stop(): void {
    this.#loopTime.disable();
    this.#observer.disconnect();
  }

  /** Lateness is counted anew from now on. */
  resetLoopDelay(): void {
    this.#loopTime.reset();
  }

  get gc(): { readonly count: number; readonly ms: number } {
    return { count: this.#collections, ms: this.#collectionMs };
  }

  /** By how much looks came late; 0 before the first. */
  loopDelayMs(): Summary {
    const histogram = this.#loopTime;
    const late = (ns: number) => Math.max(0, ns / nsPerMs - this.#lookEveryMs);
    if (histogram.count === 0) return { p50: 0, p99: 0, p999: 0, max: 0 };
    return {
      p50: late(histogram.percentile(50)),
      p99: late(histogram.percentile(99)),
      p999: late(histogram.percentile(99.9)),
      max: late(histogram.max),
    };
  }
}
