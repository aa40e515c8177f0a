/** A swarm's columns: drones keep their index's values while others come and go around them. */
import { describe, expect, test } from 'vitest';
import { DroneColumns, shortest, wrap } from '../../../client-demo/src/swarm/drone-columns.ts';

interface Place {
  x: number;
  y: number;
}

const world = { width: 1_000, height: 500 };
const drone = (x: number, y = 0): Place => ({ x, y });
const columnsOf = (...drones: Place[]): DroneColumns => {
  const columns = new DroneColumns(8, world);
  columns.patch(listOf(drones), 0, 1);
  return columns;
};
const listOf = (drones: readonly Place[]) => ({
  size: drones.length,
  forEach: (visit: (one: Place) => void) => drones.forEach(visit),
});
const part = (column: Float32Array, columns: DroneColumns) => [
  ...column.subarray(0, columns.count),
];

describe('a patch', () => {
  test('lets a drone glide from where it was drawn to where it is now', () => {
    const one = drone(100, 50);
    const columns = columnsOf(one);
    one.x = 110;
    columns.patch(listOf([one]), 1, 2);
    expect([columns.fromX[0], columns.x[0]]).toEqual([100, 110]);
    one.x = 120;
    columns.patch(listOf([one]), 0.5, 3); // drawing had come half way to 110
    expect([columns.fromX[0], columns.x[0]]).toEqual([105, 120]);
    expect([columns.fromY[0], columns.y[0]]).toEqual([50, 50]);
  });

  test('goes the short way over the edge of the world, both ways', () => {
    const one = drone(995, 2);
    const columns = columnsOf(one);
    Object.assign(one, { x: 5, y: 498 });
    columns.patch(listOf([one]), 1, 2);
    columns.patch(listOf([one]), 0.8, 3);
    expect(columns.fromX[0]).toBeCloseTo(3);
    expect(columns.fromY[0]).toBeCloseTo(498.8);
  });

  test('does not glide to where a drone was put', () => {
    const one = drone(100);
    const columns = columnsOf(one);
    one.x = 450;
    columns.patch(listOf([one]), 1, 2);
    expect([columns.fromX[0], columns.x[0]]).toEqual([450, 450]);
  });

  test('closes the gaps of the dead, and adds the new at the end', () => {
    const [a, b, c, d] = [drone(1), drone(2), drone(3), drone(4)];
    const columns = columnsOf(a, b, c, d);
    const tones = part(columns.tone, columns);
    const e = drone(5);
    columns.patch(listOf([b, d, e]), 1, 7);
    expect(part(columns.x, columns)).toEqual([2, 4, 5]);
    expect(part(columns.fromX, columns)).toEqual([2, 4, 5]);
    expect(part(columns.tone, columns).slice(0, 2)).toEqual([tones[1], tones[3]]);
    expect(part(columns.born, columns)).toEqual([1, 1, 7]);
    columns.patch(listOf([]), 1, 8);
    expect(columns.count).toBe(0);
    columns.patch(listOf([e, a]), 1, 9);
    expect(part(columns.x, columns)).toEqual([5, 1]);
    expect(part(columns.born, columns)).toEqual([9, 9]);
  });

  test('starts all that follow anew when one that is new is among the old', () => {
    const [a, b, c] = [drone(10), drone(20), drone(30)];
    const columns = columnsOf(a, b);
    for (const one of [a, b]) one.x += 5;
    columns.patch(listOf([a, c, b]), 1, 3);
    expect(part(columns.x, columns)).toEqual([15, 30, 25]);
    expect(part(columns.fromX, columns)).toEqual([10, 30, 25]);
    b.x = 27;
    columns.patch(listOf([a, c, b]), 1, 4);
    expect(part(columns.fromX, columns)).toEqual([15, 30, 25]);
  });

  test('leaves out what there is no capacity for', () => {
    const many = Array.from({ length: 12 }, (_none, at) => drone(at));
    const columns = columnsOf(...many);
    expect(columns.count).toBe(8);
    columns.patch(listOf(many.slice(6)), 1, 2);
    expect(part(columns.x, columns)).toEqual([6, 7, 8, 9, 10, 11]);
  });

  test('agrees with a plain map, whatever comes and goes', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    const columns = new DroneColumns(64, world);
    const drones: Place[] = [];
    const shown = new Map<Place, number>();
    for (let patch = 0; patch < 200; patch += 1) {
      for (const one of drones) one.x = wrap(one.x + random(9), world.width);
      for (let gone = random(3); gone > 0 && drones.length > 0; gone -= 1) {
        drones.splice(random(drones.length), 1);
      }
      while (drones.length < 40 + random(20)) drones.push(drone(random(1_000)));
      columns.patch(listOf(drones), 1, patch);
      expect(part(columns.x, columns)).toEqual(drones.map(({ x }) => x));
      expect(part(columns.fromX, columns)).toEqual(drones.map((one) => shown.get(one) ?? one.x));
      for (const one of drones) shown.set(one, one.x);
    }
  });
});

test('the short way round a circle', () => {
  expect(shortest(990, 10, 1_000)).toBe(20);
  expect(shortest(10, 990, 1_000)).toBe(-20);
  expect(shortest(100, 300, 1_000)).toBe(200);
  expect(wrap(-1, 10)).toBe(9);
  expect(wrap(23, 10)).toBe(3);
});
