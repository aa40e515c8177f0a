/** The report: what it says of a run. */
import { describe, expect, it } from 'vitest';
import { Measure } from '../../../src/soak/measure/measure.ts';
import type { ServerStats, Summary } from '../../../src/soak/measure/server-stats.ts';
import { completeOptions } from '../../../src/soak/options.ts';
import { formatReport } from '../../../src/soak/report/format-report.ts';
import { makeReport, type Outcome } from '../../../src/soak/report/report.ts';

const zero: Summary = { p50: 0, p99: 0, p999: 0, max: 0 };
const lateness: Summary = { p50: 0.1, p99: 0.28, p999: 1.4, max: 120 };

function stats(ticks: number, steals: number): ServerStats {
  const worker = { index: 0, ticks, steals, latenessMs: lateness, stepMs: zero };
  const room = { roomId: 'aB3', game: 'skirmish', clients: 10, droppedSteps: 0 };
  return {
    workers: [worker],
    rooms: [
      { ...room, ticks, steals, latenessMs: lateness, stepMs: zero },
      { ...room, roomId: 'of-others', ticks, steals, latenessMs: lateness, stepMs: zero },
    ],
    totals: { ticks, steals, latenessMs: lateness },
  };
}

function outcome(changes: Partial<Outcome> = {}): Outcome {
  const measure = new Measure();
  measure.joined(12);
  measure.open();
  measure.total.patches += 100;
  measure.total.bytes += 5_000;
  measure.close();
  return {
    plan: completeOptions({ room: 'skirmish', bots: 2, seed: 9 }),
    measure,
    url: 'http://127.0.0.1:2567',
    stats: { before: stats(1_000, 40), after: stats(1_600, 55) },
    roomIds: new Set(['aB3']),
    botLoopMs: zero,
    stopped: false,
    ...changes,
  };
}

describe('makeReport', () => {
  it('takes differences of counters and keeps histograms as they are', () => {
    const report = makeReport(outcome());
    expect(report).toMatchObject({ ok: true, steals: 15, latenessMs: lateness, seed: 9 });
    expect(report.patchesPerSecond).toBeCloseTo(100 / report.seconds);
    expect(report.ticksPerSecond).toBeCloseTo(600 / report.seconds);
    expect(report.joinMs?.p50).toBeCloseTo(12, 1);
  });

  it('tells of messages that the server dropped, if any', () => {
    const dropped = (messagesDropped: number) => {
      const after = stats(1_600, 55);
      const totals = { ...after.totals, messagesDropped };
      return makeReport(outcome({ stats: { before: undefined, after: { ...after, totals } } }));
    };
    expect(dropped(1_234).messagesDropped).toBe(1_234);
    expect(formatReport(dropped(1_234))).toContain('1,234 messages dropped');
    expect(formatReport(dropped(0))).not.toContain('dropped\n');
    expect(makeReport(outcome()).messagesDropped).toBeNull();
  });

  it('has only the rooms of this run', () => {
    expect(makeReport(outcome()).roomsDetail.map((room) => room.roomId)).toEqual(['aB3']);
  });

  it('is not ok after any error, and counts each kind', () => {
    const { measure } = outcome();
    measure.error('close', 'close code 1006');
    measure.error('close', 'close code 1006');
    measure.error('decode', 'bad');
    const report = makeReport(outcome({ measure }));
    expect(report).toMatchObject({ ok: false, errors: 3, errorsByKind: { close: 2, decode: 1 } });
    expect(report.errorSamples).toEqual(['close: close code 1006', 'decode: bad']);
  });

  it('says null, not zero, where the server has no statistics', () => {
    const report = makeReport(outcome({ stats: { before: undefined, after: undefined } }));
    expect(report).toMatchObject({ steals: null, ticksPerSecond: null, latenessMs: null });
  });

  it('has rates of zero where the window never opened', () => {
    const report = makeReport(outcome({ measure: new Measure() }));
    expect(report).toMatchObject({ seconds: 0, patchesPerSecond: 0, bytesPerSecond: 0 });
  });
});
