/** The report: what it says of a run. */
import { describe, expect, it } from 'vitest';
import { ErrorTally } from '../../../src/soak/measure/error-tally.ts';
import { Measure } from '../../../src/soak/measure/measure.ts';
import type { ServerStats, Summary } from '../../../src/soak/measure/server-stats.ts';
import { ThreadTotals } from '../../../src/soak/measure/thread-totals.ts';
import { completeOptions } from '../../../src/soak/options.ts';
import { formatReport } from '../../../src/soak/report/format-report.ts';
import { makeReport, type Outcome, type Recorded } from '../../../src/soak/report/make-report.ts';
import { answersOf } from '../measure/answers.ts';

const zero: Summary = { p50: 0, p99: 0, p999: 0, max: 0 };
const lateness: Summary = { p50: 0.1, p99: 0.28, p999: 1.4, max: 120 };

function stats(ticks: number, steals: number, messagesDropped?: number): ServerStats {
  const gc = { count: ticks, ms: ticks / 100 };
  const room = { roomId: 'aB3', game: 'skirmish', clients: 10, droppedSteps: 0 };
  const of = { ticks, steals, latenessMs: lateness, stepMs: zero };
  const histograms = { latenessUs: [[5, ticks]] as const, stepUs: [] };
  return {
    workers: [{ index: 0, ...of, gc, cpuMs: ticks, histograms }],
    rooms: [
      { ...room, ...of },
      { ...room, ...of, roomId: 'of-others' },
    ],
    totals: { ...of, ...(messagesDropped === undefined ? {} : { messagesDropped }) },
    process: {
      rssBytes: 2 ** 27,
      cpuMs: ticks * 3,
      main: { cpuMs: ticks * 2, gc, loopDelayMs: lateness },
    },
  };
}

/** Ten seconds in which 100 patches came, and what `told` says. */
function recorded(after = stats(1_600, 55), told: (measure: Measure) => void = () => {}): Recorded {
  const totals = new ThreadTotals();
  const measure = new Measure();
  measure.joined(12);
  totals.add(answersOf(measure), false);
  const before = totals.counters();
  for (let patch = 0; patch < 100; patch++) measure.patch(50);
  told(measure);
  totals.add(answersOf(measure), true);
  return {
    totals,
    samples: [],
    opened: { atMs: 1_000, counters: before, stats: stats(1_000, 40), cpuMs: 500 },
    closed: { atMs: 11_000, counters: totals.counters(), stats: after, cpuMs: 2_500 },
  };
}

function outcome(changes: Partial<Outcome> = {}): Outcome {
  return {
    plan: completeOptions({ room: 'skirmish', bots: 2, seed: 9 }),
    url: 'http://127.0.0.1:2567',
    recorder: recorded(),
    errors: new ErrorTally(),
    joins: 2,
    roomIds: new Set(['aB3']),
    stopped: false,
    ...changes,
  };
}

describe('makeReport', () => {
  it('takes differences of counters and keeps histograms as they are', () => {
    const report = makeReport(outcome());
    expect(report).toMatchObject({ ok: true, steals: 15, latenessMs: lateness, seed: 9 });
    expect(report).toMatchObject({ seconds: 10, patchesPerSecond: 10, bytesPerSecond: 500 });
    expect(report.ticksPerSecond).toBe(60);
    expect(report.joinMs?.p50).toBeCloseTo(12, 1);
    expect(report.cpuSeconds).toEqual({ 'worker 0': 0.6, main: 1.2, process: 1.8, bots: 2 });
    expect(report.gcMs).toEqual({ 'worker 0': 6, main: 6 });
    expect(report.loopDelayMs).toEqual(lateness);
  });

  it('tells of messages that the server dropped, if any', () => {
    const dropped = (count?: number) =>
      makeReport(outcome({ recorder: recorded(stats(1_600, 55, count)) }));
    expect(dropped(1_234).messagesDropped).toBe(1_234);
    expect(formatReport(dropped(1_234))).toContain('1,234 messages dropped');
    expect(formatReport(dropped(0))).not.toContain('dropped\n');
    expect(dropped().messagesDropped).toBeNull();
  });

  it('has only the rooms of this run, and workers without their thousands of buckets', () => {
    const report = makeReport(outcome());
    expect(report.roomsDetail.map((room) => room.roomId)).toEqual(['aB3']);
    expect(report.workers[0]).not.toHaveProperty('histograms');
  });

  it('is not ok after any error, of a bot or of the run, and counts each kind', () => {
    const errors = new ErrorTally();
    errors.error('server', 'the server did not drain');
    const recorder = recorded(stats(1_600, 55), (measure) => {
      measure.error('join', 'full');
      measure.error('join', 'full');
      measure.error('close', 'close code 1006');
    });
    const report = makeReport(outcome({ errors, recorder }));
    const errorsByKind = { server: 1, join: 2, close: 1 };
    expect(report).toMatchObject({ ok: false, errors: 4, errorsByKind });
    expect(report.errorSamples).toContain('join: full');
    expect(report.errorSamples).toHaveLength(3);
  });

  it('is ok after as many errors as the run allows, and not where a limit does not hold', () => {
    const errors = new ErrorTally();
    errors.error('close', 'close code 1006');
    const judged = (limits: object) =>
      makeReport(outcome({ errors, plan: completeOptions({ room: 'skirmish', limits }) })).ok;
    expect(judged({ 'max-errors': 1 })).toBe(true);
    expect(judged({ 'max-errors': 1, 'max-lateness-p99': 0.28 })).toBe(true);
    expect(judged({ 'max-errors': 1, 'max-lateness-p99': 0.27 })).toBe(false);
    expect(judged({ 'max-errors': 1, 'max-ack-p99': 100 })).toBe(false);
  });

  it('says null for what was not measured, and zero for rates of no window', () => {
    const closed = undefined;
    const report = makeReport(outcome({ recorder: { ...recorded(), closed } }));
    expect(report).toMatchObject({ seconds: 0, patchesPerSecond: 0, bytesPerClientSecond: 0 });
    expect(report).toMatchObject({ latenessMs: null, stepMs: null, steals: null, workers: [] });
    expect(report.rssSlopeMiBPerMinute).toBeNull();
  });
});

describe('bots that were the limit', () => {
  const saturated = (loadOfWindow: number, sentLateMs: number): boolean => {
    const { totals, ...recorder } = recorded();
    const measure = new Measure();
    for (let input = 0; input < 100; input++) measure.sent(sentLateMs);
    totals.add(answersOf(measure, { loadOfWindow, stepMs: 50 }, 1), true);
    return makeReport(outcome({ recorder: { totals, ...recorder } })).botsSaturated;
  };

  it('are told by the event loop where they send nothing', () => {
    const { totals, ...recorder } = recorded();
    const loopDelayMs = { ...zero, p99: 26 };
    const at = (stepMs: number): boolean => {
      totals.add(answersOf(new Measure(), { loopDelayMs, stepMs }), true);
      return makeReport(outcome({ recorder: { totals, ...recorder } })).botsSaturated;
    };
    expect([at(0), at(53), at(50)]).toEqual([false, false, true]);
  });

  it('are told by the busiest thread, and by inputs that were sent half a step late', () => {
    expect(saturated(0.84, 24)).toBe(false);
    expect(saturated(0.86, 0)).toBe(true);
    expect(saturated(0.1, 26)).toBe(true);
  });
});
