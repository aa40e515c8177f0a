/** Points of a long run: none more than asked for, and nothing bad averaged away. */
import { describe, expect, it } from 'vitest';
import { toPoints } from '../../../../src/soak/report/html/points.ts';
import { sampleReport } from '../sample-report.ts';

const { samples } = sampleReport();

describe('toPoints', () => {
  it('leaves a short run as it is', () => {
    expect(toPoints(samples)).toEqual({ samples, secondsEach: 1 });
  });

  it('keeps the worst latency and the fewest bots of what it merges', () => {
    const few = toPoints(samples, 10);
    expect(few.samples.length).toBeLessThanOrEqual(10);
    expect(few.secondsEach).toBe(Math.ceil(samples.length / 10));
    const worst = (of: typeof samples) => Math.max(...of.map((one) => one.latenessMs?.max ?? 0));
    expect(worst(few.samples)).toBe(worst(samples));
    const measuring = (of: typeof samples) => of.filter(({ phase }) => phase === 'measuring');
    const fewest = (of: typeof samples) => Math.min(...measuring(of).map(({ bots }) => bots));
    expect(fewest(few.samples.slice(1))).toBe(fewest(samples));
  });

  it('takes the mean of rates, the last of moments and totals, and skips what is not known', () => {
    const [first, second] = samples;
    const pair = [
      { ...first!, patchesPerSecond: 10, drops: 1, rssMiB: 100, cpu: { main: 0.5 }, gcMs: null },
      { ...second!, patchesPerSecond: 20, drops: 4, rssMiB: null, cpu: { main: 1 }, gcMs: null },
    ];
    const [merged] = toPoints(pair, 1).samples;
    expect(merged).toMatchObject({ atSeconds: 2, patchesPerSecond: 15, drops: 4, rssMiB: 100 });
    expect(merged).toMatchObject({ cpu: { main: 0.75 }, gcMs: null });
  });
});
