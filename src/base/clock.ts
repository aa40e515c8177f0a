/**
 * One monotonic clock for all threads, in milliseconds as a double. `performance.now()` counts
 * from each thread's own origin; CLOCK_MONOTONIC (process.hrtime) is one for the process, so each
 * thread measures its own offset once, when this file is loaded.
 */
const samples = 50;

/**
 * Bracketed, and the tightest bracket wins: two cold calls in a row were 0.6 to 4.3 ms apart, by
 * a different amount on every thread; this is within a microsecond.
 */
function measureOffsetMs(): number {
  let offsetMs = 0;
  let tightestMs = Number.POSITIVE_INFINITY;
  for (let i = 0; i < samples; i++) {
    const beforeMs = performance.now();
    const systemMs = Number(process.hrtime.bigint()) / 1e6;
    const afterMs = performance.now();
    if (afterMs - beforeMs >= tightestMs) continue;
    tightestMs = afterMs - beforeMs;
    offsetMs = systemMs - (beforeMs + afterMs) / 2;
  }
  return offsetMs;
}

const offsetMs = measureOffsetMs();

/** Milliseconds since boot, comparable across the threads of this process. About 60 ns. */
export function monotonicMs(): number {
  return performance.now() + offsetMs;
}
