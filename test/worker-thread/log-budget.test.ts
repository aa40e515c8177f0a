/** How many lines there may be, and that none goes uncounted. */
import { expect, test } from 'vitest';
import { LogBudget } from '../../src/worker-thread/log-budget.ts';

test('ten lines a second; the next tells how many were left out', () => {
  const budget = new LogBudget();
  const taken = (nowMs: number, times: number) =>
    Array.from({ length: times }, () => budget.take(nowMs));
  expect(taken(0, 12)).toEqual([...Array(10).fill(0), -1, -1]);
  expect(taken(999, 1)).toEqual([-1]);
  expect(taken(1_000, 2)).toEqual([3, 0]);
  expect(taken(5_000, 11)).toEqual([...Array(10).fill(0), -1]);
});
