/**
 * What clients must be told of an array: the operations that @colyseus/schema's ArraySchema records
 * for the same calls, in the same order, so that a client's callbacks see what they would see with
 * stock. The holder of the lease writes.
 *
 *   staged: the layout that this tick's operations speak of: what was sent last, with what came
 *     since in its place, and what went still there; a row, or an entity's refId, whose row may
 *     be another's by the time the patch is made
 *   gone: 1 for a place of `staged` whose element went
 *   operations: by place, a wire operation plus 1, or 0
 *   sequence: the places that have an operation, in the order in which they got it
 */
import { operationsMax } from '../../schema/wire-bounds.ts';
import { Operation } from '../../wire/operation.ts';
import { tableCounters } from './block-layout.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

/** Of `gone`, within one splice: its addition was never sent, so nobody must hear of either. */
const unsent = 2;

export class ArrayChanges {
  readonly #block: TableBlock;
  readonly #counters: number;
  /** The owner's first place. */
  readonly #first: number;
  readonly #placesMax: number;
  readonly #isEntity: boolean;

  constructor(block: TableBlock, owner: number) {
    const { plan } = block.layout;
    this.#block = block;
    this.#counters = owner * tableCounters;
    this.#placesMax = operationsMax(plan);
    this.#first = owner * this.#placesMax;
    this.#isEntity = plan.isEntity;
  }

  /** Places of the staged layout. */
  get places(): number {
    return this.#get(TableCounter.STAGED);
  }

  /** Nothing is pending. */
  get isEmpty(): boolean {
    const whole = this.#get(TableCounter.CLEARED) + this.#get(TableCounter.REVERSED);
    return this.#get(TableCounter.SEQUENCE) + whole === 0;
  }

  /** Entities of the array's own came to other places. */
  get haveMoved(): boolean {
    return this.#get(TableCounter.MOVED) !== 0;
  }

  /** Clients have another entity in this place, and must hear of it first. */
  isReplaced(at: number): boolean {
    return this.#isEntity && this.#operationAt(at) === Operation.DELETE_AND_ADD;
  }

  /** What came to this place was not sent, and others stand behind it. */
  isBefore(at: number): boolean {
    return this.#operationAt(at) === Operation.ADD && at < this.places - 1;
  }

  /** Clients forget all, and so cannot be told of what they had. */
  get isCleared(): boolean {
    return this.#get(TableCounter.CLEARED) !== 0;
  }

  hasRoomFor(count: number): boolean {
    return this.places + count <= this.#placesMax;
  }

  /** Where the element at `index` of `length` stands in the staged layout. */
  placeOf(index: number, length: number): number {
    const { places } = this;
    if (places === length) return index;
    const { gone } = this.#block;
    let live = 0;
    for (let at = 0; at < places; at++) {
      if (gone[this.#first + at] !== 0) continue;
      if (live === index) return at;
      live++;
    }
    return places + (index - live);
  }

  append(row: number): void {
    const at = this.places;
    this.#set(TableCounter.STAGED, at + 1);
    this.#record(at, Operation.ADD);
    this.#put(at, row);
  }

  /** The element goes. */
  remove(at: number): void {
    const wasUnsent = this.#isUnsent(at);
    this.#record(at, Operation.DELETE);
    if (wasUnsent) this.#forget(at);
    else this.#block.gone[this.#first + at] = 1;
  }

  /** Another entity, or another value, in the place of what was there. */
  replace(at: number, row: number): void {
    this.#merge(at, this.#isEntity ? Operation.DELETE_AND_ADD : Operation.REPLACE);
    this.#block.staged[this.#first + at] = this.#stagedOf(row);
  }

  /** As `replace`, where the array's own elements change places. */
  reorder(at: number, row: number): void {
    this.#noteMove();
    this.#merge(at, Operation.REPLACE);
    this.#block.staged[this.#first + at] = this.#stagedOf(row);
  }

  /** One of the array's own entities comes to this place. */
  move(at: number, row: number): void {
    if (!this.#isEntity) return this.reorder(at, row);
    this.#noteMove();
    this.#record(at, this.#block.added[row] !== 0 ? Operation.MOVE_AND_ADD : Operation.MOVE);
    this.#block.staged[this.#first + at] = this.#stagedOf(row);
  }

  /** From place `base` on, `count` live elements go, and `rows` come in their place. */
  splice(base: number, count: number, rows: readonly number[]): void {
    const { gone } = this.#block;
    const first = this.#first;
    this.#removeLive(base, count);
    const reused = Math.min(count, rows.length);
    for (let i = 0; i < reused; i++) {
      const at = base + i;
      this.#record(at, gone[first + at] === 1 ? Operation.DELETE_AND_ADD : Operation.ADD);
      this.#put(at, rows[i]);
    }
    if (rows.length > reused) this.#insert(base + reused, rows.slice(reused));
    for (let at = this.places - 1; at >= base; at--) {
      if (gone[first + at] === unsent) this.#forget(at);
    }
  }

  /** All operations so far are void; the first of what follows is CLEAR. */
  clear(): void {
    this.#discard();
    this.#set(TableCounter.CLEARED, 1);
    this.#set(TableCounter.STAGED, 0);
  }

  /** Only while nothing is pending. */
  reverse(): void {
    this.#set(TableCounter.REVERSED, 1);
    this.#block.staged.subarray(this.#first, this.#first + this.places).reverse();
  }

  /** Clients have been told all: what is staged is what is there. */
  settle(rows: Int32Array, from: number, length: number): void {
    this.#discard();
    this.#set(TableCounter.STAGED, length);
    const { staged } = this.#block;
    for (let i = 0; i < length; i++) staged[this.#first + i] = this.#stagedOf(rows[from + i]);
  }

  /** Primitives are told by their places, so that nothing depends on who moved. */
  #noteMove(): void {
    if (this.#isEntity) this.#set(TableCounter.MOVED, 1);
  }

  #put(at: number, row: number): void {
    this.#block.staged[this.#first + at] = this.#stagedOf(row);
    this.#block.gone[this.#first + at] = 0;
  }

  #removeLive(from: number, count: number): void {
    const { gone } = this.#block;
    let left = count;
    for (let at = from; left > 0; at++) {
      if (gone[this.#first + at] !== 0) continue;
      const wasUnsent = this.#isUnsent(at);
      this.#record(at, Operation.DELETE);
      gone[this.#first + at] = wasUnsent ? unsent : 1;
      left--;
    }
  }

  /** New elements between others: their ADDs come before the operations of those behind them. */
  #insert(at: number, rows: readonly number[]): void {
    const { sequence, operations } = this.#block;
    const first = this.#first;
    const count = rows.length;
    this.#shift(at, count);
    const pending = this.#get(TableCounter.SEQUENCE);
    const known = Array.from(sequence.subarray(first, first + pending));
    const before = known.filter((place) => place < at);
    const behind = known.filter((place) => place >= at).map((place) => place + count);
    const between = rows.map((row, i) => {
      this.#put(at + i, row);
      operations[first + at + i] = Operation.ADD + 1;
      return at + i;
    });
    sequence.set([...before, ...between, ...behind], first);
    this.#set(TableCounter.SEQUENCE, pending + count);
  }

  /** A place whose addition was never sent: nobody hears that it was there. */
  #forget(at: number): void {
    const { operations, gone, sequence } = this.#block;
    const first = this.#first;
    this.#shift(at + 1, -1);
    operations[first + this.places] = 0;
    gone[first + this.places] = 0;
    const pending = this.#get(TableCounter.SEQUENCE);
    let kept = 0;
    for (let i = 0; i < pending; i++) {
      const place = sequence[first + i];
      if (place !== at) sequence[first + kept++] = place > at ? place - 1 : place;
    }
    this.#set(TableCounter.SEQUENCE, kept);
  }

  /** Moves the places from `at` on by `by`. */
  #shift(at: number, by: number): void {
    const { staged, gone, operations } = this.#block;
    const from = this.#first + at;
    const end = this.#first + this.places;
    staged.copyWithin(from + by, from, end);
    gone.copyWithin(from + by, from, end);
    operations.copyWithin(from + by, from, end);
    this.#set(TableCounter.STAGED, this.places + by);
  }

  /** As ArraySchema: only an entity's addition can be taken back unseen. */
  #isUnsent(at: number): boolean {
    return this.#isEntity && this.#operationAt(at) === Operation.ADD;
  }

  /** The pending wire operation, or -1. */
  #operationAt(at: number): number {
    return this.#block.operations[this.#first + at] - 1;
  }

  #record(at: number, operation: number): void {
    const { operations, sequence } = this.#block;
    if (operations[this.#first + at] === 0) {
      const pending = this.#get(TableCounter.SEQUENCE);
      sequence[this.#first + pending] = at;
      this.#set(TableCounter.SEQUENCE, pending + 1);
    }
    operations[this.#first + at] = operation + 1;
  }

  /**
   * As ChangeTree.record: what is pending already counts for more; but what was never sent need
   * not be deleted on clients, which may have another element in that place.
   */
  #merge(at: number, operation: number): void {
    const before = this.#operationAt(at);
    if (before < 0) this.#record(at, operation);
    else if (before === Operation.DELETE) this.#record(at, Operation.DELETE_AND_ADD);
  }

  #discard(): void {
    const { operations, gone } = this.#block;
    operations.fill(0, this.#first, this.#first + this.places);
    gone.fill(0, this.#first, this.#first + this.places);
    this.#set(TableCounter.SEQUENCE, 0);
    this.#set(TableCounter.MOVED, 0);
    this.#set(TableCounter.CLEARED, 0);
    this.#set(TableCounter.REVERSED, 0);
  }

  #stagedOf(row: number): number {
    return this.#isEntity ? this.#block.refIds[row] : row;
  }

  #get(counter: number): number {
    return this.#block.counters[this.#counters + counter];
  }

  #set(counter: number, value: number): void {
    this.#block.counters[this.#counters + counter] = value;
  }
}
