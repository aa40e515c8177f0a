/** The report: what it says of a run, and how it reads. */
import { describe, expect, it } from 'vitest';
import { Measure } from '../../../src/soak/measure/measure.ts';
import type { ServerStats, Summary } from '../../../src/soak/measure/server-stats.ts';
import { completeOptions } from '../../../src/soak/options.ts';
import { formatReport, makeReport, type Outcome } from '../../../src/soak/report/report.ts';

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

describe('formatReport', () => {
  it('reads as a summary with latencies, workers and rooms', () => {
    const report = { ...makeReport(outcome()), seconds: 20, patchesPerSecond: 6_151.4 };
    const text = formatReport({ ...report, bytesPerSecond: 1_234_567, ticksPerSecond: 120 });
    expect(text).toBe(
      [
        'skirmish at http://127.0.0.1:2567, seed 9',
        '1 of 2 bots in 1 rooms, 20.0 s measured',
        '6,151 patches/s, 1.2 MB/s received, 0 inputs/s sent',
        '120 ticks/s, 15 steals',
        '',
        'ms                      p50    p99  p99.9    max',
        'tick lateness          0.10   0.28   1.40    120',
        'join                  12.00  12.00  12.00  12.00',
        "bots' own event loop   0.00   0.00   0.00   0.00",
        '',
        'lateness in ms  ticks  steals  step p99   p50   p99  p99.9  max',
        'worker 0        1,600      55      0.00  0.10  0.28   1.40  120',
        '',
        'lateness in ms  clients  ticks  steals  dropped  step p99   p50   p99  p99.9  max',
        'room aB3             10  1,600      55        0      0.00  0.10  0.28   1.40  120',
        '',
        'no errors',
      ].join('\n'),
    );
  });

  it('lists error kinds and samples, and says when it was stopped', () => {
    const { measure } = outcome();
    measure.error('join', 'room is locked');
    const text = formatReport(makeReport(outcome({ measure, stopped: true })));
    expect(text).toContain('stopped early');
    expect(text).toContain('1 errors: 1 join\n  join: room is locked');
  });

  it('stays short with many rooms', () => {
    const report = makeReport(outcome());
    const room = report.roomsDetail[0];
    const roomsDetail = Array.from({ length: 40 }, () => room).filter((one) => one !== undefined);
    expect(formatReport({ ...report, roomsDetail })).toContain('… and 24 more rooms');
  });
});
