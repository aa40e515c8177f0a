/** The report as text: what a terminal shows. */
import { describe, expect, it } from 'vitest';
import { formatReport } from '../../../src/soak/report/format-report.ts';
import { sampleReport } from './sample-report.ts';

const zero = { p50: 0, p99: 0, p999: 0, max: 0 };
const lateness = { p50: 0.1, p99: 0.28, p999: 1.4, max: 120 };
const room = {
  ...{ roomId: 'aB3', game: 'skirmish', clients: 10, ticks: 1_600, droppedSteps: 0 },
  ...{ steals: 55, latenessMs: lateness, stepMs: zero },
};

describe('formatReport', () => {
  it('reads as a summary with latencies, threads, workers and rooms', () => {
    const text = formatReport(
      sampleReport({
        ...{ seconds: 20, latenessMs: lateness, rssSlopeMiBPerMinute: -0.4, rssMiB: 312.4 },
        cpuSeconds: { main: 12.34, 'worker 0': 8, process: 21, bots: 30 },
        gcMs: { main: 1_340.2, 'worker 0': 12 },
        workers: [{ index: 0, ticks: 1_600, steals: 55, latenessMs: lateness, stepMs: zero }],
        roomsDetail: [room],
      }),
    );
    expect(text).toBe(
      [
        'skirmish at http://127.0.0.1:2567, seed 7',
        '400 of 400 bots in 48 rooms, 20.0 s measured',
        '7,962 patches/s, 2.4 MB/s received (6.0 kB/s a client), 7,988 inputs/s sent',
        '960 ticks/s, 5,312 steals',
        '312 MiB of memory, −0.40 MiB/min',
        '400 drops, 400 reconnects',
        '71,640 states checked, 0 desyncs',
        '',
        'ms                      p50    p99  p99.9    max',
        'tick lateness          0.10   0.28   1.40    120',
        'step                   0.61   1.93   4.20  12.80',
        'input to ack          38.20  71.40    148    412',
        'patch jitter           0.90   7.30  24.10  96.20',
        'join                  14.10  46.80  88.00    102',
        'reconnect             31.50    318    388    394',
        "main's event loop      0.31   2.70  11.20  58.40",
        "bots' own event loop   0.42   3.90  14.80  61.00",
        '',
        'thread    CPU s  cores  GC ms',
        'main       12.3   0.62  1,340',
        'worker 0    8.0   0.40     12',
        'process    21.0   1.05',
        'bots       30.0   1.50',
        '',
        'lateness in ms  ticks  steals  step p99   p50   p99  p99.9  max',
        'worker 0        1,600      55      0.00  0.10  0.28   1.40  120',
        '',
        'lateness in ms  clients  ticks  steals  dropped  step p99   p50   p99  p99.9  max',
        'room aB3             10  1,600      55        0      0.00  0.10  0.28   1.40  120',
        '',
        'no errors',
        '',
        'passed',
      ].join('\n'),
    );
  });

  it('leaves out what was not measured', () => {
    const text = formatReport(
      sampleReport(
        {
          ...{ latenessMs: null, stepMs: null, steals: null, ticksPerSecond: null, rssMiB: null },
          ...{ drops: 0, reconnects: 0, checksums: 0, inputAckMs: null, patchJitterMs: null },
          ...{ cpuSeconds: {}, gcMs: {}, workers: [], roomsDetail: [] },
        },
        {},
      ),
    );
    expect(text).not.toMatch(/ticks\/s|MiB|drops|desync|patch jitter|input to ack|thread {2}|null/);
    expect(text).toContain('note: no GET /stats there');
  });

  it('says how much memory, but not where it goes, after a short run', () => {
    expect(formatReport(sampleReport({ rssMiB: 80, rssSlopeMiBPerMinute: null }))).toContain(
      '80 MiB of memory, too short a run for its slope',
    );
  });

  it('lists error kinds and samples, and ends with why it failed', () => {
    const errorsByKind = { join: 1 };
    const errorSamples = ['join: room is locked'];
    const text = formatReport(
      sampleReport({ errors: 1, errorsByKind, errorSamples, stopped: true }),
    );
    expect(text).toContain('180.0 s measured, stopped early');
    expect(text).toContain('1 error: 1 join\n  join: room is locked');
    expect(text).toMatch(/\n\nnote: the run was stopped early\nfailed: 1 error \(--max-errors\)$/);
  });

  it('gives no terminal a command that came from a server', () => {
    const errorSamples = ['close: \u001b[2Jgone\nfailed: \u202enothing'];
    const text = formatReport(sampleReport({ errors: 1, errorSamples }));
    expect(text).toContain('  close:  [2Jgone failed:  nothing\n');
  });

  it('tells where states differ, and of messages that the server dropped', () => {
    const desync = {
      ...{ seed: 7, roomId: 'aB3', bot: 4, tick: 88, checksum: 1, own: 2, ownState: {} },
      ...{ serverTick: 89, serverState: {}, difference: 'ships.a.x: bot 1, server 2' },
    };
    const desyncReports = Array.from({ length: 6 }, () => desync);
    const text = formatReport(sampleReport({ desyncs: 6, desyncReports, messagesDropped: 1_234 }));
    expect(text).toContain('desync of bot 4 in room aB3 at tick 88: ships.a.x: bot 1, server 2');
    expect(text).toContain('… and 2 more desyncs');
    expect(text).toContain('1,234 messages dropped');
  });

  it('stays short with many rooms, and shows the latest of them', () => {
    const late = { ...room, roomId: 'late', latenessMs: { ...lateness, p99: 99 } };
    const text = formatReport(
      sampleReport({ roomsDetail: [...Array.from({ length: 39 }, () => room), late] }),
    );
    expect(text).toContain('… and 24 more rooms');
    expect(text).toMatch(/max\nroom late /);
  });
});
