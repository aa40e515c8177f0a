/**
 * What the main thread and the workers have spent of the processor since they were last asked.
 * Main thread; a worker writes its own CPU time down at most once a second (channel/worker-stats).
 */
import type { WorkerStats } from '../../channel/worker-stats.ts';
import type { MainWatch } from '../main-watch.ts';
import type { ThreadLoad } from './frames.ts';

const usPerMs = 1_000;
/** No worker that turns its event loop is silent for so long: it sleeps, or is in a long visit. */
const silentMs = 2_500;

interface Reading {
  cpuMs: number;
  atMs: number;
  gcs: number;
  gcMs: number;
  /** Share of a core, as last told. */
  cpu: number;
}

export class ThreadLoads {
  readonly #counters: readonly WorkerStats[];
  readonly #watch: Pick<MainWatch, 'gc'>;
  readonly #main: Reading;
  readonly #workers: readonly Reading[];

  /** Counts from now on. */
  constructor(counters: readonly WorkerStats[], watch: Pick<MainWatch, 'gc'>, nowMs: number) {
    this.#counters = counters;
    this.#watch = watch;
    const { count, ms } = watch.gc;
    this.#main = { cpuMs: mainCpuMs(), atMs: nowMs, gcs: count, gcMs: ms, cpu: 0 };
    this.#workers = counters.map((own) => ({
      cpuMs: own.cpuMs,
      atMs: own.cpuAtMs,
      gcs: own.gcCount,
      gcMs: own.gcMs,
      cpu: 0,
    }));
  }

  take(nowMs: number): ThreadLoad[] {
    const { count, ms } = this.#watch.gc;
    const main = this.#main;
    main.cpu = shareOf(mainCpuMs(), nowMs, main);
    const loads = [{ name: 'main', cpu: rounded(main.cpu), ...collections(count, ms, main) }];
    for (const [index, own] of this.#counters.entries()) {
      const reading = this.#workers[index]!;
      reading.cpu = workerShare(own, reading, nowMs);
      const { gcCount, gcMs } = own;
      const since = collections(gcCount, gcMs, reading);
      loads.push({ name: `worker ${index}`, cpu: rounded(reading.cpu), ...since });
    }
    return loads;
  }
}

/** Of the time between two notes of its own. Without a new one: as before, or asleep for long. */
function workerShare(own: WorkerStats, reading: Reading, nowMs: number): number {
  const { cpuAtMs, cpuMs } = own;
  // The worker writes the two apart.
  if (cpuAtMs !== own.cpuAtMs) return reading.cpu;
  if (cpuAtMs > reading.atMs) return shareOf(cpuMs, cpuAtMs, reading);
  const isAsleep = nowMs - cpuAtMs > silentMs && own.visitingSinceMs === 0;
  return isAsleep ? 0 : reading.cpu;
}

function shareOf(cpuMs: number, atMs: number, reading: Reading): number {
  const elapsedMs = atMs - reading.atMs;
  const share = elapsedMs > 0 ? Math.max(0, (cpuMs - reading.cpuMs) / elapsedMs) : 0;
  reading.cpuMs = cpuMs;
  reading.atMs = atMs;
  return share;
}

function collections(gcs: number, gcMs: number, reading: Reading): { gcs: number; gcMs: number } {
  const since = { gcs: gcs - reading.gcs, gcMs: rounded(gcMs - reading.gcMs) };
  reading.gcs = gcs;
  reading.gcMs = gcMs;
  return since;
}

function mainCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / usPerMs;
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
