/**
 * A checksum of a room's synced state, straight from its columns: what a client's decoded state
 * sums up to as well when it has the same, whatever order its maps and sets are in. Server-only
 * fields are no part of it. What a game wrote to `columns` without `markDirty` is, so that such a
 * mistake shows. Reads only; runs on the holder of the lease. base/hash.ts says what the sum is.
 */
import { combine, hashUtf8, setSeed } from '../base/hash.ts';
import { tableCounters } from '../memory/state/block-layout.ts';
import type { ChildBlock, StateBlock } from '../memory/state/state-block.ts';
import { isTableBlock, type TableBlock } from '../memory/state/table-block.ts';
import { TableCounter } from '../memory/state/table-counters.ts';
import { checksumProgram, type RowHash } from './checksum-program.ts';

/** A block's hashes, and those of what its rows own. */
interface Summer<Block extends StateBlock = StateBlock> {
  readonly block: Block;
  readonly fieldsHash: RowHash;
  /** undefined where the rows are no primitives. */
  readonly valueHash: RowHash | undefined;
  /** The refs and tables that a row owns, apart: two loops of one kind each. */
  readonly refs: readonly Owned<StateBlock>[];
  readonly tables: readonly Owned<TableBlock>[];
}

interface Owned<Block extends StateBlock> extends Summer<Block> {
  /** The field in the owner. */
  readonly index: number;
}

export class StateChecksum {
  readonly #root: Summer;

  constructor(root: StateBlock) {
    this.#root = summerOf(root);
  }

  /** u32, of the state as it is now. */
  sum(): number {
    return rowHash(this.#root, 0) >>> 0;
  }
}

function summerOf<Block extends StateBlock>(block: Block): Summer<Block> {
  const { fieldsHash, valueHash } = checksumProgram(block.layout);
  const isPrimitive = isTableBlock(block) && !block.layout.plan.isEntity;
  const refs: Owned<StateBlock>[] = [];
  const tables: Owned<TableBlock>[] = [];
  for (const child of block.children) {
    if (isTableBlock(child)) tables.push(ownedOf(child));
    else refs.push(ownedOf(child));
  }
  return { block, fieldsHash, valueHash: isPrimitive ? valueHash : undefined, refs, tables };
}

function ownedOf<Block extends ChildBlock>(block: Block): Owned<Block> {
  return { ...summerOf(block), index: block.layout.plan.index };
}

/** Loops go by index: an iterator would be garbage for every row. */
function rowHash(summer: Summer, row: number): number {
  const { block, fieldsHash, valueHash, refs, tables } = summer;
  if (valueHash !== undefined) return valueHash(block.data, row);
  let sum = fieldsHash(block.data, row);
  for (let i = 0; i < refs.length; i++) {
    const ref = refs[i];
    if (ref.block.alive[row] !== 0) sum = (sum + combine(ref.index, rowHash(ref, row))) | 0;
  }
  for (let i = 0; i < tables.length; i++) {
    const table = tables[i];
    sum = (sum + combine(table.index, tableHash(table, row))) | 0;
  }
  return sum;
}

function tableHash(table: Owned<TableBlock>, owner: number): number {
  const { plan } = table.block.layout;
  const first = owner * plan.stride;
  if (plan.kind === 'array') return arrayHash(table, owner, first);
  const { alive, counters, data, keys } = table.block;
  const end = first + counters[owner * tableCounters + TableCounter.ROWS_HIGH];
  const isMap = plan.kind === 'map';
  let sum = 0;
  for (let row = first; row < end; row++) {
    if (alive[row] === 0) continue;
    const keyAt = keys.keysOffset + row * plan.keyBytesMax;
    const key = isMap ? hashUtf8(data, keyAt, keys.keyLengths[row]) : setSeed;
    sum = (sum + combine(key, rowHash(table, row))) | 0;
  }
  return sum;
}

function arrayHash(table: Owned<TableBlock>, owner: number, first: number): number {
  const { counters, order } = table.block;
  const length = counters[owner * tableCounters + TableCounter.LENGTH];
  let sum = 0;
  for (let index = 0; index < length; index++) {
    sum = (sum + combine(index, rowHash(table, order[first + index]))) | 0;
  }
  return sum;
}
