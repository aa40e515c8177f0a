/**
 * A room's timers, as data in its memory: a due tick, the place of a name in the game's `timers`
 * table and a few numbers. A binary heap of rows by due tick, then by creation. The holder of the
 * room's lease reads and writes; nothing here is a closure, so any worker can fire them.
 *
 *   id = (generation + 1) * 2^16 + row; a row's generation rises when its timer ends
 */
import { UsageError } from '../../base/errors.ts';
import { timersLimit } from '../../base/limits.ts';
import { type TimersLayout, timerArgumentsMax, timerCounters } from './time-layout.ts';

const Counter = { SIZE: 0, ROWS_HIGH: 1, FREE: 2 } as const;
const msPerSecond = 1000;
/** 100 ms at 30 Hz is 3 steps, also where the product is a rounding above 3. */
const roundingSteps = 1e-9;

export class TimerQueue {
  readonly capacity: number;
  /** By row, four each. */
  readonly args: Float64Array;
  /** By row: the place of its name. */
  readonly names: Uint32Array;
  readonly #tickRate: number;
  readonly #counters: Uint32Array;
  readonly #created: Float64Array;
  readonly #due: Float64Array;
  /** Creations so far when the timer was made. */
  readonly #order: Float64Array;
  /** The tick at which an `every` was made, and how often it has fired. */
  readonly #begun: Float64Array;
  readonly #fired: Float64Array;
  /** 0: fires once. */
  readonly #periodMs: Float64Array;
  readonly #generations: Uint32Array;
  readonly #places: Uint32Array;
  readonly #freeRows: Uint32Array;
  readonly #heap: Uint32Array;

  constructor(memory: SharedArrayBuffer, layout: TimersLayout, tickRate: number) {
    const { capacity } = layout;
    const f64 = (offset: number, each = 1) => new Float64Array(memory, offset, capacity * each);
    const u32 = (offset: number) => new Uint32Array(memory, offset, capacity);
    this.capacity = capacity;
    this.#tickRate = tickRate;
    this.#counters = new Uint32Array(memory, layout.counters, timerCounters);
    this.#created = new Float64Array(memory, layout.created, 1);
    this.#due = f64(layout.due);
    this.#order = f64(layout.order);
    this.#begun = f64(layout.begun);
    this.#fired = f64(layout.fired);
    this.#periodMs = f64(layout.periodMs);
    this.args = f64(layout.args, timerArgumentsMax);
    this.names = u32(layout.names);
    this.#generations = u32(layout.generations);
    this.#places = u32(layout.places);
    this.#freeRows = u32(layout.freeRows);
    this.#heap = u32(layout.heap);
  }

  get size(): number {
    return this.#counters[Counter.SIZE];
  }

  /**
   * A new timer's row; `carry` comes next. `tick` is now.
   * @throws UsageError TIMERS_FULL
   */
  add(tick: number, ms: number, isPeriodic: boolean, name: number): number {
    const row = this.#takeRow();
    const counters = this.#counters;
    this.names[row] = name;
    this.#begun[row] = tick;
    this.#fired[row] = 0;
    this.#periodMs[row] = isPeriodic ? ms : 0;
    this.#order[row] = this.#created[0]++;
    this.#due[row] = this.#dueOf(tick, ms, 1);
    const place = counters[Counter.SIZE]++;
    this.#put(row, place);
    this.#rise(place);
    return row;
  }

  /** What the row's timer tells its handler. Returns the timer's id. */
  carry(row: number, a: number, b: number, c: number, d: number): number {
    const { args } = this;
    const at = row * timerArgumentsMax;
    args[at] = a;
    args[at + 1] = b;
    args[at + 2] = c;
    args[at + 3] = d;
    return this.#idOf(row);
  }

  /** Never 0, which is what a field for an id has before there is one. */
  #idOf(row: number): number {
    return (this.#generations[row] + 1) * timersLimit + row;
  }

  /** False when it has fired, was cancelled, or never was. */
  cancel(id: number): boolean {
    const row = id % timersLimit;
    if (!(row < this.#counters[Counter.ROWS_HIGH]) || this.#idOf(row) !== id) return false;
    if (this.#heap[this.#places[row]] !== row || this.#places[row] >= this.size) return false;
    this.#end(row);
    return true;
  }

  /** The row of the next timer that is due at `tick`, or -1. */
  dueRow(tick: number): number {
    if (this.size === 0) return -1;
    const row = this.#heap[0];
    return this.#due[row] <= tick ? row : -1;
  }

  /** The first row's timer fires now: it ends, or is due again one period later. */
  fire(row: number): void {
    const periodMs = this.#periodMs[row];
    if (periodMs === 0) {
      this.#end(row);
      return;
    }
    // Counted from when it was made, so that what one period rounds the next makes good.
    this.#fired[row]++;
    this.#due[row] = this.#dueOf(this.#begun[row], periodMs, this.#fired[row] + 1);
    this.#sink(this.#places[row]);
  }

  /** The tick of the `times`-th firing: the first by which its time has passed, one at least. */
  #dueOf(tick: number, ms: number, times: number): number {
    const steps = (times * ms * this.#tickRate) / msPerSecond;
    return tick + Math.max(times, Math.ceil(steps - roundingSteps));
  }

  #end(row: number): void {
    const counters = this.#counters;
    const place = this.#places[row];
    const last = this.#heap[--counters[Counter.SIZE]];
    if (last !== row) {
      this.#put(last, place);
      this.#rise(place);
      this.#sink(this.#places[last]);
    }
    this.#generations[row]++;
    this.#freeRows[counters[Counter.FREE]++] = row;
  }

  #takeRow(): number {
    const counters = this.#counters;
    if (counters[Counter.FREE] > 0) return this.#freeRows[--counters[Counter.FREE]];
    if (counters[Counter.ROWS_HIGH] < this.capacity) return counters[Counter.ROWS_HIGH]++;
    throw new UsageError(
      'TIMERS_FULL',
      `${this.capacity} timers fit and all are set; cancel some, or raise capacity.timers`,
    );
  }

  #isBefore(row: number, other: number): boolean {
    const due = this.#due[row] - this.#due[other];
    return due < 0 || (due === 0 && this.#order[row] < this.#order[other]);
  }

  #put(row: number, place: number): void {
    this.#heap[place] = row;
    this.#places[row] = place;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    const row = heap[from];
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >>> 1;
      if (!this.#isBefore(row, heap[parent])) break;
      this.#put(heap[parent], place);
      place = parent;
    }
    this.#put(row, place);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    const { size } = this;
    const row = heap[from];
    let place = from;
    for (;;) {
      let child = place * 2 + 1;
      if (child >= size) break;
      if (child + 1 < size && this.#isBefore(heap[child + 1], heap[child])) child++;
      if (!this.#isBefore(heap[child], row)) break;
      this.#put(heap[child], place);
      place = child;
    }
    this.#put(row, place);
  }
}
