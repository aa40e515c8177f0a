/**
 * One monotonic clock for all threads, in milliseconds as a double. `performance.now()` counts
 * from each thread's own origin; CLOCK_MONOTONIC (process.hrtime) is one for the process, so each
 * thread measures its own offset once, when this file is loaded.
 */
const offsetMs = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** Milliseconds since boot, comparable across the threads of this process. About 60 ns. */
export function monotonicMs(): number {
  return performance.now() + offsetMs;
}
