/**
 * Walks the entities of a table in order of row. A table keeps its iterators and what they hand
 * out and uses them again, because `for … of` would otherwise leave two objects behind per loop.
 */

/**
 * A row's entity as an iterator hands it out: made once per entity and worker, so that a step of a
 * loop stores nothing but its place (an object stored into another costs a write barrier).
 */
export class RowEntry<Entity> {
  readonly value: Entity;
  readonly done: boolean;
  /** The row's when the entry was made; the entity is gone when it differs. */
  readonly generation: number;

  constructor(value: Entity, done: boolean, generation: number) {
    this.value = value;
    this.done = done;
    this.generation = generation;
  }
}

export class RowIterator<Entity> implements IterableIterator<Entity> {
  /** By row; the table keeps it true while a loop runs, so a step need not look at the memory. */
  readonly #entries: readonly (RowEntry<Entity> | undefined)[];
  readonly #table: { readonly $rowsHigh: number };
  /** Of the entries' class, so that a loop meets one shape of result. */
  readonly #end = new RowEntry<undefined>(undefined, true, 0);
  /** -1: not in use. */
  #row = -1;

  constructor(
    entries: readonly (RowEntry<Entity> | undefined)[],
    table: { readonly $rowsHigh: number },
  ) {
    this.#entries = entries;
    this.#table = table;
  }

  /** False when another loop is using it. */
  start(): boolean {
    if (this.#row >= 0) return false;
    this.#row = 0;
    return true;
  }

  next(): IteratorResult<Entity> {
    const row = this.#row;
    const entry = this.#entries[row];
    if (entry === undefined) return this.#skip(row);
    this.#row = row + 1;
    return entry as IteratorResult<Entity>;
  }

  /** Over free rows. */
  #skip(from: number): IteratorResult<Entity> {
    const rowsHigh = this.#table.$rowsHigh;
    for (let row = from; row >= 0 && row < rowsHigh; row++) {
      const entry = this.#entries[row];
      if (entry === undefined) continue;
      this.#row = row + 1;
      return entry as IteratorResult<Entity>;
    }
    return this.return();
  }

  /** Called when a loop ends, by `break` or by an error too. */
  return(): IteratorResult<Entity> {
    this.#row = -1;
    return this.#end as IteratorResult<Entity>;
  }

  [Symbol.iterator](): IterableIterator<Entity> {
    return this;
  }
}
