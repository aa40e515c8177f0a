/**
 * Walks the entities of a table in order of row. A table keeps its iterators and results and uses
 * them again, because `for … of` would otherwise leave two objects behind per loop.
 */

/** What the iterator needs of its table. */
interface Walkable<Entity extends { readonly $generation: number }> {
  readonly $alive: Int32Array;
  readonly $generations: Uint32Array;
  readonly $handles: readonly (Entity | undefined)[];
  at(row: number): Entity | undefined;
}

export class RowIterator<Entity extends { readonly $generation: number }>
  implements IterableIterator<Entity>
{
  readonly #table: Walkable<Entity>;
  readonly #alive: Int32Array;
  readonly #generations: Uint32Array;
  readonly #handles: readonly (Entity | undefined)[];
  /** What `next` hands out: one object while the loop goes on, another when it ends. */
  readonly #entry: { value: Entity | undefined; done: false } = { value: undefined, done: false };
  readonly #end: { value: undefined; done: true } = { value: undefined, done: true };
  /** -1: not in use. */
  #row = -1;

  constructor(table: Walkable<Entity>) {
    this.#table = table;
    this.#alive = table.$alive;
    this.#generations = table.$generations;
    this.#handles = table.$handles;
  }

  /** False when another loop is using it. */
  start(): boolean {
    if (this.#row >= 0) return false;
    this.#row = 0;
    return true;
  }

  next(): IteratorResult<Entity> {
    const row = this.#row;
    // A known handle of the row's current generation is an entity that is there: no other check.
    const known = this.#handles[row];
    if (known !== undefined && known.$generation === this.#generations[row]) {
      this.#row = row + 1;
      this.#entry.value = known;
      return this.#entry as IteratorResult<Entity>;
    }
    return this.#nextUnknown(row);
  }

  /** The row is free, or this worker has no handle of its entity yet. */
  #nextUnknown(from: number): IteratorResult<Entity> {
    const row = this.#seek(from);
    if (row < 0) return this.return();
    this.#row = row + 1;
    this.#entry.value = this.#table.at(row);
    return this.#entry as IteratorResult<Entity>;
  }

  /** The first row in use from `from` on, or -1. */
  #seek(from: number): number {
    const alive = this.#alive;
    let row = from;
    while (row >>> 5 < alive.length) {
      const bits = alive[row >>> 5] >>> (row & 31);
      if (bits !== 0) return row + 31 - Math.clz32(bits & -bits);
      row = (row | 31) + 1;
    }
    return -1;
  }

  /** Called when a loop ends, by `break` or by an error too. */
  return(): IteratorResult<Entity> {
    this.#row = -1;
    return this.#end;
  }

  [Symbol.iterator](): IterableIterator<Entity> {
    return this;
  }
}
