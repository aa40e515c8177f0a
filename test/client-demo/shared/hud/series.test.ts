/** What the plots are drawn from: bounded, with gaps, and read from what a server says. */
import { describe, expect, test } from 'vitest';
import { readRoomFigures } from '../../../../client-demo/src/shared/hud/room-stats.ts';
import { JitterMeter, Series } from '../../../../client-demo/src/shared/hud/series.ts';

describe('a series', () => {
  test('keeps the last, and no more', () => {
    const series = new Series(3);
    expect(series.values).toEqual([null, null, null]);
    for (let value = 1; value <= 5; value += 1) series.push(value);
    expect(series.values).toEqual([3, 4, 5]);
    expect([series.last, series.peak]).toEqual([5, 5]);
  });

  test('has gaps where there is nothing to tell', () => {
    const series = new Series(4);
    for (const value of [9, undefined, Number.NaN]) series.push(value);
    expect(series.values).toEqual([null, 9, null, null]);
    expect([series.last, series.peak]).toEqual([undefined, 9]);
    series.clear();
    expect([series.last, series.peak]).toEqual([undefined, 0]);
  });
});

test('jitter is how much round trips differ, and dies down on a calm line', () => {
  const meter = new JitterMeter();
  expect(meter.take(100)).toBeUndefined();
  expect(meter.take(120)).toBe(20);
  expect(meter.take(120)).toBe(18.75);
  for (let calm = 0; calm < 100; calm += 1) meter.take(120);
  expect(meter.take(120)).toBeLessThan(0.1);
});

describe('what a server says of a room', () => {
  const rooms = [
    { roomId: 'a', latenessMs: { p50: 0.1, p99: 1.5 } },
    { roomId: 'b', latenessMs: { p50: 0.2, p99: 2.5 } },
  ];

  test('is of this room alone', () => {
    expect(readRoomFigures({ rooms }, 'b')).toEqual({ latenessP50Ms: 0.2, latenessP99Ms: 2.5 });
  });

  test.for([{ rooms }, { rooms: 'none' }, {}, null, 'text', { rooms: [{ roomId: 'c' }, null] }])(
    'is nothing where it does not know it: %j',
    (stats) => expect(readRoomFigures(stats, 'c')).toBeNull(),
  );
});
