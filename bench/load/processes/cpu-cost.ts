/**
 * Benchmarks of what something costs a server in CPU time, both sides in turns: all of it, and what
 * of it is spent outside the system's calls, which nobody can make cheaper but by making fewer.
 */
import type { BenchmarkGroup, Goal } from '../../harness/benchmark.ts';
import { takeTurns } from '../../harness/interleave.ts';
import type { Side, Window } from './stand.ts';

const rounds = 4;

/** Per whatever is counted, in one unit. */
export interface CpuCost {
  readonly total: number;
  readonly user: number;
}

export interface CpuCostSpec {
  readonly name: string;
  readonly unit: string;
  /** Of the total. */
  readonly goal: Goal;
  /** One round of a side. */
  measure(side: Side, quick: boolean): Promise<CpuCost>;
}

export function cpuCost({ name, unit, goal, measure }: CpuCostSpec): BenchmarkGroup {
  return {
    name,
    results: [
      { name, unit, goal },
      { name: `${name}, user time`, unit },
    ],
    run: async ({ quick }) => {
      const { ours, stock } = await takeTurns(
        { ours: () => measure('ours', quick), stock: () => measure('stock', quick) },
        quick ? 1 : rounds,
      );
      return (['total', 'user'] as const).map((part) => ({
        ours: ours.map((cost) => cost[part]),
        stock: stock.map((cost) => cost[part]),
      }));
    },
  };
}

/** A window's CPU time, less that of another if there is one, `scale` times, by `count`. */
export function costOf(count: number, scale: number, busy: Window, silent?: Window): CpuCost {
  const totalMs = busy.cpuMs - (silent?.cpuMs ?? 0);
  const userMs = busy.userMs - (silent?.userMs ?? 0);
  return { total: (totalMs * scale) / count, user: (userMs * scale) / count };
}
