/** What a run comes to, in words. */
import { describe, expect, it } from 'vitest';
import { failures, warnings, whatRan } from '../../../src/soak/report/verdict.ts';
import { sampleReport } from './sample-report.ts';

describe('failures', () => {
  it('is empty where every limit holds', () => {
    expect(failures(sampleReport())).toEqual([]);
  });

  it('says what was measured, and what the limit is', () => {
    const limits = { 'max-lateness-p99': 0.5, 'max-rss-slope': 0.25, 'max-errors': 2 };
    const report = sampleReport({ errors: 3, desyncs: 1, rssSlopeMiBPerMinute: 12 }, limits);
    expect(failures(report)).toEqual([
      { words: 'tick lateness p99 was 1.42 ms, the limit 0.5 ms', flag: '--max-lateness-p99' },
      {
        words: 'growth of memory was +12.0 MiB/min, the limit 0.25 MiB/min',
        flag: '--max-rss-slope',
      },
      { words: '3 errors, the limit 2', flag: '--max-errors' },
      { words: '1 desync', flag: '--max-desyncs' },
    ]);
  });

  it('says that a value is not known', () => {
    const [first] = failures(sampleReport({ inputAckMs: null }, { 'max-ack-p99': 100 }));
    expect(first?.words).toBe('input-to-ack p99 is not known, the limit 100 ms');
  });
});

describe('warnings', () => {
  it('is empty for a whole run of free bots', () => {
    expect(warnings(sampleReport())).toEqual([]);
  });

  it('tells of saturated bots, an early stop, absent bots and a server without statistics', () => {
    const changes = { botsSaturated: true, botLoad: 0.974, stopped: true, joins: 1, bots: 1_001 };
    const texts = warnings(sampleReport({ ...changes, latenessMs: null }));
    expect(texts).toEqual([
      'the bots were the limit (a thread 97 % busy, inputs sent 4.10 ms late at p99): ' +
        'use --threads or --kind raw',
      'the run was stopped early',
      '1,000 of 1,001 bots never joined',
      expect.stringContaining('no GET /stats there'),
    ]);
  });
});

describe('whatRan', () => {
  it('counts in words', () => {
    expect(whatRan(sampleReport())).toBe('400 bots in 48 rooms for 3 min');
    expect(whatRan(sampleReport({ joins: 1, rooms: 1, seconds: 20 }))).toBe(
      '1 bot in 1 room for 20.0 s',
    );
    expect(whatRan(sampleReport({ seconds: 7_500 }))).toMatch(/for 2 h 5 min$/);
  });
});
