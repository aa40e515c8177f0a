/**
 * Writes a room's state to the wire: patches of what changed, and full states for joiners. The
 * bytes are @colyseus/schema's own: owners first, then what they own, so that a client knows of
 * every structure before it hears from it. Runs on the holder of the lease, and writes into the
 * room's own memory, in which the out ring lies.
 */
import type { StateBlock } from '../memory/state/state-block.ts';
import { isTableBlock, type TableBlock } from '../memory/state/table-block.ts';
import { TableCounter } from '../memory/state/table-counters.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import {
  entryWireBytesMax,
  removalWireBytesMax,
  rowWireBytesMax,
  stateWireBytesMax,
  switchBytesMax,
  tableWireBytesMax,
} from '../schema/wire-bounds.ts';
import { writeSwitch } from '../wire/write-value.ts';
import { type BlockProgram, blockProgram } from './encode-program.ts';
import { TableEncoder } from './table-encoder.ts';

/** What is known of a block once and for all. */
interface BlockEncoder {
  readonly block: StateBlock;
  /** undefined where the rows are primitives. */
  readonly rows: BlockProgram | undefined;
  readonly table: TableEncoder | undefined;
  readonly rowBytesMax: number;
  /** Of one element that comes. */
  readonly entryBytesMax: number;
  /** Of all that one table can say. */
  readonly tableBytesMax: number;
}

export class StateEncoder {
  /** Bytes that a full state can take at most. */
  readonly fullStateBytesMax: number;
  readonly #root: StateBlock;
  readonly #rootProgram: BlockProgram;
  readonly #rootBytesMax: number;
  /** All blocks but the root, owners first. */
  readonly #blocks: readonly BlockEncoder[];

  constructor(plan: StatePlan, root: StateBlock) {
    this.fullStateBytesMax = stateWireBytesMax(plan);
    this.#root = root;
    this.#rootProgram = blockProgram(root.layout);
    this.#rootBytesMax = rowWireBytesMax(plan.root);
    this.#blocks = root.children.flatMap(encodersOf);
  }

  /** No less than `patchBytesMax`, and found without looking at a row. */
  patchBytesBound(): number {
    let bytes = this.#rootBytesMax;
    const blocks = this.#blocks;
    for (let i = 0; i < blocks.length; i++) {
      const { block, rowBytesMax, entryBytesMax, tableBytesMax } = blocks[i];
      const rows = rowsHighOf(block);
      bytes += rows * rowBytesMax;
      if (!isTableBlock(block)) continue;
      const { owners, kind } = block.layout.plan;
      const isCounted = owners === 1 && kind !== 'array';
      bytes += isCounted ? changesBytesMax(block, rows, entryBytesMax) : owners * tableBytesMax;
    }
    return bytes;
  }

  /** Bytes that a patch of the state as it is now can take at most; 0 when nothing was written. */
  patchBytesMax(): number {
    let bytes = this.#root.dirty[0] === 0 ? 0 : this.#rootBytesMax;
    for (const { block, rowBytesMax, entryBytesMax, tableBytesMax } of this.#blocks) {
      const dirty = countRows(block, block.dirtyWords);
      bytes += dirty * rowBytesMax;
      if (!isTableBlock(block)) continue;
      const { owners, kind } = block.layout.plan;
      for (let owner = 0; owner < owners; owner++) {
        if (block.changed[owner] === 0) continue;
        const isCounted = owners === 1 && kind !== 'array';
        // Of entities only those that come are the table's own to tell.
        const changes = rowBytesMax > 0 ? countRows(block, block.addedWords) : dirty;
        bytes += isCounted ? changesBytesMax(block, changes, entryBytesMax) : tableBytesMax;
      }
    }
    return bytes;
  }

  /** Writes what changed since the last patch, and remembers it as sent. Returns the end. */
  patch(from: number): number {
    const { data, dirty } = this.#root;
    let at = from;
    if (dirty[0] !== 0) {
      dirty[0] = 0;
      at = this.#rootProgram.patchRow(data, at, 0);
    }
    const blocks = this.#blocks;
    for (let i = 0; i < blocks.length; i++) {
      const { block, rows, table } = blocks[i];
      if (table !== undefined) at = table.patch(at);
      if (rows !== undefined) at = rows.patchRows(data, at, rowsHighOf(block));
    }
    return at;
  }

  /** Writes all of the state as it is now; what is sent or unsent to others does not change. */
  fullState(from: number): number {
    let at = this.#rootProgram.fullRow(this.#root.data, from, 0);
    for (const { block, rows, table } of this.#blocks) {
      if (table !== undefined) at = table.full(at);
      if (rows !== undefined && !rows.isSilent) at = fullRows(block, rows, at);
    }
    return at;
  }
}

function encodersOf(block: StateBlock): BlockEncoder[] {
  const encoder = isTableBlock(block) ? tableEncoderOf(block) : refEncoderOf(block);
  return [encoder, ...block.children.flatMap(encodersOf)];
}

function refEncoderOf(block: StateBlock): BlockEncoder {
  const rowBytesMax = rowWireBytesMax(block.layout.plan);
  const rows = blockProgram(block.layout);
  return { block, rows, table: undefined, rowBytesMax, entryBytesMax: 0, tableBytesMax: 0 };
}

function tableEncoderOf(block: TableBlock): BlockEncoder {
  const { plan } = block.layout;
  return {
    block,
    rows: plan.isEntity ? blockProgram(block.layout) : undefined,
    table: new TableEncoder(block),
    rowBytesMax: plan.isEntity ? rowWireBytesMax(plan) : 0,
    entryBytesMax: entryWireBytesMax(plan),
    tableBytesMax: tableWireBytesMax(plan),
  };
}

/** Rows that have been used; of what many owners own, all. */
function rowsHighOf(block: StateBlock): number {
  if (!isTableBlock(block) || block.layout.plan.owners > 1) return block.layout.rows;
  return block.counters[TableCounter.ROWS_HIGH];
}

/** What the one table of `block` can have to say of `rows` elements, and of those that went. */
function changesBytesMax(block: TableBlock, rows: number, entryBytesMax: number): number {
  const removed = block.counters[TableCounter.REMOVED];
  return switchBytesMax + 1 + rows * entryBytesMax + removed * removalWireBytesMax;
}

/** Rows in use whose flag is up: four flags a word, each 0 or 1. */
function countRows(block: StateBlock, flags: Int32Array): number {
  const words = (rowsHighOf(block) + 3) >>> 2;
  const { aliveWords } = block;
  let count = 0;
  for (let word = 0; word < words; word++) {
    if (flags[word] !== 0) count += Math.imul(flags[word] & aliveWords[word], 0x01010101) >>> 24;
  }
  return count;
}

function fullRows(block: StateBlock, { fullRow }: BlockProgram, from: number): number {
  const { data, alive, refIds } = block;
  const rowsHigh = rowsHighOf(block);
  let at = from;
  for (let row = 0; row < rowsHigh; row++) {
    if (alive[row] === 0) continue;
    const start = writeSwitch(data, at, refIds[row]);
    const end = fullRow(data, start, row);
    if (end !== start) at = end;
  }
  return at;
}
