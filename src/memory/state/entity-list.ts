/**
 * One `t.array(Entity)`: entities in an order. What a game sees as `state.cards`; used as an Array
 * but for indexing, which is `at(i)`. Its state is all in the room's memory; the object and its
 * handles belong to one worker.
 */
import type { RoomRandom } from '../time/room-random.ts';
import { ArrayOrder } from './array-order.ts';
import { checkIndex, clampRange } from './array-range.ts';
import { assignFields, checkFields, detached } from './assign-fields.ts';
import { EntityRows } from './entity-rows.ts';
import type { FieldsOf, Handle } from './handle-class.ts';
import { ListIterator } from './list-iterator.ts';
import { moveElement, shuffle } from './list-moves.ts';
import { arrayOf, elementWhere, forEachOf, indexWhere, type Matches } from './list-search.ts';
import type { TableBlock } from './table-block.ts';

export class EntityList<Entity extends Handle = Handle> extends EntityRows<Entity> {
  readonly #order: ArrayOrder;
  readonly #iterators: ListIterator<Entity>[] = [];

  constructor(block: TableBlock, owner: number) {
    super(block, owner);
    this.#order = new ArrayOrder(block, owner);
  }

  get length(): number {
    return this.#order.length;
  }

  /** The entity at `index`, counted from the end where it is negative; undefined beyond. */
  at(index: number): Entity | undefined {
    const place = index < 0 ? index + this.length : index;
    return place >= 0 && place < this.length ? this.entityAt(this.#order.rowAt(place)) : undefined;
  }

  /**
   * A new entity at the end, with its fields' defaults, and `fields` on top.
   * @throws UsageError TABLE_FULL, ENTITY_STALE, or what a field's setter throws; the array is then
   * as before.
   */
  add(fields: FieldsOf<Entity> = {}): Entity {
    this.push(fields);
    return this.at(-1) as Entity;
  }

  /** As `add` for each; returns the new length. */
  push(...items: readonly FieldsOf<Entity>[]): number {
    const given = this.#check(items);
    this.demandRoom(items.length);
    for (const row of this.#make(given)) this.#order.push(row);
    return this.length;
  }

  unshift(...items: readonly FieldsOf<Entity>[]): number {
    const given = this.#check(items);
    this.demandRoom(items.length);
    this.#order.unshift(this.#make(given));
    return this.length;
  }

  /** A new entity in the place of the one at `index`. */
  set(index: number, fields: FieldsOf<Entity>): Entity {
    const given = this.#check([fields]);
    checkIndex(this.$block, index, this.length);
    this.releaseRow(this.#order.rowAt(index));
    const [row] = this.#make(given);
    this.#order.replace(index, row);
    return this.entityAt(row) as Entity;
  }

  /** What went can be read until the next entity comes, and no longer. */
  pop(): Entity | undefined {
    return this.#take(this.length - 1);
  }

  shift(): Entity | undefined {
    return this.#take(0);
  }

  /** As Array's. What went can be read until the next entity comes, and no longer. */
  splice(start: number, count?: number, ...items: readonly FieldsOf<Entity>[]): Entity[] {
    const given = this.#check(items);
    const range = clampRange(start, count, this.length);
    this.demandRoom(items.length - range.count);
    const removed: Entity[] = [];
    for (let i = 0; i < range.count; i++) removed.push(this.at(range.start + i) as Entity);
    for (const entity of removed) this.releaseRow(entity.$row);
    this.#order.splice(range.start, range.count, this.#make(given));
    return removed;
  }

  /** False when it is not there. */
  delete(entity: Entity): boolean {
    const index = this.indexOf(entity);
    if (index < 0) return false;
    this.splice(index, 1);
    return true;
  }

  indexOf(entity: Entity): number {
    return this.owns(entity) ? this.#order.indexOf(entity.$row) : -1;
  }

  includes(entity: Entity): boolean {
    return this.owns(entity);
  }

  clear(): void {
    this.demandOwner();
    if (this.length === 0) return;
    this.#order.clear();
    this.emptyRows();
  }

  reverse(): this {
    this.demandOwner();
    this.#order.reverse();
    this.markChanged();
    return this;
  }

  /** The two change places. */
  swap(a: number, b: number): void {
    this.demandOwner();
    checkIndex(this.$block, a, this.length);
    checkIndex(this.$block, b, this.length);
    if (a === b) return;
    this.#order.swap(a, b);
    this.markChanged();
  }

  sort(compare: (a: Entity, b: Entity) => number): this {
    this.demandOwner();
    const sorted = Array.from(this).sort(compare);
    this.#order.sort(sorted.map((entity) => entity.$row));
    this.markChanged();
    return this;
  }

  /** @throws UsageError VALUE_INVALID where there is no such index; nothing has moved then. */
  move(from: number, to: number): this {
    moveElement(this, from, to);
    return this;
  }

  /** With `ctx.random`, so that a replay shuffles alike. */
  shuffle(random: Pick<RoomRandom, 'int'>): this {
    shuffle(this, random);
    return this;
  }

  find(matches: Matches<Entity>): Entity | undefined {
    return elementWhere(this, matches);
  }

  findIndex(matches: Matches<Entity>): number {
    return indexWhere(this, matches);
  }

  some(matches: Matches<Entity>): boolean {
    return indexWhere(this, matches) >= 0;
  }

  every(matches: Matches<Entity>): boolean {
    return indexWhere(this, matches, false) < 0;
  }

  forEach(visit: (element: Entity, index: number) => void): void {
    forEachOf(this, visit);
  }

  map<Result>(make: (element: Entity, index: number) => Result): Result[] {
    return arrayOf(this).map((element, index) => make(element, index));
  }

  filter(matches: Matches<Entity>): Entity[] {
    return arrayOf(this).filter((element, index) => matches(element, index));
  }

  /** An Array of its own; for whatever else Array has. */
  slice(start?: number, end?: number): Entity[] {
    return arrayOf(this).slice(start, end);
  }

  /** As plain values. */
  toJSON(): object[] {
    return this.map((entity) => entity.toJSON());
  }

  /** In the array's order. Allocates nothing when warm; may be nested. */
  override [Symbol.iterator](): IterableIterator<Entity> {
    for (const iterator of this.#iterators) {
      if (iterator.start()) return iterator;
    }
    const iterator = new ListIterator<Entity>(this);
    this.#iterators.push(iterator);
    iterator.start();
    return iterator;
  }

  #take(index: number): Entity | undefined {
    this.demandOwner();
    const entity = this.at(index);
    if (entity === undefined || index < 0) return undefined;
    this.#order.remove(index);
    this.releaseRow(entity.$row);
    return entity;
  }

  /** What is to be made of `items`, which are as they should be. */
  #check(items: readonly object[]): object[] {
    this.demandOwner();
    for (const item of items) checkFields(this.$block, item);
    return items.map((item) => detached(item, this.$block.layout.plan));
  }

  #make(items: readonly object[]): number[] {
    const { plan } = this.$block.layout;
    return items.map((item) => {
      const row = this.takeRow();
      assignFields(this.entityAt(row) as Entity, item, plan);
      return row;
    });
  }
}
