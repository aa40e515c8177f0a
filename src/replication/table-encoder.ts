/**
 * Writes what happened to tables themselves: which elements came, went, moved or, where they are
 * primitives, have another value; and, for a joiner, all that is there. Their entities' fields are
 * encode-program's. Runs on the holder of the lease.
 */
import { ArrayOrder } from '../memory/state/array-order.ts';
import { tableCounters } from '../memory/state/block-layout.ts';
import { firstOf, isMeant, returnedRow, settleIndexed } from '../memory/state/index-changes.ts';
import type { TableBlock } from '../memory/state/table-block.ts';
import { TableCounter } from '../memory/state/table-counters.ts';
import { operationsMax } from '../schema/wire-bounds.ts';
import { Operation } from '../wire/operation.ts';
import { writeSwitch, writeText, writeUint } from '../wire/write-value.ts';
import { type ValueProgram, valueProgram } from './encode-program.ts';

export class TableEncoder {
  readonly #block: TableBlock;
  /** undefined where the elements are entities. */
  readonly #values: ValueProgram | undefined;
  readonly #isMap: boolean;
  readonly #isArray: boolean;
  /** Maps and sets, for full states: the rows of an owner, led by when their elements came. */
  #came: Float64Array | undefined;
  /** Arrays: by owner, made when it first changes. */
  readonly #orders: ArrayOrder[] = [];

  constructor(block: TableBlock) {
    const { isEntity, kind } = block.layout.plan;
    this.#block = block;
    this.#values = isEntity ? undefined : valueProgram(block.layout);
    this.#isMap = kind === 'map';
    this.#isArray = kind === 'array';
  }

  /** The changes of all tables since the last patch; they count as sent. */
  patch(from: number): number {
    const { changed } = this.#block;
    let at = from;
    for (let owner = 0; owner < changed.length; owner++) {
      if (changed[owner] === 0) continue;
      changed[owner] = 0;
      at = this.#isArray ? this.#patchArray(at, owner) : this.#patchIndexed(at, owner);
    }
    return at;
  }

  /** All elements of all tables. */
  full(from: number): number {
    const { tableRefIds, counters, layout } = this.#block;
    let at = from;
    for (let owner = 0; owner < layout.plan.owners; owner++) {
      const refId = tableRefIds[owner];
      const size = counters[owner * tableCounters + TableCounter.SIZE];
      if (refId === 0 || size === 0) continue;
      at = writeSwitch(this.#block.data, at, refId);
      at = this.#isArray ? this.#fullArray(at, owner, size) : this.#fullIndexed(at, owner);
    }
    return at;
  }

  /** Maps and sets: elements have an index of their own on the wire. */
  #patchIndexed(from: number, owner: number): number {
    const block = this.#block;
    const { data, counters, tableRefIds } = block;
    const counter = owner * tableCounters;
    const start = writeSwitch(data, from, tableRefIds[owner]);
    let at = this.#writeWhole(start, counter, TableCounter.CLEARED, Operation.CLEAR);
    const first = firstOf(block, owner);
    const end = first + counters[counter + TableCounter.SEQUENCE];
    for (let place = first; place < end; place++) {
      if (isMeant(block, place)) at = this.#writeChange(at, place);
    }
    settleIndexed(block, owner);
    return at === start ? from : at;
  }

  #writeChange(from: number, place: number): number {
    const { data, added, dirty, sequence } = this.#block;
    const values = this.#values;
    const row = sequence[place];
    if (row < 0) return this.#writeRemoval(from, place);
    if (values === undefined) return this.#writeElement(from, row);
    const isNews = values.settleValue(data, row);
    const isNew = added[row] !== 0;
    added[row] = 0;
    dirty[row] = 0;
    if (isNew) return this.#writeElement(from, row);
    return isNews ? this.#replace(values, from, row) : from;
  }

  /** Of an element that is gone, or is there anew. */
  #writeRemoval(from: number, place: number): number {
    const { data, added, dirty, staged } = this.#block;
    const row = returnedRow(this.#block, place);
    if (row < 0) {
      data.setUint8(from, Operation.DELETE);
      return writeUint(data, from + 1, staged[place] >>> 0);
    }
    if (this.#values !== undefined) {
      this.#values.settleValue(data, row);
      added[row] = 0;
      dirty[row] = 0;
    }
    return this.#writeElement(from, row, Operation.DELETE_AND_ADD);
  }

  #replace(values: ValueProgram, at: number, row: number): number {
    const { data, wireIndexes } = this.#block;
    data.setUint8(at, Operation.REPLACE);
    return values.writeValue(data, writeUint(data, at + 1, wireIndexes[row]), row);
  }

  /** In the order in which the elements came. */
  #fullIndexed(from: number, owner: number): number {
    const { alive, counters, layout, wireIndexes } = this.#block;
    const { stride, capacity } = layout.plan;
    const first = owner * stride;
    const end = first + counters[owner * tableCounters + TableCounter.ROWS_HIGH];
    this.#came ??= new Float64Array(capacity);
    let count = 0;
    let last = -1;
    let isInOrder = true;
    for (let row = first; row < end; row++) {
      if (alive[row] === 0) continue;
      const came = wireIndexes[row] * stride + row - first;
      this.#came[count++] = came;
      isInOrder &&= came > last;
      last = came;
    }
    // Rows are in order until one is used again. Of 1,000 the sort took 15 us, and all else 32
    // (bench/micro/full-state.ts).
    if (!isInOrder) this.#came.subarray(0, count).sort();
    let at = from;
    for (let i = 0; i < count; i++) at = this.#writeElement(at, first + (this.#came[i] % stride));
    return at;
  }

  #writeElement(from: number, row: number, operation: number = Operation.ADD): number {
    const { data, wireIndexes, keys, layout } = this.#block;
    data.setUint8(from, operation);
    let at = writeUint(data, from + 1, wireIndexes[row]);
    if (this.#isMap) {
      const keyAt = keys.keysOffset + row * layout.plan.keyBytesMax;
      at = writeText(data, at, data, keyAt, keys.keyLengths[row]);
    }
    return this.#writeContent(at, row);
  }

  #writeContent(at: number, row: number): number {
    const { data, refIds } = this.#block;
    const values = this.#values;
    if (values !== undefined) return values.writeValue(data, at, row);
    return writeUint(data, at, refIds[row]);
  }

  #patchArray(from: number, owner: number): number {
    const { data, counters, tableRefIds, layout, sequence } = this.#block;
    const counter = owner * tableCounters;
    const first = owner * operationsMax(layout.plan);
    const start = writeSwitch(data, from, tableRefIds[owner]);
    let at = this.#writeWhole(start, counter, TableCounter.CLEARED, Operation.CLEAR);
    at = this.#writeWhole(at, counter, TableCounter.REVERSED, Operation.REVERSE);
    const pending = counters[counter + TableCounter.SEQUENCE];
    for (let i = 0; i < pending; i++) at = this.#writeOperation(at, first, sequence[first + i]);
    this.#orders[owner] ??= new ArrayOrder(this.#block, owner);
    this.#orders[owner].settle();
    this.#settleValues(owner);
    return at === start ? from : at;
  }

  #writeOperation(from: number, first: number, place: number): number {
    const { data, operations, staged } = this.#block;
    const operation = operations[first + place] - 1;
    const content = staged[first + place];
    if (operation === Operation.DELETE) {
      const values = this.#values;
      data.setUint8(from, values === undefined ? Operation.DELETE_BY_REFID : Operation.DELETE);
      return writeUint(data, from + 1, values === undefined ? content : place);
    }
    data.setUint8(from, operation);
    const at = writeUint(data, from + 1, place);
    if (this.#values === undefined) return writeUint(data, at, content);
    return this.#values.writeValue(data, at, content);
  }

  /** Rows of primitives are only ever sent from here. */
  #settleValues(owner: number): void {
    if (this.#values === undefined) return;
    const { added, dirty, layout } = this.#block;
    const { stride } = layout.plan;
    added.fill(0, owner * stride, (owner + 1) * stride);
    dirty.fill(0, owner * stride, (owner + 1) * stride);
  }

  #fullArray(from: number, owner: number, length: number): number {
    const { data, order, layout } = this.#block;
    const first = owner * layout.plan.stride;
    let at = from;
    for (let index = 0; index < length; index++) {
      data.setUint8(at, Operation.ADD);
      at = writeUint(data, at + 1, index);
      at = this.#writeContent(at, order[first + index]);
    }
    return at;
  }

  /** An operation on the whole table, if it is pending. */
  #writeWhole(at: number, counter: number, which: number, operation: number): number {
    const { data, counters } = this.#block;
    if (counters[counter + which] === 0) return at;
    counters[counter + which] = 0;
    data.setUint8(at, operation);
    return at + 1;
  }
}
