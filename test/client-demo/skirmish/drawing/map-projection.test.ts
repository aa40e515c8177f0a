/** The minimap has the own ship in its middle and all else where the short way leads. */
import { describe, expect, test } from 'vitest';
import { MinimapProjection } from '../../../../client-demo/src/skirmish/drawing/map-projection.ts';

const world = { width: 2400, height: 1600 };

describe('the minimap’s projection', () => {
  test('keeps the world’s shape', () => {
    const projection = new MinimapProjection(180, world);
    expect([projection.width, projection.height]).toEqual([180, 120]);
  });

  test('puts the own ship in the middle, wherever it is', () => {
    const projection = new MinimapProjection(180, world);
    for (const [x, y] of [
      [0, 0],
      [1200, 800],
      [2399, 1599],
    ] as const) {
      projection.center(x, y);
      expect([projection.x(x), projection.y(y)]).toEqual([90, 60]);
    }
  });

  test('shows who is across the seam on the near side', () => {
    const projection = new MinimapProjection(180, world);
    projection.center(100, 100);
    expect(projection.x(2300)).toBeCloseTo(90 - 15);
    expect(projection.y(1500)).toBeCloseTo(60 - 15);
    expect(projection.x(300)).toBeCloseTo(90 + 15);
  });

  test('begins the floor’s picture so that it covers the map, at the same places', () => {
    const projection = new MinimapProjection(180, world);
    for (const [x, y] of [
      [0, 0],
      [700, 1234],
      [1200, 800],
    ] as const) {
      projection.center(x, y);
      const { originX, originY } = projection;
      expect(originX).toBeGreaterThan(-180);
      expect(originX).toBeLessThanOrEqual(0);
      // A place is on the map where the picture, repeated, has it.
      const onPicture = (originX + 500 * projection.scale + 180) % 180;
      expect((projection.x(500) + 180) % 180).toBeCloseTo(onPicture);
      const below = (originY + 300 * projection.scale + 120) % 120;
      expect((projection.y(300) + 120) % 120).toBeCloseTo(below);
    }
  });
});
