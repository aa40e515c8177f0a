/**
 * One `t.array('number')` and the like: primitives in an order. What a game sees as `state.board`;
 * used as an Array but for indexing, which is `at(i)` and `set(i, value)`. Its state is all in the
 * room's memory; the object belongs to one worker.
 */
import type { RoomRandom } from '../time/room-random.ts';
import { ArrayOrder } from './array-order.ts';
import { checkIndex, clampRange } from './array-range.ts';
import { ListIterator } from './list-iterator.ts';
import { moveElement, shuffle } from './list-moves.ts';
import { arrayOf, elementWhere, forEachOf, indexWhere, type Matches } from './list-search.ts';
import type { TableBlock } from './table-block.ts';
import { TableRows } from './table-rows.ts';
import { asStored, checkValue, type Primitive, readValue, writeValue } from './value-cell.ts';

export class ValueList<Value extends Primitive = Primitive> extends TableRows {
  readonly #order: ArrayOrder;
  readonly #iterators: ListIterator<Value>[] = [];

  constructor(block: TableBlock, owner: number) {
    super(block, owner);
    this.#order = new ArrayOrder(block, owner);
  }

  get length(): number {
    return this.#order.length;
  }

  /** The value at `index`, counted from the end where it is negative; undefined beyond. */
  at(index: number): Value | undefined {
    const place = index < 0 ? index + this.length : index;
    if (!(place >= 0 && place < this.length)) return undefined;
    return readValue(this.$block, this.#order.rowAt(place)) as Value;
  }

  override markDirty(row: number): void {
    this.#order.replace(this.#order.indexOf(row), row);
    this.markChanged();
  }

  override markAllDirty(): void {
    for (let i = 0; i < this.length; i++) this.#order.replace(i, this.#order.rowAt(i));
    this.markChanged();
  }

  /** @throws UsageError VALUE_INVALID also where there is no such index; see `push`. */
  set(index: number, value: Value): void {
    this.demandOwner();
    checkIndex(this.$block, index, this.length);
    const row = this.#order.rowAt(index);
    if (!writeValue(this.$block, row, value)) return;
    this.#order.replace(index, row);
    this.markChanged();
  }

  /** @throws UsageError VALUE_INVALID, STRING_TOO_LONG, TABLE_FULL, ENTITY_STALE. */
  push(...values: readonly Value[]): number {
    this.#check(values);
    this.demandRoom(values.length);
    for (const row of this.#make(values)) this.#order.push(row);
    return this.length;
  }

  unshift(...values: readonly Value[]): number {
    this.#check(values);
    this.demandRoom(values.length);
    this.#order.unshift(this.#make(values));
    return this.length;
  }

  pop(): Value | undefined {
    return this.#take(this.length - 1);
  }

  shift(): Value | undefined {
    return this.#take(0);
  }

  /** As Array's. */
  splice(start: number, count?: number, ...values: readonly Value[]): Value[] {
    this.#check(values);
    const range = clampRange(start, count, this.length);
    this.demandRoom(values.length - range.count);
    const removed: number[] = [];
    for (let i = 0; i < range.count; i++) removed.push(this.#order.rowAt(range.start + i));
    const went = removed.map((row) => readValue(this.$block, row) as Value);
    for (const row of removed) this.releaseRow(row);
    this.#order.splice(range.start, range.count, this.#make(values));
    return went;
  }

  indexOf(given: Value): number {
    const value = asStored(this.$block, given);
    for (let index = 0; index < this.length; index++) if (this.at(index) === value) return index;
    return -1;
  }

  includes(value: Value): boolean {
    return this.indexOf(value) >= 0;
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

  swap(a: number, b: number): void {
    this.demandOwner();
    checkIndex(this.$block, a, this.length);
    checkIndex(this.$block, b, this.length);
    if (a === b || this.at(a) === this.at(b)) return;
    this.#order.swap(a, b);
    this.markChanged();
  }

  sort(compare: (a: Value, b: Value) => number): this {
    this.demandOwner();
    const rows: number[] = [];
    for (let index = 0; index < this.length; index++) rows.push(this.#order.rowAt(index));
    const at = (row: number) => readValue(this.$block, row) as Value;
    this.#order.sort(rows.sort((a, b) => compare(at(a), at(b))));
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

  find(matches: Matches<Value>): Value | undefined {
    return elementWhere(this, matches);
  }

  findIndex(matches: Matches<Value>): number {
    return indexWhere(this, matches);
  }

  some(matches: Matches<Value>): boolean {
    return indexWhere(this, matches) >= 0;
  }

  every(matches: Matches<Value>): boolean {
    return indexWhere(this, matches, false) < 0;
  }

  forEach(visit: (element: Value, index: number) => void): void {
    forEachOf(this, visit);
  }

  map<Result>(make: (element: Value, index: number) => Result): Result[] {
    return arrayOf(this).map((element, index) => make(element, index));
  }

  filter(matches: Matches<Value>): Value[] {
    return arrayOf(this).filter((element, index) => matches(element, index));
  }

  /** An Array of its own; for whatever else Array has. */
  slice(start?: number, end?: number): Value[] {
    return arrayOf(this).slice(start, end);
  }

  /** As plain values. */
  toJSON(): Value[] {
    return arrayOf(this);
  }

  /** In the array's order. Allocates nothing when warm; may be nested. */
  [Symbol.iterator](): IterableIterator<Value> {
    for (const iterator of this.#iterators) {
      if (iterator.start()) return iterator;
    }
    const iterator = new ListIterator<Value>(this);
    this.#iterators.push(iterator);
    iterator.start();
    return iterator;
  }

  #take(index: number): Value | undefined {
    this.demandOwner();
    const value = index < 0 ? undefined : this.at(index);
    if (value === undefined) return undefined;
    const row = this.#order.rowAt(index);
    this.#order.remove(index);
    this.releaseRow(row);
    return value;
  }

  #check(values: readonly Value[]): void {
    this.demandOwner();
    for (const value of values) checkValue(this.$block, value);
  }

  #make(values: readonly Value[]): number[] {
    return values.map((value) => {
      const row = this.takeRow();
      writeValue(this.$block, row, value);
      return row;
    });
  }
}
