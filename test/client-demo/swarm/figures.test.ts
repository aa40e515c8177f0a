/** What a swarm's page says of its figures, and how it counts them. */
import { expect, test } from 'vitest';
import { Meter, Window } from '../../../client-demo/src/swarm/meter.ts';
import { nearestSize, sizes, sizeWords } from '../../../client-demo/src/swarm/sizes.ts';
import { bytes, decodeShare, ms, verdict } from '../../../client-demo/src/swarm/verdict.ts';

const figures = {
  drones: 5_000,
  patchesPerSecond: 20,
  bytesPerSecond: 1_400_000,
  patchBytes: 70_000,
  decodeMs: 3,
  columnsMs: 0.4,
  frameMs: 0.8,
  framesPerSecond: 60,
  patchMs: 50,
};

test('says what is slow, if anything is', () => {
  expect(decodeShare(figures)).toBeCloseTo(0.06);
  expect(verdict(figures)).toBe(
    'Nothing is slow: the stock SDK takes 3.0 ms to decode each patch, 6 % of this page’s thread.',
  );
  const heavy = { ...figures, decodeMs: 15.6, framesPerSecond: 20 };
  expect(verdict(heavy)).toBe(
    'Decoding is what is slow: the stock SDK takes 16 ms to decode each patch, 31 % of this ' +
      'page’s thread. Copying takes 0.4 ms a patch, drawing 0.8 ms a frame.',
  );
  expect(verdict({ ...figures, decodeMs: 70 })).toMatch(/each patch, and the next comes sooner\./);
  expect(verdict({ ...figures, framesPerSecond: 20 })).toMatch(/^Frames come slowly/);
});

test('numbers as people read them', () => {
  expect([0.01, 0.44, 9.96, 12.4].map(ms)).toEqual(['< 0.1 ms', '0.4 ms', '10.0 ms', '12 ms']);
  const values = [640, 4_036, 71_000, 1_430_000];
  expect(values.map(bytes)).toEqual(['640 B', '4.0 KB', '71 KB', '1.4 MB']);
  expect(sizeWords(20_000)).toBe('20,000 drones');
});

test('the nearest size that is offered', () => {
  expect([250, 5_000, 4_100, 1e9, 1].map(nearestSize)).toEqual([300, 5_000, 5_000, 20_000, 100]);
  expect([0, -3, Number.NaN].map(nearestSize)).toEqual([1_000, 1_000, 1_000]);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
});

test('a window forgets what is old, and sorts nothing in place', () => {
  const window = new Window();
  expect(window.quantile(0.5)).toBe(0);
  for (const value of [5, 1, 9]) window.add(value);
  expect([window.size, window.quantile(0.5), window.quantile(1)]).toEqual([3, 5, 9]);
  for (let value = 0; value < 1_000; value += 1) window.add(value);
  expect(window.size).toBe(128);
  expect(window.quantile(0)).toBe(1_000 - 128);
  window.clear();
  expect(window.size).toBe(0);
});

test('rates are of whole seconds', () => {
  const meter = new Meter();
  meter.settle(10_000);
  for (let patch = 0; patch < 20; patch += 1) meter.patched(500, 2);
  for (let frame = 0; frame < 30; frame += 1) meter.drew(1);
  expect(meter.settle(10_900)).toBe(false);
  expect(meter.settle(11_000)).toBe(true);
  expect(meter).toMatchObject({
    patchesPerSecond: 20,
    bytesPerSecond: 10_000,
    framesPerSecond: 30,
  });
  expect(meter.settle(12_000)).toBe(true);
  expect(meter.patchesPerSecond).toBe(0);
});

test('decoding is timed around the serializer’s own, which works as ever', () => {
  const decoded: number[] = [];
  const serializer = {
    patch(frame: Uint8Array, at: { offset: number }) {
      decoded.push(frame.length, at.offset);
      const endMs = performance.now() + 3;
      while (performance.now() < endMs);
    },
  };
  const meter = new Meter();
  meter.watch({ serializer } as unknown as Parameters<Meter['watch']>[0]);
  serializer.patch(new Uint8Array(40), { offset: 1 });
  expect(decoded).toEqual([40, 1]);
  expect(meter.patchBytes.quantile(0.5)).toBe(40);
  expect(meter.decodeMs.quantile(0.5)).toBeGreaterThanOrEqual(3);
});
