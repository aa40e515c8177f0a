/** What a second's visits add up to, per room. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoomTally } from '../../../src/main-thread/engine-view/room-tally.ts';

test('the 99th percentile is exact for as many steps as a room can run', () => {
  const latenesses = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 299, size: 'max' });
  fc.assert(
    fc.property(latenesses, (values) => {
      const tally = new RoomTally(3);
      for (const value of values) {
        tally.add(1, 10, value);
        tally.add(2, 10, 7);
      }
      const sorted = values.toSorted((a, b) => a - b);
      const exact = sorted[Math.ceil(values.length * 0.99) - 1]!;
      expect(tally.latenessP99MsOf(1)).toBe(exact / 1_000);
      expect(tally.latenessP99MsOf(2)).toBe(0.007);
    }),
  );
});

test('visits without a step count as time, and as nothing else', () => {
  const tally = new RoomTally(2);
  tally.add(0, 100, -1);
  expect([tally.busyUsOf(0), tally.tickUsOf(0), tally.latenessP99MsOf(0)]).toEqual([100, 0, 0]);
  tally.add(0, 300, 2_000);
  tally.add(0, 500, 0);
  expect([tally.busyUsOf(0), tally.tickUsOf(0), tally.latenessP99MsOf(0)]).toEqual([900, 400, 2]);
  tally.reset();
  expect([tally.busyUsOf(0), tally.tickUsOf(0), tally.latenessP99MsOf(0)]).toEqual([0, 0, 0]);
});
