/**
 * What clients must be told of a map or a set: which elements came, went or, where they are
 * primitives, have another value, in the order in which it happened, as @colyseus/schema tells it.
 * The holder of the lease writes.
 *
 *   sequence: a row for an element that came or has another value, -1 for one that went
 *   staged: that element's index on the wire; a row that has another by now is not meant any more
 */
import { changesMax, tableCounters } from './block-layout.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

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
  if (at >= 0) sequence[at] = gone;
  else append(block, owner, gone, wireIndexes[row]);
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
export function isMeant({ alive, sequence, staged, wireIndexes }: TableBlock, at: number): boolean {
  const row = sequence[at];
  return row === gone || (alive[row] !== 0 && wireIndexes[row] === staged[at] >>> 0);
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
    if (!isMeant(block, at)) continue;
    sequence[kept] = sequence[at];
    staged[kept++] = staged[at];
  }
  counters[counter] = kept - first;
}
