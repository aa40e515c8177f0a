/** A slow line's arithmetic: order is kept whatever the line does, and loss is waiting. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  isOff,
  LineModel,
  lineLimits,
  lineOff,
  readLine,
  resendPauseMs,
} from '../../../../client-demo/src/shared/line/line-model.ts';
import { seeded } from './seeded.ts';

const settings = fc.record({
  latencyMs: fc.integer({ min: 0, max: lineLimits.latencyMs }),
  jitterMs: fc.integer({ min: 0, max: lineLimits.jitterMs }),
  lossPercent: fc.integer({ min: 0, max: lineLimits.lossPercent }),
});

describe('a line', () => {
  test('that is off takes no time', () => {
    const line = new LineModel(() => 0.999);
    expect([5, 6, 7].map((at) => line.arrivalMs(at))).toEqual([5, 6, 7]);
    expect(isOff(lineOff)).toBe(true);
  });

  test('takes half of the round trip one way', () => {
    const line = new LineModel(() => 0);
    line.settings = { latencyMs: 200, jitterMs: 50, lossPercent: 0 };
    expect(line.arrivalMs(1_000)).toBe(1_100);
  });

  test('never lets a piece overtake another, nor arrive before it was sent', () => {
    fc.assert(
      fc.property(settings, fc.array(fc.nat(40)), fc.nat(), (wanted, gaps, seed) => {
        const line = new LineModel(seeded(seed));
        line.settings = wanted;
        let nowMs = 0;
        let previousMs = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          const atMs = line.arrivalMs(nowMs);
          expect(atMs).toBeGreaterThanOrEqual(Math.max(previousMs, nowMs + wanted.latencyMs / 2));
          previousMs = atMs;
        }
      }),
    );
  });

  test('keeps the order also when it gets fast again', () => {
    const line = new LineModel(() => 0.5);
    line.settings = { latencyMs: 400, jitterMs: 0, lossPercent: 0 };
    const slowMs = line.arrivalMs(0);
    line.settings = lineOff;
    expect(line.arrivalMs(10)).toBe(slowMs);
    expect(line.arrivalMs(slowMs + 1)).toBe(slowMs + 1);
  });

  test('makes all wait behind a packet that is lost, until it was sent again', () => {
    // Drawn for each piece: its jitter, then whether it is lost, and once more if it is.
    const draws = [0, 0, 0.9, 0, 0.9];
    const line = new LineModel(() => draws.shift() ?? 0.9);
    line.settings = { latencyMs: 100, jitterMs: 0, lossPercent: 10 };
    const lostMs = line.arrivalMs(0);
    expect(lostMs).toBe(50 + 100 + resendPauseMs);
    expect(line.arrivalMs(20)).toBe(lostMs);
    expect(line.arrivalMs(1_000)).toBe(1_050);
  });

  test('loses about as many as it says', () => {
    const line = new LineModel(seeded(7));
    line.settings = { latencyMs: 0, jitterMs: 0, lossPercent: 5 };
    let stalls = 0;
    for (let piece = 1; piece <= 10_000; piece += 1) {
      const nowMs = piece * 10_000;
      if (line.arrivalMs(nowMs) > nowMs) stalls += 1;
    }
    expect(stalls / 10_000).toBeGreaterThan(0.04);
    expect(stalls / 10_000).toBeLessThan(0.06);
  });
});

test.for([
  ['200,60,2', { latencyMs: 200, jitterMs: 60, lossPercent: 2 }],
  ['80', { latencyMs: 80, jitterMs: 0, lossPercent: 0 }],
  ['9999,-5,x', { latencyMs: lineLimits.latencyMs, jitterMs: 0, lossPercent: 0 }],
  ['', lineOff],
] as const)('reads %j', ([text, expected]) => {
  expect(readLine(text)).toEqual(expected);
});
