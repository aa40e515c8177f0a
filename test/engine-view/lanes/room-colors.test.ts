/** Colours of rooms: stable, apart from each other, and none that means late. */
import { describe, expect, it } from 'vitest';
import { roomColor, roomHue } from '../../../engine-view/src/lanes/room-colors.ts';

const schemes = ['light', 'dark'] as const;
const indexes = Array.from({ length: 2_000 }, (_, index) => index);

describe.for(schemes)('a room’s colour, %s', (scheme) => {
  it('is always the same', () => {
    const first = indexes.map((index) => roomColor(index, scheme));
    expect(indexes.map((index) => roomColor(index, scheme))).toEqual(first);
    expect(first[0]).toMatch(/^oklch\([\d.]+ [\d.]+ [\d.]+\)$/);
  });

  it('is another one for each of 100 rooms', () => {
    const colors = indexes.slice(0, 100).map((index) => roomColor(index, scheme));
    expect(new Set(colors).size).toBe(100);
  });
});

it('is far in hue from those of the next rooms, and never red or amber', () => {
  for (const index of indexes) {
    const hue = roomHue(index);
    expect(hue).toBeGreaterThanOrEqual(120);
    expect(hue).toBeLessThan(348);
    for (const next of [1, 2]) {
      expect(Math.abs(roomHue(index + next) - hue)).toBeGreaterThan(40);
    }
  }
});

it('is another one in the other light', () => {
  expect(roomColor(1, 'light')).not.toBe(roomColor(1, 'dark'));
});
