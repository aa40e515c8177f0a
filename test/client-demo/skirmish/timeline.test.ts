/** Where others are drawn: between two places that the server told, the short way, never beyond. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pose } from '../../../client-demo/src/skirmish/skirmish-state.ts';
import { TrackTable } from '../../../client-demo/src/skirmish/timeline.ts';
import { distance, shortest, wrap } from '../../../client-demo/src/skirmish/torus.ts';

const world = { width: 2_400, height: 1_600 };
const pose = (x: number, y = 800, heading = 0): Pose => ({ x, y, heading });

function show(table: TrackTable<Pose>, atMs: number): number[] {
  table.advance(atMs, world);
  return [...table.tracks.values()].map(({ x }) => x);
}

describe('a track', () => {
  test('is between the two places around the time asked for', () => {
    const table = new TrackTable<Pose>(false);
    for (const [atMs, x] of [
      [0, 100],
      [66, 166],
      [132, 298],
    ] as const) {
      table.patch(new Map([['a', pose(x)]]), atMs, world, atMs);
    }
    const shown = [-50, 0, 33, 66, 99, 132, 900].map((atMs) => show(table, atMs)[0]);
    expect(shown).toEqual([100, 100, 133, 166, 232, 298, 298]);
  });

  test('goes the short way over the edge and through north', () => {
    const table = new TrackTable<Pose>(false);
    table.patch(new Map([['a', pose(2_390, 1_595, 6.2)]]), 0, world, 0);
    table.patch(new Map([['a', pose(20, 5, 0.1)]]), 100, world, 100);
    table.advance(50, world);
    const track = table.tracks.get('a');
    expect(track?.x).toBeCloseTo(5, 6);
    expect(track?.y).toBeCloseTo(0, 6);
    const middle = (6.2 + 0.1 + 2 * Math.PI) / 2;
    expect(shortest(track?.heading ?? 0, middle, 2 * Math.PI)).toBeCloseTo(0, 6);
  });

  test('does not glide to where somebody begins anew', () => {
    const table = new TrackTable<Pose>(false);
    table.patch(new Map([['a', pose(100)]]), 0, world, 0);
    table.patch(new Map([['a', pose(900)]]), 66, world, 66);
    expect(show(table, 33)).toEqual([900]);
  });

  test('remembers a second, and what came twice only once', () => {
    const table = new TrackTable<Pose>(false);
    for (let patch = 0; patch < 100; patch += 1) {
      for (const again of [0, 0.5]) {
        table.patch(new Map([['a', pose(patch + again)]]), patch * 66, world, 0);
      }
    }
    expect(show(table, 99 * 66)).toEqual([99]);
    expect(show(table, 90 * 66 + 33)).toEqual([90.5]);
    expect(show(table, 0)).toEqual([84]); // the oldest of sixteen
  });

  test('that starts in motion is shown once its start is', () => {
    const table = new TrackTable<Pose>(true);
    table.patch(new Map([['s', pose(100)]]), 1_000, world, 0);
    expect(show(table, 950)).toEqual([]);
    expect(show(table, 1_000)).toEqual([100]);
    table.patch(new Map(), 1_066, world, 0);
    expect(table.tracks.size).toBe(0);
  });
});

test('places wrap, and no distance is longer than half of the world each way', () => {
  const place = fc.record({
    x: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
    y: fc.double({ min: -5_000, max: 5_000, noNaN: true }),
    heading: fc.constant(0),
  });
  fc.assert(
    fc.property(place, place, (a, b) => {
      expect(distance(a, b, world)).toBeLessThanOrEqual(Math.hypot(1_200, 800) + 1e-6);
      expect(distance(a, b, world)).toBeCloseTo(distance(b, a, world), 6);
      const there = wrap(a.x + shortest(a.x, b.x, world.width), world.width);
      expect(Math.abs(shortest(there, b.x, world.width))).toBeLessThan(1e-6);
    }),
  );
});
