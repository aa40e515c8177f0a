/** What is far is faint, what is to the left comes from the left, across the seam too. */
import { describe, expect, test } from 'vitest';
import { hear } from '../../../../client-demo/src/skirmish/sound/hearing.ts';

const world = { width: 2400, height: 1600 };

function heard(x: number, y: number): { loudness: number; pan: number } {
  const out = { loudness: -1, pan: -9 };
  hear({ x: 100, y: 100 }, { x, y }, world, out);
  return out;
}

describe('hearing', () => {
  test('is full right here, half at 300 units and nothing far away', () => {
    expect(heard(100, 100)).toEqual({ loudness: 1, pan: 0 });
    expect(heard(100, 400).loudness).toBeCloseTo(0.5);
    expect(heard(1300, 100).loudness).toBe(0);
  });

  test('knows the side, also of what is across the seam', () => {
    expect(heard(300, 100).pan).toBeCloseTo(0.4);
    expect(heard(2300, 100).pan).toBeCloseTo(-0.4);
    expect(heard(1000, 100).pan).toBe(0.8);
  });
});
