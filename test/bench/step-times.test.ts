/** What benchmarks make of the times at which steps began. Runs in vitest. */
import { expect, test } from 'vitest';
import { latenessOf, spreadOf, summariseSteps } from '../../bench/load/processes/step-times.ts';

const periodMs = 50;

/** Steps on schedule, and so much later each. */
function times(late: readonly number[]): number[] {
  return late.map((ms, step) => 1_000 + step * periodMs + ms);
}

test('lateness is what a step is behind the schedule of the best one', () => {
  expect(latenessOf(times([2, 0, 7, 0]), periodMs)).toEqual([2, 0, 7, 0]);
  expect(latenessOf(times([12, 10, 17]), periodMs)).toEqual([2, 0, 7]);
});

test('a room that catches up was late for all that it had to catch up with', () => {
  expect(latenessOf(times([0, 130, 80, 30, 0]), periodMs)).toEqual([0, 130, 80, 30, 0]);
});

test('whole periods that are never caught up with were dropped', () => {
  expect(latenessOf(times([0, 230, 210, 200, 203]), periodMs)).toEqual([0, 30, 10, 0, 3]);
});

test('overdue and deviation look at the step before only', () => {
  const rooms = new Map([[1, times([0, 30, 0])]]);
  const { overdue, deviation, lateness } = summariseSteps(rooms, periodMs);
  expect(overdue).toMatchObject({ p50: 15, max: 30 });
  expect(deviation).toMatchObject({ p50: 30, max: 30 });
  expect(lateness).toMatchObject({ p50: 0, max: 30 });
});

test('rooms and steps are counted, and the steps that time had for them', () => {
  const rooms = new Map([
    [1, times([0, 0, 0])],
    [2, times([0, 50, 100])],
  ]);
  expect(summariseSteps(rooms, periodMs)).toMatchObject({ rooms: 2, steps: 6, dueSteps: 8 });
});

test('nothing is no lateness', () => {
  expect(spreadOf([])).toEqual({ p50: 0, p99: 0, p999: 0, max: 0 });
  expect(summariseSteps(new Map(), periodMs)).toMatchObject({ rooms: 0, steps: 0, dueSteps: 0 });
});
