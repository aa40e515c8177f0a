/**
 * Walks the entities of a table in order of row. A table keeps its iterators and results and uses
 * them again, because `for … of` would otherwise leave two objects behind per loop.
 */

/** What the iterator needs of its table. */
interface Walkable<Entity extends { readonly $generation: number }> {
  readonly capacity: number;
  readonly $alive: Int32Array;
  readonly $generations: Uint32Array;
  readonly $handles: readonly (Entity | undefined)[];
  at(row: number): Entity | undefined;
}

export class RowIterator<Entity extends { readonly $generation: number }>
  implements IterableIterator<Entity>
{
  readonly #table: Walkable<Entity>;
  readonly #result: { value: Entity | undefined; done: boolean } = { value: undefined, done: true };
  /** -1: not in use. */
  #row = -1;

  constructor(table: Walkable<Entity>) {
    this.#table = table;
  }

  /** False when another loop is using it. */
  start(): boolean {
    if (this.#row >= 0) return false;
    this.#row = 0;
    return true;
  }

  next(): IteratorResult<Entity> {
    const table = this.#table;
    const alive = table.$alive;
    let row = this.#row;
    // A loop that has ended stays at its end.
    while (row >= 0 && row < table.capacity) {
      const bits = alive[row >>> 5] >>> (row & 31);
      if (bits === 0) {
        row = (row | 31) + 1;
        continue;
      }
      row += 31 - Math.clz32(bits & -bits);
      this.#row = row + 1;
      // The common case of `at`, without its checks: the row is known to be alive.
      const known = table.$handles[row];
      const isCurrent = known !== undefined && known.$generation === table.$generations[row];
      return this.#step(isCurrent ? known : table.at(row), false);
    }
    return this.return();
  }

  /** Called when a loop ends, by `break` or by an error too. */
  return(): IteratorResult<Entity> {
    this.#row = -1;
    return this.#step(undefined, true);
  }

  [Symbol.iterator](): IterableIterator<Entity> {
    return this;
  }

  #step(value: Entity | undefined, done: boolean): IteratorResult<Entity> {
    this.#result.value = value;
    this.#result.done = done;
    return this.#result as IteratorResult<Entity>;
  }
}
