/** Arena records: a typed column per field of the shape, each of the asked length. */
import { describe, expect, expectTypeOf, test } from 'vitest';
import { arenaRecord } from '../../../src/memory/arena/arena-records.ts';
import { ArenaSequence, TickArena } from '../../../src/memory/arena/tick-arena.ts';

const Neighbor = arenaRecord({ x: 'f32', row: 'i32', mass: 'f64', kind: 'u8' });

test('columns are apart from each other and have the length asked for', () => {
  const neighbors = startedArena().records(Neighbor, 3);
  neighbors.x.fill(1.5);
  neighbors.row.fill(-2);
  neighbors.mass.fill(0.1);
  neighbors.kind.fill(255);
  expect(neighbors.length).toBe(3);
  expect(Array.from(neighbors.x)).toEqual([1.5, 1.5, 1.5]);
  expect(Array.from(neighbors.row)).toEqual([-2, -2, -2]);
  expect(Array.from(neighbors.mass)).toEqual([0.1, 0.1, 0.1]);
  expect(Array.from(neighbors.kind)).toEqual([255, 255, 255]);
});

test('another shape at the same place is another object', () => {
  const arena = new TickArena(1024);
  const sequence = new ArenaSequence();
  const Same = arenaRecord({ x: 'f32', row: 'i32', mass: 'f64', kind: 'u8' });
  const views = [Neighbor, Same].map((shape) => {
    arena.begin(sequence);
    const records = arena.records(shape, 3);
    arena.reset();
    return records;
  });
  expect(views[0]).not.toBe(views[1]);
});

describe('types', () => {
  test('each column is the array of its kind', () => {
    const neighbors = startedArena().records(arenaRecord({ x: 'f32', row: 'i32' }), 2);
    expectTypeOf(neighbors.x).toEqualTypeOf<Float32Array<ArrayBuffer>>();
    expectTypeOf(neighbors.row).toEqualTypeOf<Int32Array<ArrayBuffer>>();
    expectTypeOf(neighbors.length).toEqualTypeOf<number>();
    // @ts-expect-error: the shape has no such field.
    expect(neighbors.y).toBeUndefined();
  });

  test('a shape that cannot be does not compile, and does not run', () => {
    const refused = expect.objectContaining({ code: 'VALUE_INVALID' });
    // @ts-expect-error: there is no such element type.
    expect(() => arenaRecord({ x: 'f16' })).toThrow(refused);
    // @ts-expect-error: length is the number of records.
    expect(() => arenaRecord({ length: 'f32' })).toThrow(refused);
    expect(() => arenaRecord({})).toThrow(refused);
  });
});

function startedArena(): TickArena {
  const arena = new TickArena(1024);
  arena.begin(new ArenaSequence());
  return arena;
}
