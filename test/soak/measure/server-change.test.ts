/** Differences of two readings of GET /stats, and the second that is made of them. */
import { describe, expect, it } from 'vitest';
import { Measure, noCounts } from '../../../src/soak/measure/measure.ts';
import { makeSample, nothingYet } from '../../../src/soak/measure/sample.ts';
import {
  cpuMsBetween,
  gcMsBetween,
  latenessBetween,
  stepsBetween,
} from '../../../src/soak/measure/server-change.ts';
import type { Buckets, ServerStats } from '../../../src/soak/measure/server-stats.ts';
import { answersOf } from './answers.ts';

const zero = { p50: 0, p99: 0, p999: 0, max: 0 };

function stats(ticks: number, latenessUs: Buckets): ServerStats {
  const gc = { count: 1, ms: ticks / 10 };
  const of = { ticks, steals: ticks / 5, latenessMs: zero, stepMs: zero };
  const worker = { ...of, gc, cpuMs: ticks, histograms: { latenessUs, stepUs: [] } };
  return {
    workers: [
      { index: 0, ...worker },
      { index: 1, ...worker },
    ],
    rooms: [],
    totals: of,
    process: {
      rssBytes: 2 ** 26,
      cpuMs: ticks * 4,
      main: { cpuMs: ticks * 2, gc, loopDelayMs: { ...zero, p99: 7 } },
    },
  };
}

const before = stats(1_000, [
  [10, 900],
  [2_000, 100],
]);
const after = stats(1_500, [
  [10, 1_390],
  [2_000, 100],
  [8_000, 10],
]);

describe('between two readings', () => {
  it('are each thread’s CPU and collections', () => {
    const cpuMs = { 'worker 0': 500, 'worker 1': 500, main: 1_000, process: 2_000 };
    expect(cpuMsBetween(before, after)).toEqual(cpuMs);
    expect(gcMsBetween(before, after)).toEqual({ 'worker 0': 50, 'worker 1': 50, main: 50 });
  });

  it('are percentiles of what was added, not of all', () => {
    expect(latenessBetween(before, after)).toEqual({ p50: 0.01, p99: 8, max: 8 });
    expect(latenessBetween(after, after)).toBeNull();
    expect(stepsBetween(before, after)).toBeNull();
  });

  it('is nothing where a server does not tell', () => {
    const { process: _, ...bare } = after;
    const workers = bare.workers.map(({ gc: _gc, cpuMs: _cpu, histograms: _h, ...rest }) => rest);
    const old = { ...bare, workers };
    expect([cpuMsBetween(old, old), gcMsBetween(old, old)]).toEqual([{}, {}]);
    expect(latenessBetween(old, old)).toBeNull();
  });
});

describe('makeSample', () => {
  const about = { atSeconds: 3, phase: 'measuring', errors: 1 } as const;

  it('has rates of the time between two readings', () => {
    const measure = new Measure();
    measure.acked(20);
    const answers = answersOf(measure, { load: 0.4 });
    const last = { atMs: 1_000, answers: [], counters: noCounts, stats: before, cpuMs: 100 };
    const counters = { ...noCounts, patches: 40, bytes: 4_000, inputs: 20, drops: 3 };
    const now = { atMs: 3_000, answers, counters, stats: after, cpuMs: 600 };
    const sample = makeSample(last, now, about);
    expect(sample).toMatchObject({ patchesPerSecond: 20, bytesPerSecond: 2_000, drops: 3 });
    expect(sample).toMatchObject({ ticksPerSecond: 250, stealsPerSecond: 50, rssMiB: 64 });
    expect(sample).toMatchObject({ bots: 2, botLoad: 0.4, loopDelayMs: 7, patchJitterMs: null });
    expect(sample.cpu).toMatchObject({ main: 0.5, process: 1, bots: 0.25 });
    expect(sample.inputAckMs?.max).toBeCloseTo(20, 1);
  });

  it('says null for what is of a server without statistics', () => {
    const now = { ...nothingYet, atMs: 1_000, answers: answersOf() };
    const sample = makeSample(nothingYet, now, about);
    expect(sample).toMatchObject({ latenessMs: null, ticksPerSecond: null, gcMs: null });
    expect(sample).toMatchObject({ rssMiB: null, cpu: { bots: 0 } });
  });
});
