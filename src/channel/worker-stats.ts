/**
 * A worker's own counters in shared memory: the worker writes, any thread reads, a number may be a
 * tick old. Kept when the worker is replaced.
 *
 *   f64 words: [ticks | busyMs | gcCount | gcMs | visitingSinceMs | cpuMs | cpuAtMs]
 *   LogHistogram of lateness, LogHistogram of visits that stepped, both in µs
 */
import { LogHistogram } from '../base/log-histogram.ts';

const f64Words = 7;
const latenessOffset = f64Words * 8;
const stepOffset = latenessOffset + LogHistogram.words * 4;
const Word = {
  TICKS: 0,
  BUSY_MS: 1,
  GC_COUNT: 2,
  GC_MS: 3,
  VISITING_SINCE: 4,
  CPU_MS: 5,
  CPU_AT: 6,
} as const;

export class WorkerStats {
  static readonly bytes = stepOffset + LogHistogram.words * 4;

  readonly lateness: LogHistogram;
  readonly stepTime: LogHistogram;
  readonly #words: Float64Array;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Float64Array(memory, 0, f64Words);
    this.lateness = histogramAt(memory, latenessOffset);
    this.stepTime = histogramAt(memory, stepOffset);
  }

  /** Steps run. */
  get ticks(): number {
    return this.#words[Word.TICKS];
  }
  /** Time inside visits. */
  get busyMs(): number {
    return this.#words[Word.BUSY_MS];
  }
  get gcCount(): number {
    return this.#words[Word.GC_COUNT];
  }
  get gcMs(): number {
    return this.#words[Word.GC_MS];
  }

  /** The thread's CPU time, with that of those it has replaced. Up to a second old. */
  get cpuMs(): number {
    return this.#words[Word.CPU_MS];
  }
  /** ms of base/clock: when `cpuMs` was written down. */
  get cpuAtMs(): number {
    return this.#words[Word.CPU_AT];
  }
  noteCpu(cpuMs: number, atMs: number): void {
    this.#words[Word.CPU_MS] = cpuMs;
    this.#words[Word.CPU_AT] = atMs;
  }

  /** ms of base/clock: when the visit began that it is in, or 0; not in `busyMs` yet. */
  get visitingSinceMs(): number {
    return this.#words[Word.VISITING_SINCE];
  }
  set visitingSinceMs(value: number) {
    this.#words[Word.VISITING_SINCE] = value;
  }

  countVisit(steps: number, ms: number): void {
    this.#words[Word.TICKS] += steps;
    this.#words[Word.BUSY_MS] += ms;
  }

  countCollection(ms: number): void {
    this.#words[Word.GC_COUNT]++;
    this.#words[Word.GC_MS] += ms;
  }
}

function histogramAt(memory: SharedArrayBuffer, offset: number): LogHistogram {
  return new LogHistogram(new Uint32Array(memory, offset, LogHistogram.words));
}
