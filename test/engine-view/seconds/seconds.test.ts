/** What is kept of the last seconds, for the plots: of a fixed size, and the newest last. */
import { describe, expect, it } from 'vitest';
import { LatenessBins } from '../../../engine-view/src/seconds/lateness-bins.ts';
import { SecondRing, secondsKept } from '../../../engine-view/src/seconds/second-ring.ts';

describe('SecondRing', () => {
  it('has a minute, the newest last, and stays as long as it is', () => {
    const ring = new SecondRing(2);
    expect(ring.ago).toHaveLength(secondsKept);
    expect([ring.ago[0], ring.ago.at(-1)]).toEqual([-60, 0]);
    for (let second = 0; second < 1_000; second++) ring.add([second, null]);
    expect(ring.columns[0]).toEqual(Array.from({ length: 61 }, (_, at) => 939 + at));
    expect(ring.columns[1]?.every((value) => value === null)).toBe(true);
    expect(ring.columns[1]).toHaveLength(61);
  });

  it('has nothing where nothing was told', () => {
    const ring = new SecondRing(2);
    ring.add([5]);
    expect(ring.columns[0]?.slice(-2)).toEqual([null, 5]);
    expect(ring.columns[1]?.at(-1)).toBeNull();
    ring.clear();
    expect(ring.columns[0]?.at(-1)).toBeNull();
  });
});

describe('LatenessBins', () => {
  const second = (boundsMs: readonly number[], counts: readonly number[]) => {
    return { boundsMs, counts, p50Ms: 0, p99Ms: 0, maxMs: 0 };
  };

  it('has the last second as it was told, and where each bin begins', () => {
    const bins = new LatenessBins();
    bins.add(second([0.1, 1], [7, 2, 3]));
    expect(bins.now).toEqual([7, 2, 3]);
    expect([0, 1, 2].map((bin) => bins.lowerMs(bin))).toEqual([0, 0.1, 1]);
  });

  it('means the last ten seconds, or as many as there were', () => {
    const bins = new LatenessBins();
    bins.add(second([1], [30, 0]));
    expect(bins.mean).toEqual([30, 0]);
    bins.add(second([1], [10, 4]));
    expect(bins.mean).toEqual([20, 2]);
    for (let at = 0; at < 10; at++) bins.add(second([1], [1, 0]));
    expect(bins.mean).toEqual([1, 0]);
  });

  it('begins anew with other bins, and when it was cleared', () => {
    const bins = new LatenessBins();
    bins.add(second([1], [30, 0]));
    bins.add(second([1, 2], [2, 4, 6]));
    expect(bins.mean).toEqual([2, 4, 6]);
    bins.clear();
    expect([bins.now, bins.mean, bins.boundsMs]).toEqual([[], [], []]);
  });
});
