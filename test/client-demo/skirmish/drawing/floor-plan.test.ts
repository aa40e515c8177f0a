/** The plan has walls that join, gates in them, and no seam. */
import { describe, expect, test } from 'vitest';
import { makeFloorPlan } from '../../../../client-demo/src/skirmish/drawing/floor-plan.ts';

const columns = 126;
const rows = 84;
const plan = makeFloorPlan(columns, rows, 2400 / columns, 1600 / rows);
const isWall = (column: number, row: number) =>
  plan.marks[(row * columns + column) * 4 + 2] === 255;

describe('the floor’s plan', () => {
  test('has a wall at some points and none at most', () => {
    let walls = 0;
    for (let at = 2; at < plan.marks.length; at += 4) if (plan.marks[at] === 255) walls += 1;
    expect(walls).toBeGreaterThan(400);
    expect(walls).toBeLessThan((columns * rows) / 4);
  });

  test('has nothing at the world’s edges, so the edges show nowhere', () => {
    for (let column = 0; column < columns; column += 1) {
      expect(isWall(column, 0)).toBe(false);
      expect(isWall(column, rows - 1)).toBe(false);
    }
    for (let row = 0; row < rows; row += 1) {
      expect(isWall(0, row)).toBe(false);
      expect(isWall(columns - 1, row)).toBe(false);
    }
  });

  test('is open from the middle to the edge along every gate of a ring', () => {
    // The outermost ring has a gate straight ahead along +x.
    const middleRow = rows / 2;
    const reach = Array.from({ length: columns / 2 }, (_, index) => columns / 2 + index);
    const outer = reach.filter((column) => (column - columns / 2) / (columns / 2) > 0.7);
    expect(outer.filter((column) => isWall(column, middleRow))).toEqual([]);
  });

  test('has walls that run on into the next square: no wall stands alone', () => {
    for (let row = 1; row < rows - 1; row += 1) {
      for (let column = 1; column < columns - 1; column += 1) {
        if (!isWall(column, row)) continue;
        let neighbours = 0;
        for (const x of [-1, 0, 1]) {
          for (const y of [-1, 0, 1]) if (isWall(column + x, row + y)) neighbours += 1;
        }
        expect(neighbours, `the wall at ${column}, ${row}`).toBeGreaterThan(1);
      }
    }
  });
});
