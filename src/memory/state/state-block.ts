/**
 * One block of a room's state as a worker sees it: its columns, which rows are in use, and what
 * each row owns. Blocks form the plan's tree; the root's has one row.
 */
import { isTable } from '../../schema/state-plan.ts';
import type { RoomHeader } from '../room-header.ts';
import type { BlockLayout, ChildLayout, RefLayout, TableLayout } from './block-layout.ts';
import { type ColumnBlock, createColumnBlock } from './column-block.ts';
import type { Handle } from './handle-class.ts';
import { assignRef, openRef } from './ref-target.ts';
import { type TableBlock, tableBlock } from './table-block.ts';
import { tableOf } from './table-of.ts';

export interface StateBlock extends ColumnBlock {
  readonly layout: BlockLayout;
  readonly header: RoomHeader;
  /** 1 for a row in use, and for one in use that no client has heard of; four rows a word. */
  readonly alive: Uint8Array;
  readonly aliveWords: Int32Array;
  readonly added: Uint8Array;
  readonly addedWords: Int32Array;
  /** 0 where the row is not in use. */
  readonly refIds: Uint32Array;
  /** In the order of the plan's children. */
  readonly children: readonly ChildBlock[];
}

export type ChildBlock = RefBlock | TableBlock;

/** The targets of a `t.ref(Class)`. */
export interface RefBlock extends StateBlock {
  readonly layout: RefLayout;
  /** By row: the operation that clients must be told of the owner's field, or 0. */
  readonly operations: Uint8Array;
  /** See ref-target.ts. */
  open(owner: Handle): Handle;
  assign(owner: Handle, value: object | null | undefined): void;
}

/**
 * A block and all that it owns. Blocks are made as literals, with every name in the source: V8
 * keeps an object that gets as many properties by `Object.assign`, or by computed names, as a hash
 * table, and looks each access up in it.
 */
export function createStateBlock(
  data: DataView,
  layout: BlockLayout,
  header: RoomHeader,
): StateBlock {
  const memory = data.buffer as SharedArrayBuffer;
  const words = (layout.rows + 3) >>> 2;
  return {
    ...createColumnBlock(data, layout),
    layout,
    header,
    alive: new Uint8Array(memory, layout.alive, words * 4),
    aliveWords: new Int32Array(memory, layout.alive, words),
    added: new Uint8Array(memory, layout.added, words * 4),
    addedWords: new Int32Array(memory, layout.added, words),
    refIds: new Uint32Array(memory, layout.refIds, layout.rows),
    children: layout.children.map((child) => createChild(data, child, header)),
  };
}

function createChild(data: DataView, layout: ChildLayout, header: RoomHeader): ChildBlock {
  const block = createStateBlock(data, layout, header);
  if (isTable(layout.plan)) {
    const table = {
      ...tableBlock(data, layout as TableLayout, block),
      open: (owner: Handle) => tableOf(table, owner),
    };
    return table;
  }
  const { operations, rows } = layout as RefLayout;
  const ref: RefBlock = {
    ...block,
    layout: layout as RefLayout,
    operations: new Uint8Array(data.buffer, operations, rows),
    open: (owner: Handle) => openRef(ref, owner.$row),
    assign: (owner: Handle, value: object | null | undefined) => assignRef(ref, owner, value),
  };
  return ref;
}
