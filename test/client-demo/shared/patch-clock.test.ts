/** When patches come, and how far drawing has come from one to the next. */
import { expect, test } from 'vitest';
import { PatchClock } from '../../../client-demo/src/shared/patch-clock.ts';

test('goes from one patch to the next, a little on, and waits', () => {
  const clock = new PatchClock(50);
  clock.patched(1_000);
  clock.intervalMs = 50;
  expect([1_000, 1_025, 1_050, 1_060, 9_000].map((ms) => clock.share(ms))).toEqual([
    0, 0.5, 1, 1.2, 1.25,
  ]);
  expect(clock.share(900)).toBe(0);
});

test('takes up the pace of patches, but not that of a pause or of a burst', () => {
  const clock = new PatchClock(50);
  let nowMs = 0;
  const patchAfter = (ms: number) => {
    nowMs += ms;
    clock.patched(nowMs);
  };
  for (let patch = 0; patch < 100; patch += 1) patchAfter(60);
  expect(clock.intervalMs).toBeCloseTo(60, 0);
  patchAfter(60_000);
  expect(clock.intervalMs).toBeLessThan(65);
  for (let patch = 0; patch < 100; patch += 1) patchAfter(1);
  expect(clock.intervalMs).toBeCloseTo(25, 0);
});
