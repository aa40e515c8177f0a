/**
 * Lists of numbers that live for one tick in a TickArena: they grow up to a capacity, without
 * allocating. Worker thread only.
 */
import { UsageError } from '../../base/errors.ts';
import {
  type ArenaArrays,
  type ArenaKind,
  type ArenaShape,
  arenaReset,
  arrayShapes,
} from './arena-shape.ts';

/** Up to `capacity` numbers of one element type, which rounds them as its typed array does. */
export class ArenaList<Kind extends ArenaKind = ArenaKind> {
  readonly #values: ArenaArrays[Kind];
  #length = 0;
  #isExpired = false;

  /** For the arena, which owns the memory behind `values`. */
  constructor(values: ArenaArrays[Kind]) {
    this.#values = values;
  }

  /** Numbers in the list. */
  get length(): number {
    if (this.#isExpired) throw arenaReset('a list');
    return this.#length;
  }

  get capacity(): number {
    if (this.#isExpired) throw arenaReset('a list');
    return this.#values.length;
  }

  /** The storage itself, for hot loops: its first `length` elements are the list. */
  get values(): ArenaArrays[Kind] {
    if (this.#isExpired) throw arenaReset('a list');
    return this.#values;
  }

  /** Throws UsageError ARENA_FULL beyond the capacity. */
  push(value: number): void {
    if (this.#isExpired) throw arenaReset('a list');
    const values: ArenaArrays[ArenaKind] = this.#values;
    const length = this.#length;
    if (length >= values.length) throw listFull(length);
    values[length] = value;
    this.#length = length + 1;
  }

  /** Throws UsageError VALUE_INVALID unless 0 <= index < length. */
  at(index: number): number {
    if (this.#isExpired) throw arenaReset('a list');
    const values: ArenaArrays[ArenaKind] = this.#values;
    const value = index < this.#length ? values[index] : undefined;
    if (value === undefined) throw outOfList(index, this.#length);
    return value;
  }

  /** Empties the list; the numbers stay in `values`. */
  clear(): void {
    if (this.#isExpired) throw arenaReset('a list');
    this.#length = 0;
  }

  /** For a checked arena: every later use throws UsageError ARENA_RESET. */
  expire(): void {
    this.#isExpired = true;
  }
}

type ListShapes = { readonly [Kind in ArenaKind]: ArenaShape<ArenaList<Kind>> };

export const listShapes: ListShapes = {
  f32: listShape('f32'),
  f64: listShape('f64'),
  i32: listShape('i32'),
  u32: listShape('u32'),
  i16: listShape('i16'),
  u16: listShape('u16'),
  i8: listShape('i8'),
  u8: listShape('u8'),
};

function listShape<Kind extends ArenaKind>(kind: Kind): ArenaShape<ArenaList<Kind>> {
  const values: ArenaShape<ArenaArrays[Kind]> = arrayShapes[kind];
  return {
    bytesOf: values.bytesOf,
    make: (buffer, byteOffset, capacity) =>
      new ArenaList<Kind>(values.make(buffer, byteOffset, capacity)),
    expire: (list) => list.expire(),
  };
}

function listFull(capacity: number): UsageError {
  return new UsageError(
    'ARENA_FULL',
    `the list is full at ${capacity}: ask for more in ctx.arena.list(kind, capacity)`,
  );
}

function outOfList(index: number, length: number): UsageError {
  return new UsageError('VALUE_INVALID', `at(${index}) of an arena list of ${length}`);
}
