/** ArenaList: an array of numbers with a capacity; its types follow from the kind. */
import fc from 'fast-check';
import { expect, expectTypeOf, test } from 'vitest';
import type { ArenaList } from '../../../src/memory/arena/arena-list.ts';
import { ArenaSequence, TickArena } from '../../../src/memory/arena/tick-arena.ts';

test('holds what was pushed, in order, up to its capacity', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { maxLength: 30, size: 'max' }),
      fc.nat(20),
      (pushes, capacity) => {
        const list = startedArena().list('i32', capacity);
        expect([list.length, list.capacity]).toEqual([0, capacity]);
        const kept = pushes.slice(0, capacity);
        for (const value of kept) list.push(value | 0);
        expect(list.length).toBe(kept.length);
        expect(kept.map((_, i) => list.at(i))).toEqual(kept.map((value) => value | 0));
        expect(Array.from(list.values.subarray(0, list.length))).toEqual(kept);
      },
    ),
  );
});

test('refuses a push beyond the capacity, and a look beyond the length', () => {
  const list = startedArena().list('u8', 2);
  list.push(1);
  for (const index of [1, -1, 0.5, Number.NaN]) {
    expect(() => list.at(index)).toThrow(expect.objectContaining({ code: 'VALUE_INVALID' }));
  }
  list.push(2);
  expect(() => list.push(3)).toThrow(expect.objectContaining({ code: 'ARENA_FULL' }));
  expect(list.length).toBe(2);
  list.clear();
  list.push(3);
  expect(list.at(0)).toBe(3);
});

test('comes back empty in the next tick, as the same object', () => {
  const arena = new TickArena(1024);
  const sequence = new ArenaSequence();
  const lists = [1, 2].map(() => {
    arena.begin(sequence);
    const list = arena.list('f32', 4);
    expect(list.length).toBe(0);
    list.push(1);
    arena.reset();
    return list;
  });
  expect(lists[0]).toBe(lists[1]);
});

test('its kind gives the type of its storage', () => {
  const arena = startedArena();
  expectTypeOf(arena.list('f32', 1)).toEqualTypeOf<ArenaList<'f32'>>();
  expectTypeOf(arena.list('u16', 1).values).toEqualTypeOf<Uint16Array<ArrayBuffer>>();
  // @ts-expect-error: there is no such element type.
  expect(() => arena.list('f16', 1)).toThrow();
});

function startedArena(): TickArena {
  const arena = new TickArena(1024);
  arena.begin(new ArenaSequence());
  return arena;
}
