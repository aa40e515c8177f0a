/** Light falls off around a lamp, adds up, goes across the seams and keeps its colour. */
import { describe, expect, test } from 'vitest';
import { LightMap } from '../../../../client-demo/src/skirmish/drawing/light-map.ts';

const world = { width: 2400, height: 1600 };
const red = [1, 0, 0];
const blue = [0, 0, 1];
const white = [1, 1, 1];

/** Red, green and blue at a place, 0 … 1. */
function lightAt(map: LightMap, x: number, y: number): number[] {
  const out = new Float32Array(3);
  map.sample(x, y, out);
  return [...out];
}

function lit(shine: (map: LightMap) => void): LightMap {
  const map = new LightMap(world);
  map.clear();
  shine(map);
  map.develop();
  return map;
}

describe('a light map', () => {
  test('has a lattice whose spacing divides the world', () => {
    const map = new LightMap(world);
    expect(map.columns * map.stepX).toBeCloseTo(world.width);
    expect(map.rows * map.stepY).toBeCloseTo(world.height);
    expect(map.fits(world)).toBe(true);
    expect(map.fits({ width: 2000, height: 1600 })).toBe(false);
  });

  test('is bright at a lamp, less away from it and dark at its radius', () => {
    const map = lit((dark) => {
      dark.use(red, 0, 1);
      dark.lamp(1200, 800, 160);
    });
    const [near = 0, far = 0, out = 0] = [0, 80, 185].map((x) => lightAt(map, 1200 + x, 800)[0]);
    expect(near).toBeGreaterThan(0.6);
    expect(far).toBeLessThan(near / 1.3);
    expect(far).toBeGreaterThan(0);
    expect(out).toBe(0);
  });

  test('lights the other side of a seam as if there were none', () => {
    const inside = lit((dark) => {
      dark.use(white, 0, 1);
      dark.lamp(20 * dark.stepX, 20 * dark.stepY, 160);
    });
    const corner = lit((dark) => {
      dark.use(white, 0, 1);
      dark.lamp(0, 0, 160);
    });
    for (const [x, y] of [
      [40, 0],
      [-40, -60],
      [-100, 30],
    ] as const) {
      const there = lightAt(inside, 20 * inside.stepX + x, 20 * inside.stepY + y);
      const here = lightAt(corner, (x + 2400) % 2400, (y + 1600) % 1600);
      expect(here[0]).toBeCloseTo(there[0] ?? -1, 2);
    }
  });

  test('adds lamps up: two colours make a third', () => {
    const map = lit((dark) => {
      dark.use(red, 0, 0.5);
      dark.lamp(600, 600, 160);
      dark.use(blue, 0, 0.5);
      dark.lamp(600, 600, 160);
    });
    const [r = 0, g = 0, b = 0] = lightAt(map, 600, 600);
    expect(r).toBeGreaterThan(0.2);
    expect(b).toBeCloseTo(r, 2);
    expect(g).toBe(0);
  });

  test('goes to white only where light outshines all that a screen can show', () => {
    const strong = lit((dark) => {
      dark.use(red, 0, 4);
      dark.lamp(600, 600, 160);
    });
    expect(lightAt(strong, 600, 600)[1]).toBeGreaterThan(0.1);
  });

  test('has a ring that is bright at its radius and dark inside', () => {
    const map = lit((dark) => {
      dark.use(white, 0, 1);
      dark.ring(1200, 800, 200, 34);
    });
    expect(lightAt(map, 1200, 800)[0]).toBe(0);
    expect(lightAt(map, 1400, 800)[0]).toBeGreaterThan(0.3);
    expect(lightAt(map, 1200, 1000)[0]).toBeGreaterThan(0.3);
    expect(lightAt(map, 1300, 800)[0]).toBe(0);
  });
});
