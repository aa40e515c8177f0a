/**
 * A table whose elements are entities: their handles, made once per entity and worker, and the
 * loop over them. What maps and sets of entities have in common; arrays have an order of their own.
 */
import { type Handle, type HandleClass, handleClass } from './handle-class.ts';
import { RowEntry, RowIterator } from './row-iterator.ts';
import type { TableBlock } from './table-block.ts';
import { TableRows } from './table-rows.ts';

export abstract class EntityRows<Entity extends Handle> extends TableRows {
  readonly #Handle: HandleClass<Entity>;
  /** By row of this owner: entities that are there, or were when `#structure` was the table's. */
  readonly #entries: (RowEntry<Entity> | undefined)[];
  readonly #iterators: RowIterator<Entity>[] = [];
  #structure = -1;

  constructor(block: TableBlock, owner: number) {
    super(block, owner);
    this.#Handle = handleClass(block.layout) as HandleClass<Entity>;
    this.#entries = new Array<RowEntry<Entity> | undefined>(this.capacity).fill(undefined);
  }

  /** The entity in `row` of the columns, or undefined where there is none of this table's. */
  protected entityAt(row: number): Entity | undefined {
    const place = row - this.$first;
    if (!(place >= 0 && place < this.capacity) || this.$block.alive[row] === 0) return undefined;
    const generation = this.$block.generations[row];
    const known = this.#entries[place];
    if (known !== undefined && known.generation === generation) return known.value;
    const value = new this.#Handle(this.$block, row, generation);
    this.#entries[place] = new RowEntry(value, false, generation);
    return value;
  }

  /** Entities in order of row, not of insertion. Allocates nothing when warm; may be nested. */
  [Symbol.iterator](): IterableIterator<Entity> {
    if (this.#structure !== this.$structure) this.#catchUp();
    for (const iterator of this.#iterators) {
      if (iterator.start()) return iterator;
    }
    const iterator = new RowIterator(this.#entries, this);
    this.#iterators.push(iterator);
    iterator.start();
    return iterator;
  }

  /** Whether a handle's entity is in this table. */
  protected owns(entity: Entity): boolean {
    const { $block, $row, $generation } = entity;
    const place = $row - this.$first;
    return (
      $block === this.$block &&
      place >= 0 &&
      place < this.capacity &&
      this.$block.generations[$row] === $generation
    );
  }

  protected override takeRow(keptRow = -1): number {
    const wasTrue = this.#structure === this.$structure;
    const row = super.takeRow(keptRow);
    if (wasTrue) this.#structure = this.$structure;
    return row;
  }

  protected override releaseRow(row: number): void {
    const wasTrue = this.#structure === this.$structure;
    super.releaseRow(row);
    this.#entries[row - this.$first] = undefined;
    if (wasTrue) this.#structure = this.$structure;
  }

  protected override emptyRows(): void {
    super.emptyRows();
    this.#catchUp();
  }

  /** Entities came or went while other workers ran the room. */
  #catchUp(): void {
    const { capacity, $first } = this;
    for (let place = 0; place < capacity; place++) {
      if (this.entityAt($first + place) === undefined) this.#entries[place] = undefined;
    }
    this.#structure = this.$structure;
  }
}
