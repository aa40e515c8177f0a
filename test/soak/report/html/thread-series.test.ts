/** Layers by thread: as many as can be told apart, and all of them together the whole. */
import { describe, expect, it } from 'vitest';
import { byThread } from '../../../../src/soak/report/html/thread-series.ts';

const labels = (series: ReturnType<typeof byThread>) => series.map(({ label }) => label);

describe('byThread', () => {
  it('lays threads on top of each other, the first at the bottom, and helpers on the top', () => {
    const layers = byThread([{ main: 1, 'worker 0': 2, process: 3.5, bots: 9 }, null], true);
    expect(labels(layers)).toEqual(['V8 and libuv', 'worker 0', 'main']);
    expect(layers.map(({ values }) => values)).toEqual([
      [0.5, null],
      [2, null],
      [1, null],
    ]);
    expect(layers.every(({ stacked }) => stacked)).toBe(true);
  });

  it('never draws less than nothing where clocks disagree', () => {
    const [helpers] = byThread([{ main: 2, process: 1.9 }], true);
    expect(helpers?.values).toEqual([0]);
  });

  it('keeps the busiest threads and the sum of all others', () => {
    const workers = Array.from({ length: 12 }, (_, index) => [`worker ${index}`, index] as const);
    const layers = byThread([Object.fromEntries(workers)], false);
    expect(labels(layers)).toEqual([
      '6 more',
      ...[11, 10, 9, 8, 7, 6].map((index) => `worker ${index}`),
    ]);
    expect(layers[0]?.values).toEqual([0 + 1 + 2 + 3 + 4 + 5]);
    expect(new Set(layers.map(({ tone }) => tone)).size).toBe(layers.length);
  });

  it('has a thread that came later from the start, as nothing', () => {
    const layers = byThread([{ main: 1 }, { main: 1, 'worker 0': 1 }], false);
    expect(layers[0]?.values).toEqual([0, 1]);
  });
});
