/**
 * What clients must be told of a map or a set: which elements came, went or, where they are
 * primitives, have another value, in the order in which it happened, as @colyseus/schema tells it.
 * The holder of the lease writes.
 *
 *   sequence: a row for an element that came or has another value, -1 - row for one that went
 *   staged: that element's index on the wire; a row that has another by now is not meant any more
 *
 * An element that went and came back in one tick has its index again (kept-rows.ts): what it left
 * in the sequence then stands for its return.
 */
import { changesMax, tableCounters } from './block-layout.ts';
import { replacesItself, tellKept } from './kept-rows.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

/** `gone - row`: the row's element went. */
const gone = -1;

/** An element that came gets its index on the wire. */
export function noteAddition(block: TableBlock, owner: number, row: number): void {
  const nextIndex = owner * tableCounters + TableCounter.NEXT_WIRE_INDEX;
  block.wireIndexes[row] = block.counters[nextIndex]++;
  append(block, owner, row, block.wireIndexes[row]);
}

/** A primitive has another value; once a patch. */
export function noteReplacement(block: TableBlock, owner: number, row: number): void {
  if (block.dirty[row] !== 0) return;
  block.dirty[row] = 1;
  append(block, owner, row, block.wireIndexes[row]);
}

/** Before the row is given back. Nobody hears of what nobody knew. */
export function noteRemoval(block: TableBlock, owner: number, row: number): void {
  const { added, counters, dirty, sequence, wireIndexes } = block;
  if (added[row] !== 0) return;
  counters[owner * tableCounters + TableCounter.REMOVED]++;
  const isReplaced = !block.layout.plan.isEntity && dirty[row] !== 0;
  const at = isReplaced ? sequence.indexOf(row, firstOf(block, owner)) : -1;
  if (at >= 0) sequence[at] = gone - row;
  else append(block, owner, gone - row, wireIndexes[row]);
}

/** Clients have been told all. */
export function settleIndexed(block: TableBlock, owner: number): void {
  const { counters, layout } = block;
  const from = owner * tableCounters;
  counters[from + TableCounter.SEQUENCE] = 0;
  counters[from + TableCounter.REMOVED] = 0;
  if (layout.plan.kind === 'map') tellKept(block, owner);
}

/** The row of an element that, at a place of `sequence`, went and came back; or -1. */
export function returnedRow(block: TableBlock, at: number): number {
  const row = gone - block.sequence[at];
  return row >= 0 && isThere(block, row, at) ? row : -1;
}

/** Clients forget all elements first. */
export function noteClear(block: TableBlock, owner: number): void {
  const { counters } = block;
  const at = owner * tableCounters;
  counters[at + TableCounter.SEQUENCE] = 0;
  counters[at + TableCounter.REMOVED] = 0;
  counters[at + TableCounter.CLEARED] = 1;
}

/** Whether a place of `sequence` is still true. */
export function isMeant(block: TableBlock, at: number): boolean {
  const row = block.sequence[at];
  return row < 0 || isThere(block, row, at);
}

/** Whether the element of that place is in the row. */
function isThere({ alive, staged, wireIndexes }: TableBlock, row: number, at: number): boolean {
  return alive[row] !== 0 && wireIndexes[row] === staged[at] >>> 0;
}

/** Whether it may come back into the row, as what it is. */
function mayReturn(block: TableBlock, at: number): boolean {
  const row = block.sequence[at];
  return replacesItself(block, row) && block.wireIndexes[row] === block.staged[at] >>> 0;
}

export function firstOf({ layout }: TableBlock, owner: number): number {
  return owner * changesMax(layout.plan);
}

function append(block: TableBlock, owner: number, row: number, index: number): void {
  const { counters, sequence, staged, layout } = block;
  const counter = owner * tableCounters + TableCounter.SEQUENCE;
  if (counters[counter] === changesMax(layout.plan)) dropVoid(block, owner);
  const at = firstOf(block, owner) + counters[counter]++;
  sequence[at] = row;
  staged[at] = index;
}

function dropVoid(block: TableBlock, owner: number): void {
  const { counters, sequence, staged } = block;
  const counter = owner * tableCounters + TableCounter.SEQUENCE;
  const first = firstOf(block, owner);
  let kept = first;
  for (let at = first; at < first + counters[counter]; at++) {
    if (!isMeant(block, at) && !mayReturn(block, at)) continue;
    sequence[kept] = sequence[at];
    staged[kept++] = staged[at];
  }
  counters[counter] = kept - first;
}
