/** What is kept of the last seconds, for the plots: of a fixed size, and the newest last. */
import { describe, expect, it } from 'vitest';
import {
  binAt,
  binCount,
  binsPerDecade,
  LatenessBins,
} from '../../../engine-view/src/seconds/lateness-bins.ts';
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
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const second = (boundsMs: readonly number[], counts: readonly number[]) => {
    return { boundsMs, counts, p50Ms: 0, p99Ms: 0, maxMs: 0 };
  };

  it('puts each count where it belongs on the log scale', () => {
    const bins = new LatenessBins();
    const bounds = Array.from({ length: 120 }, (_, at) => 0.01 * 10 ** ((at + 1) / 24));
    const counts = [...bounds.map((_, at) => (at === 60 ? 7 : 0)), 0];
    bins.add(second(bounds, counts));
    expect(bins.now[Math.floor((60 / 24) * binsPerDecade)]).toBe(7);
    expect(sum(bins.now)).toBe(7);
  });

  it('lays a wide bucket over the bins that it covers, and loses no tick', () => {
    const bins = new LatenessBins();
    bins.add(second([0.1, 1, 10], [5, 10, 0, 3]));
    expect(sum(bins.now)).toBeCloseTo(18, 9);
    const decade = bins.now.slice(binsPerDecade, 2 * binsPerDecade);
    for (const count of decade) expect(count).toBeCloseTo(2, 9);
    expect(sum(bins.now.slice(3 * binsPerDecade))).toBeCloseTo(3, 9);
  });

  it('counts what is outside in the first bin and in the last', () => {
    const bins = new LatenessBins();
    bins.add(second([0.001, 2_000, 5_000], [4, 0, 6, 1]));
    expect([bins.now[0], bins.now.at(-1)]).toEqual([4, 7]);
    expect([binAt(0), binAt(-1), binAt(0.01), binAt(1e9)]).toEqual([0, 0, 0, binCount]);
  });

  it('means the last ten seconds', () => {
    const bins = new LatenessBins();
    bins.add(second([0.012], [30, 0]));
    expect(bins.mean[0]).toBe(30);
    bins.add(second([0.012], [10, 0]));
    expect(bins.mean[0]).toBe(20);
    for (let at = 0; at < 10; at++) bins.add(second([0.012], [1, 0]));
    expect([bins.mean[0], bins.now[0]]).toEqual([1, 1]);
    bins.clear();
    expect(sum(bins.mean) + sum(bins.now)).toBe(0);
  });
});
