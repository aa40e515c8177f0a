/** Limits: which value each judges, what is judged unasked, and what an unknown value comes to. */
import { describe, expect, it } from 'vitest';
import type { SoakReport } from '../../../src/soak/report/soak-report.ts';
import {
  describeThreshold,
  judgeThresholds,
  type ThresholdName,
  thresholdNames,
} from '../../../src/soak/report/thresholds.ts';
import { sampleReport } from './sample-report.ts';

const at = (p99: number) => ({ p50: 1, p99, p999: 900, max: 999 });

/** A value for each limit that no other has. */
const report: SoakReport = sampleReport({
  latenessMs: at(11),
  stepMs: at(12),
  inputAckMs: at(13),
  joinMs: at(14),
  patchJitterMs: at(15),
  loopDelayMs: at(16),
  rssSlopeMiBPerMinute: 17,
  errors: 18,
});

const values: Record<ThresholdName, number> = {
  'max-lateness-p99': 11,
  'max-step-p99': 12,
  'max-ack-p99': 13,
  'max-join-p99': 14,
  'max-patch-jitter-p99': 15,
  'max-loop-delay-p99': 16,
  'max-rss-slope': 17,
  'max-errors': 18,
};

describe('judgeThresholds', () => {
  it.for(thresholdNames)('--%s judges its own value, which may be the limit itself', (name) => {
    const value = values[name];
    const judged = (limit: number) =>
      judgeThresholds(report, { [name]: limit }).find(({ flag }) => flag === `--${name}`);
    expect(judged(value)).toEqual({ flag: `--${name}`, limit: value, value, holds: true });
    expect(judged(value - 0.5)).toMatchObject({ holds: false });
  });

  it('judges errors and desyncs unasked, and nothing else', () => {
    expect(judgeThresholds(sampleReport(), {})).toEqual([
      { flag: '--max-errors', limit: 0, value: 0, holds: true },
      { flag: '--max-desyncs', limit: 0, value: 0, holds: true },
    ]);
  });

  it('fails a run with desyncs, whatever was allowed', () => {
    const results = judgeThresholds(sampleReport({ desyncs: 1 }), { 'max-errors': 99 });
    expect(results.filter(({ holds }) => !holds).map(({ flag }) => flag)).toEqual([
      '--max-desyncs',
    ]);
  });

  it('fails what is not known', () => {
    const unknown = sampleReport({ latenessMs: null, rssSlopeMiBPerMinute: null });
    const limits = { 'max-lateness-p99': 1e9, 'max-rss-slope': 1e9 };
    const [lateness, slope] = judgeThresholds(unknown, limits);
    expect(lateness).toMatchObject({ value: null, holds: false });
    expect(slope).toMatchObject({ value: null, holds: false });
    const notANumber = judgeThresholds(sampleReport({ rssSlopeMiBPerMinute: Number.NaN }), limits);
    expect(notANumber.find(({ flag }) => flag === '--max-rss-slope')?.holds).toBe(false);
  });

  it('lets memory shrink', () => {
    const shrinking = sampleReport({ rssSlopeMiBPerMinute: -40 });
    expect(judgeThresholds(shrinking, { 'max-rss-slope': 0 })[0]?.holds).toBe(true);
  });
});

describe('describeThreshold', () => {
  it('names the value and its unit, and a flag that it does not know by itself', () => {
    expect(describeThreshold('--max-ack-p99')).toMatchObject({
      name: 'input-to-ack p99',
      unit: 'ms',
    });
    expect(describeThreshold('--max-desyncs')).toMatchObject({ name: 'desyncs', unit: '' });
    expect(describeThreshold('--max-else')).toEqual({ name: 'max-else', unit: '' });
  });
});
