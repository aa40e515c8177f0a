/**
 * All tables of one collection field as a worker sees them: a table for each row of the owner,
 * over the same columns. Views only; a single table is a TableRows.
 */
import { changesMax, type TableLayout, tableCounters } from './block-layout.ts';
import { KeyIndex } from './key-index.ts';
import type { StateBlock } from './state-block.ts';

export interface TableBlock extends StateBlock {
  readonly layout: TableLayout;
  /** `tableCounters` words an owner; see table-counters.ts. */
  readonly counters: Uint32Array;
  /** By owner: 1 when the table itself has something to send. */
  readonly changed: Uint8Array;
  /** By owner; 0 where the owner is gone. */
  readonly tableRefIds: Uint32Array;
  readonly generations: Uint32Array;
  readonly freeRows: Uint32Array;
  /** Maps and sets. */
  readonly wireIndexes: Uint32Array;
  /** Maps. */
  readonly keys: KeyIndex;
  /** See kept-rows.ts. */
  readonly kept: Uint8Array;
  /** See array-changes.ts, and index-changes.ts for maps and sets. */
  readonly staged: Int32Array;
  readonly sequence: Int32Array;
  /** Arrays; see array-order.ts and array-changes.ts. */
  readonly order: Int32Array;
  readonly gone: Uint8Array;
  readonly operations: Uint8Array;
}

/** True for a block that is all tables of a collection field. */
export function isTableBlock(block: StateBlock): block is TableBlock {
  return 'counters' in block;
}

/** The tables' block over that of their elements. */
export function tableBlock(data: DataView, layout: TableLayout, elements: StateBlock): TableBlock {
  const memory = data.buffer as SharedArrayBuffer;
  const { rows } = layout;
  const { owners, kind } = layout.plan;
  const indexed = kind === 'array' ? 0 : rows;
  const ordered = rows - indexed;
  const places = owners * changesMax(layout.plan);
  const arrayPlaces = kind === 'array' ? places : 0;
  return {
    ...elements,
    layout,
    counters: new Uint32Array(memory, layout.counters, owners * tableCounters),
    changed: new Uint8Array(memory, layout.changed, owners),
    tableRefIds: new Uint32Array(memory, layout.tableRefIds, owners),
    generations: new Uint32Array(memory, layout.generations, rows),
    freeRows: new Uint32Array(memory, layout.freeRows, rows),
    wireIndexes: new Uint32Array(memory, layout.wireIndexes, indexed),
    keys: new KeyIndex(memory, layout),
    kept: new Uint8Array(memory, layout.kept, kind === 'map' ? rows : 0),
    staged: new Int32Array(memory, layout.staged, places),
    sequence: new Int32Array(memory, layout.sequence, places),
    order: new Int32Array(memory, layout.order, ordered),
    gone: new Uint8Array(memory, layout.gone, arrayPlaces),
    operations: new Uint8Array(memory, layout.operations, arrayPlaces),
  };
}
