/**
 * In which order an array's elements stand: the row of each, and the changes that clients must be
 * told of. Rows are taken and given back by the caller. The holder of the lease writes.
 */
import { ArrayChanges } from './array-changes.ts';
import { tableCounters } from './block-layout.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';
import { readValue } from './value-cell.ts';

export class ArrayOrder {
  readonly #rows: Int32Array;
  readonly #first: number;
  readonly #counters: Uint32Array;
  readonly #lengthAt: number;
  readonly #changes: ArrayChanges;
  readonly #block: TableBlock;

  constructor(block: TableBlock, owner: number) {
    this.#block = block;
    this.#rows = block.order;
    this.#first = owner * block.layout.plan.stride;
    this.#counters = block.counters;
    this.#lengthAt = owner * tableCounters + TableCounter.LENGTH;
    this.#changes = new ArrayChanges(block, owner);
  }

  get length(): number {
    return this.#counters[this.#lengthAt];
  }

  rowAt(index: number): number {
    return this.#rows[this.#first + index];
  }

  /** The index of a row of the array's. */
  indexOf(row: number): number {
    const { length } = this;
    for (let index = 0; index < length; index++) if (this.rowAt(index) === row) return index;
    return -1;
  }

  push(row: number): void {
    if (!this.#changes.hasRoomFor(1)) this.#restate();
    this.#changes.append(row);
    this.#close(this.length, 0, [row]);
  }

  /** The element goes; as pop() and shift() do it. */
  remove(index: number): void {
    this.#settle(index, 1);
    this.#changes.remove(this.#placeOf(index));
    this.#close(index, 1, []);
  }

  /** At the front, as unshift() does it; what stands there stays. */
  unshift(rows: readonly number[]): void {
    if (!this.#changes.hasRoomFor(rows.length)) this.#restate();
    const isLost = this.#isLost(0, rows);
    if (!isLost) this.#changes.splice(0, 0, rows);
    this.#close(0, 0, rows);
    if (isLost) this.#restate();
  }

  /** `count` elements go and `rows` come in their place. */
  splice(index: number, count: number, rows: readonly number[]): void {
    if (!this.#changes.hasRoomFor(rows.length)) this.#restate();
    this.#settle(index, count);
    const isLost = this.#isLost(index + count, rows.slice(count));
    if (!isLost) this.#changes.splice(this.#placeOf(index), count, rows);
    this.#close(index, count, rows);
    if (isLost) this.#restate();
  }

  /** Another row at `index`, or the same with another value. */
  replace(index: number, row: number): void {
    if (this.#changes.haveMoved || this.#isBefore(index)) this.#restate();
    this.#changes.replace(this.#placeOf(index), row);
    this.#rows[this.#first + index] = row;
  }

  swap(a: number, b: number): void {
    const isUnsettled = this.#isUnsettled(a) || this.#isUnsettled(b);
    const rowA = this.rowAt(a);
    const rowB = this.rowAt(b);
    if (!isUnsettled) {
      this.#changes.move(this.#placeOf(a), rowB);
      this.#changes.move(this.#placeOf(b), rowA);
    }
    this.#rows[this.#first + a] = rowB;
    this.#rows[this.#first + b] = rowA;
    if (isUnsettled) this.#restate();
  }

  clear(): void {
    this.#changes.clear();
    this.#counters[this.#lengthAt] = 0;
  }

  reverse(): void {
    const isClean = this.#isClean;
    if (!isClean && this.length === 0) return;
    this.#rows.subarray(this.#first, this.#first + this.length).reverse();
    if (isClean) this.#changes.reverse();
    else this.#restate();
  }

  /** Puts the rows in the order of `rows`, which are the array's own. */
  sort(rows: readonly number[]): void {
    const isClean = this.#isClean;
    if (rows.length === 0) return;
    rows.forEach((row, index) => {
      this.#rows[this.#first + index] = row;
      if (isClean) this.#changes.reorder(index, row);
    });
    if (!isClean) this.#restate();
  }

  settle(): void {
    this.#changes.settle(this.#rows, this.#first, this.length);
  }

  /** Clients forget what they have of the array and get it anew, in the order that it has. */
  #restate(): void {
    this.#changes.clear();
    for (let index = 0; index < this.length; index++) this.#changes.append(this.rowAt(index));
  }

  #placeOf(index: number): number {
    return this.#changes.placeOf(index, this.length);
  }

  /** Where entities have moved or took another's place, clients would not find those that go. */
  #settle(index: number, count: number): void {
    let isUnsettled = count > 0 && this.#changes.haveMoved;
    for (let i = index; i < index + count && !isUnsettled; i++) {
      isUnsettled = this.#isBefore(i) || this.#changes.isReplaced(this.#placeOf(i));
    }
    if (isUnsettled) this.#restate();
  }

  /** What clients have in this place is not what stands before the others here. */
  #isUnsettled(index: number): boolean {
    const place = this.#placeOf(index);
    const changes = this.#changes;
    return changes.isCleared || changes.isBefore(place) || changes.isReplaced(place);
  }

  /** A primitive that no client knows, before others: what goes or changes would be theirs. */
  #isBefore(index: number): boolean {
    return !this.#block.layout.plan.isEntity && this.#changes.isBefore(this.#placeOf(index));
  }

  /**
   * A client takes a primitive that is inserted before an equal one for the one that it has, and
   * drops it. Which one stands there on the client is only known while nothing is pending.
   */
  #isLost(index: number, rows: readonly number[]): boolean {
    if (this.#block.layout.plan.isEntity || index >= this.length || rows.length === 0) return false;
    const behind = readValue(this.#block, this.rowAt(index));
    return !this.#isClean || rows.some((row) => readValue(this.#block, row) === behind);
  }

  get #isClean(): boolean {
    return this.#changes.isEmpty && this.#changes.places === this.length;
  }

  #close(index: number, count: number, rows: readonly number[]): void {
    const { length } = this;
    const start = this.#first + index;
    this.#rows.copyWithin(start + rows.length, start + count, this.#first + length);
    for (let i = 0; i < rows.length; i++) this.#rows[start + i] = rows[i];
    this.#counters[this.#lengthAt] = length - count + rows.length;
  }
}
