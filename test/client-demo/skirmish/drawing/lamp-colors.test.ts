/** Lamps are all equally light, their hues far apart, and the known ones where they belong. */
import { describe, expect, test } from 'vitest';
import { hueRgb, oklchToRgb } from '../../../../client-demo/src/skirmish/drawing/lamp-colors.ts';

describe('lamp colours', () => {
  test('are those of CSS', () => {
    // oklch(0.628 0.2577 29.23) is pure red, as the CSS Color 4 specification has it.
    const [red, green, blue] = oklchToRgb(0.62796, 0.25768, 29.234 / 360);
    expect(red).toBeCloseTo(1, 2);
    expect(green).toBeCloseTo(0, 2);
    expect(blue).toBeCloseTo(0, 2);
    expect(oklchToRgb(1, 0, 0).map((part) => part.toFixed(3))).toEqual(['1.000', '1.000', '1.000']);
  });

  test('can all be seen on a dark floor, and none is darker than another', () => {
    const lights = Array.from({ length: 256 }, (_, hue) => {
      const [red = 0, green = 0, blue = 0] = hueRgb.subarray(hue * 3, hue * 3 + 3);
      return 0.2126 * red ** 2.2 + 0.7152 * green ** 2.2 + 0.0722 * blue ** 2.2;
    });
    expect(Math.min(...lights)).toBeGreaterThan(0.35);
    expect(Math.max(...lights) / Math.min(...lights)).toBeLessThan(1.6);
  });
});
