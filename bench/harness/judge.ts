/** Turns samples into a result and a goal into words. Pure functions. */
import type { BenchmarkResult, Description, Goal, Samples } from './benchmark.ts';
import { median, spread } from './statistics.ts';

export function judge(described: Description, samples: Samples): BenchmarkResult {
  const ours = median(samples.ours);
  const stock = samples.stock === undefined ? null : median(samples.stock);
  const ratio = stock === null ? null : ours / stock;
  return {
    name: described.name,
    unit: described.unit,
    ours,
    stock,
    oursSpread: spread(samples.ours),
    stockSpread: samples.stock === undefined ? null : spread(samples.stock),
    ratio,
    goal: described.goal ?? null,
    holds: described.goal === undefined ? null : holds(described.goal, ours, ratio),
  };
}

/** A benchmark that threw: without a goal it still counts as not holding. */
export function failed(described: Description, error: string): BenchmarkResult {
  return {
    name: described.name,
    unit: described.unit,
    ours: null,
    stock: null,
    oursSpread: null,
    stockSpread: null,
    ratio: null,
    goal: described.goal ?? null,
    holds: false,
    error,
  };
}

/** As the table shows it: 'ratio <= 0.5'. */
export function goalText(goal: Goal): string {
  if ('ratioMax' in goal) return `ratio <= ${goal.ratioMax}`;
  if ('ratioMin' in goal) return `ratio >= ${goal.ratioMin}`;
  if ('oursMax' in goal) return `ours <= ${goal.oursMax}`;
  return `ours >= ${goal.oursMin}`;
}

/** A ratio that is not a number, for want of the other side or of anything to divide, fails. */
function holds(goal: Goal, ours: number, ratio: number | null): boolean {
  if ('ratioMax' in goal) return ratio !== null && ratio <= goal.ratioMax;
  if ('ratioMin' in goal) return ratio !== null && ratio >= goal.ratioMin;
  if ('oursMax' in goal) return ours <= goal.oursMax;
  return ours >= goal.oursMin;
}
