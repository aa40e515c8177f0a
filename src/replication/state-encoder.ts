/**
 * Writes a room's state to the wire: patches of what changed, and full states for joiners. The
 * bytes are @colyseus/schema's own, in the order that its Encoder uses when a tick changes the
 * root first, then each map's entries, then their entities. Runs on the holder of the lease, and
 * writes into the room's own memory, in which the out ring lies.
 */
import type { ColumnBlock } from '../memory/column-block.ts';
import { type EntityTable, TableCounter } from '../memory/entity-table.ts';
import { roomLayout } from '../memory/layout.ts';
import {
  entryWireBytesMax,
  rowWireBytesMax,
  type StatePlan,
  stateWireBytesMax,
  type TablePlan,
  wireNumberBytesMax,
} from '../schema/state-plan.ts';
import { Operation, switchToStructure } from '../wire/operation.ts';
import { writeText, writeUint } from '../wire/write-value.ts';
import {
  type BlockProgram,
  blockProgram,
  type TableProgram,
  tableProgram,
} from './encode-program.ts';

/** What the encoder needs of a room's memory. */
export interface EncodedState {
  readonly data: DataView;
  readonly root: ColumnBlock;
  readonly tables: readonly EntityTable[];
}

export class StateEncoder {
  /** Bytes that a full state can take at most. */
  readonly fullStateBytesMax: number;
  readonly #plan: StatePlan;
  readonly #root: BlockProgram;
  readonly #tables: readonly TableProgram[];
  readonly #entryBytesMax: readonly number[];
  readonly #rowBytesMax: readonly number[];
  readonly #rootBytesMax: number;

  constructor(plan: StatePlan) {
    this.#plan = plan;
    this.fullStateBytesMax = stateWireBytesMax(plan);
    const layout = roomLayout(plan);
    this.#root = blockProgram(layout.root);
    this.#tables = layout.tables.map(tableProgram);
    this.#rootBytesMax = rowWireBytesMax(plan.root);
    this.#rowBytesMax = plan.tables.map(rowWireBytesMax);
    this.#entryBytesMax = plan.tables.map(entryWireBytesMax);
  }

  /** No less than `patchBytesMax`, and found without looking at a row. */
  patchBytesBound(state: EncodedState): number {
    let bytes = this.#rootBytesMax;
    for (let i = 0; i < state.tables.length; i++) {
      const table = state.tables[i];
      const removed = table.$counters[TableCounter.REMOVED];
      bytes += 1 + wireNumberBytesMax + removed * (1 + wireNumberBytesMax);
      bytes += rowsHigh(table) * (this.#entryBytesMax[i] + this.#rowBytesMax[i]);
    }
    return bytes;
  }

  /** Bytes that a patch of the state as it is now can take at most; 0 when nothing was written. */
  patchBytesMax(state: EncodedState): number {
    let bytes = state.root.dirty[0] === 0 ? 0 : this.#rootBytesMax;
    for (let i = 0; i < state.tables.length; i++) {
      const table = state.tables[i];
      const added = countBits(table.$added, (rowsHigh(table) + 31) >>> 5);
      const removed = table.$counters[TableCounter.REMOVED];
      // Added rows are dirty too.
      const touched = countBits(table.$block.dirtyWords, (rowsHigh(table) + 3) >>> 2);
      if (touched + removed === 0) continue;
      bytes += 1 + wireNumberBytesMax + removed * (1 + wireNumberBytesMax);
      bytes += added * this.#entryBytesMax[i] + touched * this.#rowBytesMax[i];
    }
    return bytes;
  }

  /** Writes what changed since the last patch, and remembers it as sent. Returns the end. */
  patch(state: EncodedState, from: number): number {
    let at = from;
    if (state.root.dirty[0] !== 0) {
      state.root.dirty[0] = 0;
      at = this.#root.patchRow(state.data, at, 0);
    }
    for (let i = 0; i < state.tables.length; i++) {
      const table = state.tables[i];
      at = writeEntries(table, this.#plan.tables[i], at);
      at = this.#tables[i].patchRows(state.data, at);
    }
    return at;
  }

  /** Writes all of the state as it is now; what is sent or unsent to others does not change. */
  fullState(state: EncodedState, from: number): number {
    let at = this.#fullRoot(state, from);
    for (let i = 0; i < state.tables.length; i++) {
      at = this.#fullTable(state, i, at);
    }
    return at;
  }

  /** Scalars first, then each map's refId: order of fields means nothing within a structure. */
  #fullRoot({ data }: EncodedState, from: number): number {
    let at = this.#root.fullRow(data, from, 0);
    for (const table of this.#plan.tables) {
      data.setUint8(at, Operation.ADD | table.index);
      at = writeUint(data, at + 1, table.refId);
    }
    return at;
  }

  #fullTable({ data, tables }: EncodedState, i: number, from: number): number {
    const table = tables[i];
    if (table.size === 0) return from;
    data.setUint8(from, switchToStructure);
    let at = writeUint(data, from + 1, this.#plan.tables[i].refId);
    at = eachRow(table, table.$alive, at, writeEntry);
    if (this.#plan.tables[i].fields.every((field) => field.index < 0)) return at;
    const { fullRow } = this.#tables[i];
    const words = wordsOf(table);
    for (let word = 0; word < words; word++) {
      for (let bits = table.$alive[word]; bits !== 0; bits &= bits - 1) {
        const row = (word << 5) | (31 - Math.clz32(bits & -bits));
        data.setUint8(at, switchToStructure);
        at = writeUint(data, at + 1, table.$refIds[row]);
        at = fullRow(data, at, row);
      }
    }
    return at;
  }
}

/** The map's own changes: entries that are gone, then new ones. */
function writeEntries(table: EntityTable, plan: TablePlan, from: number): number {
  const { data } = table.$block;
  const removed = table.$counters[TableCounter.REMOVED];
  if (removed === 0 && !hasBits(table, table.$added)) return from;
  data.setUint8(from, switchToStructure);
  let at = writeUint(data, from + 1, plan.refId);
  for (let i = 0; i < removed; i++) {
    data.setUint8(at, Operation.DELETE);
    at = writeUint(data, at + 1, table.$removed[i]);
  }
  table.$counters[TableCounter.REMOVED] = 0;
  return eachRow(table, table.$added, at, writeEntry);
}

function writeEntry(table: EntityTable, from: number, row: number): number {
  const { data } = table.$block;
  const keys = table.$keys;
  data.setUint8(from, Operation.ADD);
  const at = writeUint(data, from + 1, table.$wireIndexes[row]);
  const keyAt = keys.keysOffset + row * table.$layout.plan.keyBytesMax;
  const end = writeText(data, at, data, keyAt, keys.keyLengths[row]);
  return writeUint(data, end, table.$refIds[row]);
}

type RowWriter = (table: EntityTable, at: number, row: number) => number;

function eachRow(
  table: EntityTable,
  bitmap: Int32Array,
  from: number,
  writeRow: RowWriter,
): number {
  let at = from;
  const words = wordsOf(table);
  for (let word = 0; word < words; word++) {
    for (let bits = bitmap[word]; bits !== 0; bits &= bits - 1) {
      at = writeRow(table, at, (word << 5) | (31 - Math.clz32(bits & -bits)));
    }
  }
  return at;
}

function rowsHigh(table: EntityTable): number {
  return table.$counters[TableCounter.ROWS_HIGH];
}

function wordsOf(table: EntityTable): number {
  return (rowsHigh(table) + 31) >>> 5;
}

function hasBits(table: EntityTable, bitmap: Int32Array): boolean {
  const words = wordsOf(table);
  for (let word = 0; word < words; word++) {
    if (bitmap[word] !== 0) return true;
  }
  return false;
}

/** Set bits in the first `words` words; in dirty bytes, which are 0 or 1, that counts rows. */
function countBits(bitmap: Int32Array, words: number): number {
  let count = 0;
  for (let word = 0; word < words; word++) {
    if (bitmap[word] !== 0) count += popcount(bitmap[word]);
  }
  return count;
}

function popcount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
