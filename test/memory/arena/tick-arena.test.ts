/** TickArena: a warm tick hands out last tick's objects; a checked one finds uses after reset. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError, type UsageError } from '../../../src/base/errors.ts';
import { arenaViewsPerTickMax } from '../../../src/base/limits.ts';
import { arenaRecord } from '../../../src/memory/arena/arena-records.ts';
import { ArenaSequence, TickArena } from '../../../src/memory/arena/tick-arena.ts';

const Neighbor = arenaRecord({ x: 'f32', row: 'i32' });
const kinds = ['f32', 'f64', 'i32', 'u32', 'i16', 'u16', 'i8', 'u8'] as const;
type Ask = { what: (typeof kinds)[number] | 'list' | 'records'; length: number };

const ask: fc.Arbitrary<Ask> = fc.record({
  what: fc.constantFrom(...kinds, 'list' as const, 'records' as const),
  length: fc.nat(20),
});
const asksOfATick = fc.array(ask, { maxLength: 40, size: 'max' });

describe('warm ticks', () => {
  test('hand out the very objects of the last tick, whatever other rooms did between', () => {
    fc.assert(
      fc.property(asksOfATick, asksOfATick, (asks, othersAsks) => {
        const arena = new TickArena(65_536);
        const [sequence, others] = [new ArenaSequence(), new ArenaSequence()];
        const first = tick(arena, sequence, asks);
        tick(arena, others, othersAsks);
        const cold = arena.misses;
        expect(cold).toBe(asks.length + othersAsks.length);
        const second = tick(arena, sequence, asks);
        second.forEach((view, i) => {
          expect(view).toBe(first[i]);
        });
        expect(arena.misses).toBe(cold);
      }),
    );
  });

  test('views of one tick do not overlap, are aligned and have the length asked for', () => {
    fc.assert(
      fc.property(asksOfATick, (asks) => {
        const arena = new TickArena(65_536);
        const views = tick(arena, new ArenaSequence(), asks).map(arraysOf);
        let end = 0;
        views.forEach((arrays, i) => {
          for (const array of arrays) {
            expect(array.length).toBe(asks[i]?.length);
            expect(array.byteOffset % 8).toBe(0);
            expect(array.byteOffset).toBeGreaterThanOrEqual(end);
            end = array.byteOffset + array.byteLength;
          }
        });
        expect(arena.highWaterBytes).toBe(Math.ceil(end / 8) * 8);
      }),
    );
  });

  test('another length makes a new view there, and the old one does not come back', () => {
    const arena = new TickArena(1024);
    const sequence = new ArenaSequence();
    const lengthsOfTicks = [
      [4, 8],
      [6, 8],
      [6, 8],
    ];
    const [, second, third] = lengthsOfTicks.map((lengths) =>
      tick(
        arena,
        sequence,
        lengths.map((length) => ({ what: 'f64', length })),
      ),
    );
    expect(arena.misses).toBe(4);
    expect(third?.[0]).toBe(second?.[0]);
    expect(third?.[1]).toBe(second?.[1]);
  });

  test('a tick that stops early keeps what comes later warm', () => {
    const arena = new TickArena(1024);
    const sequence = new ArenaSequence();
    const asks: Ask[] = [
      { what: 'f32', length: 3 },
      { what: 'i32', length: 3 },
    ];
    const [, last] = tick(arena, sequence, asks);
    tick(arena, sequence, asks.slice(0, 1));
    expect(tick(arena, sequence, asks)[1]).toBe(last);
    expect(arena.misses).toBe(2);
  });

  test('a sequence that comes from another arena starts cold', () => {
    const sequence = new ArenaSequence();
    const asks: Ask[] = [{ what: 'f32', length: 3 }];
    const [elsewhere] = tick(new TickArena(64), sequence, asks);
    const arena = new TickArena(64);
    expect(tick(arena, sequence, asks)[0]).not.toBe(elsewhere);
    expect(arena.misses).toBe(1);
  });

  test('used bytes rise within a tick, and the high water stays', () => {
    const arena = new TickArena(1024);
    arena.begin(new ArenaSequence());
    arena.u8(3);
    expect(arena.usedBytes).toBe(8);
    arena.f64(2);
    expect(arena.usedBytes).toBe(24);
    arena.reset();
    expect([arena.usedBytes, arena.highWaterBytes]).toEqual([0, 24]);
  });
});

describe('a checked arena after reset', () => {
  test('has detached every array: no length, no elements', () => {
    const arena = new TickArena(1024, { checked: true });
    arena.begin(new ArenaSequence());
    const arrays = kinds.map((kind) => arena[kind](4).fill(1));
    const column = arena.records(Neighbor, 4).x;
    const { values } = arena.list('u8', 4);
    arena.reset();
    for (const array of [...arrays, column, values]) {
      expect([array.length, array.byteLength, array[0]]).toEqual([0, 0, undefined]);
    }
  });

  test('throws from lists and records', () => {
    const arena = new TickArena(1024, { checked: true });
    arena.begin(new ArenaSequence());
    const list = arena.list('f32', 4);
    const records = arena.records(Neighbor, 4);
    arena.reset();
    const uses = [
      () => list.push(1),
      () => list.at(0),
      () => list.length,
      () => list.capacity,
      () => list.values,
      () => list.clear(),
      () => records.length,
      () => records.x,
      () => records.row,
    ];
    for (const use of uses) expect(use).toThrow(usageError('ARENA_RESET'));
  });

  test('keeps its size, and hands out new objects', () => {
    const arena = new TickArena(1024, { checked: true });
    const sequence = new ArenaSequence();
    const asks: Ask[] = [{ what: 'u8', length: 1024 }];
    const [first] = tick(arena, sequence, asks);
    expect(tick(arena, sequence, asks)[0]).not.toBe(first);
    expect(arena.misses).toBe(2);
  });
});

describe('refusals', () => {
  test('more than is left names the option to raise, and takes nothing', () => {
    const arena = new TickArena(64);
    arena.begin(new ArenaSequence());
    arena.u8(40);
    expect(() => arena.u8(25)).toThrow(usageError('ARENA_FULL', 'arenaBytes'));
    expect(() => arena.f64(Number.MAX_SAFE_INTEGER)).toThrow(usageError('ARENA_FULL'));
    expect(() => arena.records(Neighbor, 2 ** 31)).toThrow(usageError('ARENA_FULL'));
    expect(arena.usedBytes).toBe(40);
    expect(arena.u8(24).length).toBe(24);
  });

  test.for([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('a length of %d', (length) => {
    const arena = new TickArena(64);
    arena.begin(new ArenaSequence());
    expect(() => arena.f32(length)).toThrow(usageError('VALUE_INVALID'));
  });

  test('more views in a tick than are remembered', () => {
    const arena = new TickArena(64);
    arena.begin(new ArenaSequence());
    for (let i = 0; i < arenaViewsPerTickMax; i++) arena.u8(0);
    expect(() => arena.u8(0)).toThrow(usageError('ARENA_FULL'));
  });

  test.for([true, false])('a view outside a tick; checked: %s', (checked) => {
    const arena = new TickArena(64, { checked });
    expect(() => arena.f32(1)).toThrow(usageError('ARENA_RESET'));
    tick(arena, new ArenaSequence(), []);
    expect(() => arena.list('f32', 1)).toThrow(usageError('ARENA_RESET'));
  });

  test('a tick within a tick', () => {
    const arena = new TickArena(64);
    arena.begin(new ArenaSequence());
    expect(() => arena.begin(new ArenaSequence())).toThrow(InvariantError);
  });
});

function tick(arena: TickArena, sequence: ArenaSequence, asks: readonly Ask[]): object[] {
  arena.begin(sequence);
  const views = asks.map(({ what, length }) => {
    if (what === 'list') return arena.list('i16', length);
    if (what === 'records') return arena.records(Neighbor, length);
    return arena[what](length);
  });
  arena.reset();
  return views;
}

interface Array {
  readonly length: number;
  readonly byteOffset: number;
  readonly byteLength: number;
}

function arraysOf(view: object): Array[] {
  if ('values' in view && 'push' in view) return [view.values as Array];
  if ('row' in view && 'x' in view) return [view.x as Array, view.row as Array];
  return [view as Array];
}

function usageError(code: string, text = ''): UsageError {
  return expect.objectContaining({ code, message: expect.stringContaining(text) });
}
