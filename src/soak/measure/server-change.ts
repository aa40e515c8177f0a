/**
 * What a server did between two readings of its GET /stats: its counters only ever rise.
 * Thread-neutral; owns nothing.
 */
import type { Percentiles } from '../report/soak-report.ts';
import type { Buckets, ServerStats, WorkerStats } from './server-stats.ts';

type ByThread = Readonly<Record<string, number>>;

/** CPU time that each thread used: 'main', 'worker 0', …, and 'process' for all of them. */
export function cpuMsBetween(before: ServerStats, after: ServerStats): ByThread {
  const { process } = after;
  return byThread(before, after, {
    process: process && [before.process?.cpuMs, process.cpuMs],
    main: process && [before.process?.main.cpuMs, process.main.cpuMs],
    ofWorker: (worker) => worker.cpuMs,
  });
}

/** Time that each thread collected garbage. */
export function gcMsBetween(before: ServerStats, after: ServerStats): ByThread {
  return byThread(before, after, {
    main: after.process && [before.process?.main.gc.ms, after.process.main.gc.ms],
    ofWorker: (worker) => worker.gc?.ms,
  });
}

export function latenessBetween(before: ServerStats, after: ServerStats): Percentiles | null {
  return percentilesBetween(before, after, (worker) => worker.histograms?.latenessUs);
}

export function stepsBetween(before: ServerStats, after: ServerStats): Percentiles | null {
  return percentilesBetween(before, after, (worker) => worker.histograms?.stepUs);
}

type FromTo = readonly [before: number | undefined, after: number];

interface Sources {
  readonly main?: FromTo | undefined;
  readonly process?: FromTo | undefined;
  readonly ofWorker: (worker: WorkerStats) => number | undefined;
}

function byThread(before: ServerStats, after: ServerStats, sources: Sources): ByThread {
  const found: Record<string, number> = {};
  const add = (name: string, fromTo: FromTo | undefined): void => {
    if (fromTo !== undefined) found[name] = Math.max(0, fromTo[1] - (fromTo[0] ?? 0));
  };
  add('main', sources.main);
  after.workers.forEach((worker, index) => {
    const now = sources.ofWorker(worker);
    const earlier = before.workers[index];
    if (now !== undefined) add(`worker ${index}`, [earlier && sources.ofWorker(earlier), now]);
  });
  add('process', sources.process);
  return found;
}

/** All workers' together; null where nothing was recorded, or the server has no histograms. */
function percentilesBetween(
  before: ServerStats,
  after: ServerStats,
  of: (worker: WorkerStats) => Buckets | undefined,
): Percentiles | null {
  const counts = new Map<number, number>();
  const add = (stats: ServerStats, sign: number): void => {
    for (const [upperUs, count] of stats.workers.flatMap((worker) => of(worker) ?? [])) {
      counts.set(upperUs, (counts.get(upperUs) ?? 0) + sign * count);
    }
  };
  add(after, 1);
  add(before, -1);
  const risen = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const total = risen.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  const at = (percent: number): number => {
    let left = Math.max(1, Math.ceil((percent * total) / 100));
    const found = risen.find(([, count]) => {
      left -= count;
      return left <= 0;
    });
    return (found?.[0] ?? 0) / 1e3;
  };
  return { p50: at(50), p99: at(99), max: at(100) };
}
