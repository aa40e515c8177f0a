/** The slope of RSS: exact on a line, and not impressed by what is no growth. */
import { describe, expect, it } from 'vitest';
import { type RssPoint, rssTrend } from '../../../src/soak/measure/slope.ts';

function points(count: number, mib: (second: number) => number | null): RssPoint[] {
  return Array.from({ length: count }, (_, second) => ({
    atSeconds: second,
    rssMiB: mib(second),
  }));
}

describe('rssTrend', () => {
  it('is exact on a line, and says where the line lies', () => {
    const trend = rssTrend(points(101, (second) => 100 + second * 0.5));
    expect(trend?.mibPerMinute).toBeCloseTo(30, 9);
    expect(trend).toMatchObject({ fromSeconds: 25, toSeconds: 100 });
    expect(trend?.fromMiB).toBeCloseTo(112.5, 9);
    expect(trend?.toMiB).toBeCloseTo(150, 9);
  });

  it('falls where memory falls', () => {
    expect(rssTrend(points(40, (second) => 90 - second))?.mibPerMinute).toBeCloseTo(-60, 9);
  });

  it('ignores the first quarter of the time, however steep', () => {
    const warmUp = points(120, (second) => (second < 30 ? second * 10 : 300));
    expect(rssTrend(warmUp)?.mibPerMinute).toBe(0);
  });

  it('is not tilted by a burst at the end, where least squares would be', () => {
    const burst = points(120, (second) => (second > 105 ? 900 : 300));
    expect(rssTrend(burst)?.mibPerMinute).toBe(0);
  });

  it('is flat for a sawtooth of whole collections', () => {
    const sawtooth = points(240, (second) => 300 + (second % 10) * 4);
    expect(Math.abs(rssTrend(sawtooth)?.mibPerMinute ?? 99)).toBeLessThan(1);
  });

  it('finds slow growth under a sawtooth', () => {
    const growing = points(600, (second) => 300 + (second % 10) * 4 + second / 60);
    expect(rssTrend(growing)?.mibPerMinute).toBeCloseTo(1, 1);
  });

  it('thins a day to a bounded number of points and keeps its slope', () => {
    const day = points(86_400, (second) => 300 + second / 600 + (second % 7));
    expect(rssTrend(day)?.mibPerMinute).toBeCloseTo(0.1, 3);
  });

  it('skips seconds in which nothing was known', () => {
    const holes = points(101, (second) => (second % 3 === 0 ? null : 100 + second));
    expect(rssTrend(holes)?.mibPerMinute).toBeCloseTo(60, 9);
  });

  it('says null where there is too little to say', () => {
    expect(rssTrend([])).toBeNull();
    expect(rssTrend(points(100, () => null))).toBeNull();
    expect(rssTrend(points(9, (second) => second))).toBeNull();
    expect(rssTrend(points(11, (second) => second))).not.toBeNull();
  });
});
