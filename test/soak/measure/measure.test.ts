/** What bots report, from a thread's measure to the run's totals. */
import { describe, expect, it } from 'vitest';
import { ErrorTally } from '../../../src/soak/measure/error-tally.ts';
import { Durations } from '../../../src/soak/measure/histogram.ts';
import { Measure } from '../../../src/soak/measure/measure.ts';
import { ThreadTotals } from '../../../src/soak/measure/thread-totals.ts';
import { answersOf } from './answers.ts';

describe('Durations', () => {
  it('has null for nothing, and percentiles within a thousandth', () => {
    const durations = new Durations();
    expect(durations.summaryMs()).toBeNull();
    for (let ms = 1; ms <= 1_000; ms++) durations.record(ms);
    const summary = durations.summaryMs();
    expect(summary?.p50).toBeCloseTo(500, -1);
    expect(summary?.p99).toBeCloseTo(990, -1);
    expect(Math.abs((summary?.max ?? 0) - 1_000)).toBeLessThan(1);
  });

  it('counts what did not happen meanwhile', () => {
    const durations = new Durations();
    durations.recordExpected(1_000, 100);
    // 1,000, 900, … 100.
    expect(durations.count).toBe(10);
    expect(durations.summaryMs()?.p50).toBeCloseTo(500, -1);
  });

  it('crosses threads as text, and adds up', () => {
    const there = new Durations();
    there.record(3);
    there.record(4_000_000);
    const here = new Durations();
    here.add(there.encode());
    here.add(there.encode());
    here.add(new Durations().encode());
    expect(here.count).toBe(4);
    expect(here.percentilesMs()?.p50).toBeCloseTo(3, 2);
    // The longest that is told apart.
    expect(here.percentilesMs()?.max).toBeCloseTo(120_000, -3);
  });
});

describe('ErrorTally', () => {
  it('counts every error, keeps each text once, and adds up', () => {
    const tally = new ErrorTally();
    tally.error('close', 'close code 1006');
    tally.error('close', 'close code 1006');
    tally.error('decode', 'bad');
    const sum = new ErrorTally();
    sum.error('close', 'close code 1006');
    sum.add(tally.counts());
    expect(sum.counts()).toEqual({
      count: 4,
      byKind: { close: 3, decode: 1 },
      samples: ['close: close code 1006', 'decode: bad'],
    });
  });
});

describe('ThreadTotals', () => {
  it('adds threads up, and keeps what a thread told before it died', () => {
    const first = new Measure();
    const second = new Measure();
    const totals = new ThreadTotals();
    first.patch(10);
    second.patch(20);
    second.error('close', 'gone');
    totals.add(answersOf(first, {}, 0), true);
    totals.add(answersOf(second, {}, 1), true);
    first.patch(10);
    totals.add(answersOf(first, {}, 0), true);
    expect(totals.counters()).toMatchObject({ patches: 3, bytes: 40 });
    const own = new ErrorTally();
    own.error('thread', 'died');
    expect(totals.errors(own).counts().byKind).toEqual({ thread: 1, close: 1 });
  });

  it('has joins of the whole run, and acks of the window only', () => {
    const measure = new Measure();
    const totals = new ThreadTotals();
    measure.joined(5);
    measure.acked(7);
    totals.add(answersOf(measure), false);
    measure.joined(6);
    measure.acked(9);
    totals.add(answersOf(measure), true);
    expect([totals.join.count, totals.ack.count]).toEqual([2, 1]);
    expect(totals.ack.summaryMs()?.max).toBeCloseTo(9, 1);
  });

  it('takes the latest thread for how late inputs were sent', () => {
    const totals = new ThreadTotals();
    const late = new Measure();
    const prompt = new Measure();
    for (let input = 0; input < 1_000; input++) prompt.sent(1);
    for (let input = 0; input < 10; input++) late.sent(30);
    totals.add(answersOf(prompt, {}, 0), true);
    totals.add(answersOf(late, { stepMs: 33 }, 1), true);
    // Once bots have left, they have no step any more.
    totals.add(answersOf(late, { stepMs: 0 }, 1), false);
    expect(totals.sentLateMs()?.p99).toBeCloseTo(30, 0);
    expect(totals.stepMs()).toBe(33);
  });

  it('has inputs that were let go as late as they would have been', () => {
    const measure = new Measure();
    const totals = new ThreadTotals();
    measure.sent(1_000);
    measure.letGo(950, 50);
    totals.add(answersOf(measure), true);
    // 20 inputs of which one was sent: 1,000, 950, 900, … 50.
    expect(totals.sentLateMs()?.p99).toBeCloseTo(1_000, -1);
  });
});
