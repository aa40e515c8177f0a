/**
 * What comes and goes with a row: the targets of its refs, the tables it owns, and their refIds.
 * The holder of the lease calls these; nothing here marks the row itself. Loops go by index: an
 * iterator would be garbage for each entity that comes or goes.
 */
import { UsageError } from '../../base/errors.ts';
import { operationsMax } from '../../schema/wire-bounds.ts';
import { tableCounters } from './block-layout.ts';
import { resetRow } from './column-block.ts';
import type { Handle } from './handle-class.ts';
import { forgetKept } from './kept-rows.ts';
import type { RefBlock, StateBlock } from './state-block.ts';
import { isTableBlock, type TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

/**
 * Does nothing for the root, and for inputs, whose rows come and go by themselves.
 * @throws UsageError ENTITY_STALE when the handle's entity is gone, whoever has its row now.
 */
export function demandThere({ $block, $row, $generation }: Handle, path: string): void {
  const block = $block as StateBlock;
  const { plan } = (block.layout ?? {}) as { readonly plan?: { readonly kind?: string } };
  if (plan?.kind === undefined) return;
  const now = isTableBlock(block) ? block.generations[$row] : block.refIds[$row];
  if (now === $generation) return;
  throw new UsageError('ENTITY_STALE', `${path}: it belongs to an entity that was deleted`);
}

/** The row gets its defaults, its refId and all that it owns from the start. */
export function openRow(block: StateBlock, row: number): void {
  block.alive[row] = 1;
  block.added[row] = 1;
  block.dirty[row] = 1;
  const isPrimitive = isTableBlock(block) && !block.layout.plan.isEntity;
  if (!isPrimitive) block.refIds[row] = block.header.nextRefId++;
  resetRow(block, block.layout.plan.fields, row);
  const { children } = block;
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (isTableBlock(child)) openTable(child, row);
    else if (!child.layout.plan.isOptional) openRow(child, row);
  }
}

/** The row and all that it owns is gone; clients that know it are told by its owner. */
export function closeRow(block: StateBlock, row: number): void {
  block.alive[row] = 0;
  block.added[row] = 0;
  block.dirty[row] = 0;
  block.refIds[row] = 0;
  const { children } = block;
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (isTableBlock(child)) closeTable(child, row);
    else closeRef(child, row);
  }
}

function openTable(table: TableBlock, owner: number): void {
  table.tableRefIds[owner] = table.header.nextRefId++;
}

function closeRef(ref: RefBlock, row: number): void {
  ref.operations[row] = 0;
  if (ref.alive[row] !== 0) closeRow(ref, row);
}

function closeTable(table: TableBlock, owner: number): void {
  emptyTable(table, owner);
  const from = owner * tableCounters;
  const { plan } = table.layout;
  if (plan.kind === 'array') {
    const places = operationsMax(plan);
    table.gone.fill(0, owner * places, (owner + 1) * places);
    table.operations.fill(0, owner * places, (owner + 1) * places);
  }
  const structure = table.counters[from + TableCounter.STRUCTURE];
  table.counters.fill(0, from, from + tableCounters);
  table.counters[from + TableCounter.STRUCTURE] = structure;
  table.changed[owner] = 0;
  table.tableRefIds[owner] = 0;
}

/** Every element is gone, and every row as good as never used. */
export function emptyTable(table: TableBlock, owner: number): void {
  const { stride, kind } = table.layout.plan;
  const first = owner * stride;
  const from = owner * tableCounters;
  const rowsHigh = table.counters[from + TableCounter.ROWS_HIGH];
  if (rowsHigh === 0) return;
  for (let row = first; row < first + rowsHigh; row++) {
    if (table.alive[row] === 0) continue;
    table.generations[row]++;
    closeRow(table, row);
  }
  if (kind === 'map') {
    table.keys.clear(owner);
    forgetKept(table, owner);
  }
  table.counters[from + TableCounter.SIZE] = 0;
  table.counters[from + TableCounter.ROWS_HIGH] = 0;
  table.counters[from + TableCounter.FREE] = 0;
  table.counters[from + TableCounter.STRUCTURE]++;
}
