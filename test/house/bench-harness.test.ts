/** The benchmark harness's own arithmetic: medians, spreads, turns, goals. Runs in vitest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { interleave, takeTurns } from '../../bench/harness/interleave.ts';
import { failed, goalText, judge } from '../../bench/harness/judge.ts';
import { findBenchmarks } from '../../bench/harness/processes.ts';
import { commitHere, formatTable, writeJson } from '../../bench/harness/report.ts';
import { median, quantile, spread } from '../../bench/harness/statistics.ts';

const described = { name: 'change a field', unit: 'ns' };

describe('statistics', () => {
  test('the median of odd and even counts, whatever their order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('the spread is the interquartile range over the median', () => {
    expect(spread([1, 2, 3, 4, 5])).toBeCloseTo(2 / 3);
    expect(spread([7, 7, 7])).toBe(0);
    expect(spread([0, 0])).toBe(0);
  });

  test('no samples are an error, not a zero', () => {
    expect(() => quantile([], 0.5)).toThrow('no samples');
  });
});

describe('interleave', () => {
  test('alternates which side goes first and drops the warm-up rounds', async () => {
    const order: string[] = [];
    const side = (name: string) => () => order.push(name);
    const ours = side('ours');
    const samples = await interleave({ ours, stock: side('stock'), rounds: 2, warmups: 1 });
    expect(order).toEqual(['stock', 'ours', 'ours', 'stock', 'stock', 'ours']);
    expect(samples).toEqual({ ours: [3, 6], stock: [4, 5] });
  });

  test('takes turns between any number of sides', async () => {
    const order: string[] = [];
    const side = (name: string) => () => `${name}${order.push(name)}`;
    const sides = { a: side('a'), b: side('b'), c: side('c') };
    const figures = await takeTurns(sides, 2);
    expect(order).toEqual(['a', 'b', 'c', 'c', 'b', 'a']);
    expect(figures).toEqual({ a: ['a1', 'a6'], b: ['b2', 'b5'], c: ['c3', 'c4'] });
  });

  test('runs one side alone', async () => {
    expect(await interleave({ ours: () => 1, rounds: 3 })).toEqual({ ours: [1, 1, 1] });
  });
});

describe('goals', () => {
  const samples = { ours: [2], stock: [10] };

  test.for([
    [{ ratioMax: 0.2 }, true, 'ratio <= 0.2'],
    [{ ratioMax: 0.1 }, false, 'ratio <= 0.1'],
    [{ ratioMin: 0.2 }, true, 'ratio >= 0.2'],
    [{ ratioMin: 0.3 }, false, 'ratio >= 0.3'],
    [{ oursMax: 2 }, true, 'ours <= 2'],
    [{ oursMax: 1 }, false, 'ours <= 1'],
    [{ oursMin: 2 }, true, 'ours >= 2'],
    [{ oursMin: 3 }, false, 'ours >= 3'],
  ] as const)('%o holds: %s', ([goal, holds, text]) => {
    expect(judge({ ...described, goal }, samples).holds).toBe(holds);
    expect(goalText(goal)).toBe(text);
  });

  test('a ratio without a stock side does not hold', () => {
    const judged = judge({ ...described, goal: { ratioMax: 1 } }, { ours: [1] });
    expect(judged).toMatchObject({ ratio: null, stock: null, holds: false });
  });

  test('a figure that is not a number does not hold', () => {
    expect(judge({ ...described, goal: { oursMax: 1 } }, { ours: [Number.NaN] }).holds).toBe(false);
  });

  test('without a goal nothing is judged, and a run that failed never holds', () => {
    expect(judge(described, samples).holds).toBeNull();
    expect(failed(described, 'died').holds).toBe(false);
  });
});

test('the table shows what holds, what does not, and what failed', () => {
  const table = formatTable([
    judge({ ...described, goal: { ratioMax: 0.5 } }, { ours: [1, 1], stock: [4, 4] }),
    failed({ name: 'other', unit: 'ms' }, 'its process ended with 1 and no figures'),
  ]);
  expect(table.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['name', 'unit', 'ours', 'stock', 'ratio', 'goal', 'holds'],
    expect.anything(),
    ['change a field', 'ns', '1 ±0%', '4 ±0%', '0.25', 'ratio <= 0.5', 'yes'],
    ['other', 'ms', 'NO'],
    ['other: its process ended with 1 and no figures'],
  ]);
});

test('every benchmark is found, and no two figures have the same name', async () => {
  const found = await findBenchmarks();
  const names = found.flatMap(({ results }) => results.map(({ name }) => name));
  expect(names).toHaveLength(new Set(names).size);
  const load = found.filter(({ kind }) => kind === 'load');
  const words = new Set(load.map(({ name }) => name.split(/[: ]/)[0]));
  expect([...words].sort()).toEqual(
    [
      ...['capacity', 'connection', 'engine-view', 'fanout', 'garbage'],
      ...['input', 'room-cpu', 'scale', 'tail'],
    ].sort(),
  );
});

test('results go into a folder that is not there yet', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-results-'));
  try {
    const file = join(folder, 'a', 'b.json');
    const judged = judge(described, { ours: [1], stock: [2] });
    writeJson(file, commitHere(), [judged], true);
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written).toMatchObject({ quick: true, node: process.version, results: [judged] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
