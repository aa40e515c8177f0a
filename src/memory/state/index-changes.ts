/**
 * What clients must be told of a map or a set: which elements came, went or, where they are
 * primitives, have another value, in the order in which it happened, as @colyseus/schema tells it.
 * The holder of the lease writes.
 *
 *   sequence: a row for an element that came or has another value; for one that went -1, or, as
 *   long as a map keeps its row and key, -2 - row
 *   staged: that element's index on the wire; a row that has another by now is not meant any more
 *
 * A key that comes back in the tick in which it went has its row and index again, and clients hear
 * of one replacement where it stands. So a map keeps the rows of what went until the patch, or
 * until it has no others.
 */
import { changesMax, tableCounters } from './block-layout.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

const gone = -1;
/** `kept - row` is a row that is kept. */
const kept = -2;

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

/** Before the row is given back. False when nobody hears of it, because nobody knew the element. */
export function noteRemoval(block: TableBlock, owner: number, row: number): boolean {
  const { added, counters, dirty, sequence, wireIndexes } = block;
  const known = counters[owner * tableCounters + TableCounter.KNOWN_WIRE_INDEX];
  if (added[row] !== 0) return wireIndexes[row] < known;
  counters[owner * tableCounters + TableCounter.REMOVED]++;
  const isReplaced = !block.layout.plan.isEntity && dirty[row] !== 0;
  const at = isReplaced ? sequence.indexOf(row, firstOf(block, owner)) : -1;
  const keptRow = block.layout.plan.kind === 'map' ? kept - row : gone;
  if (at >= 0) sequence[at] = keptRow;
  else append(block, owner, keptRow, wireIndexes[row]);
  return true;
}

/** The rows that a map keeps become free; what clients will hear stays. */
export function freeKept(block: TableBlock, owner: number): void {
  const { alive, counters, freeRows, keys, layout, sequence } = block;
  const from = owner * tableCounters;
  const first = firstOf(block, owner);
  const firstRow = owner * layout.plan.stride;
  for (let at = first; at < first + counters[from + TableCounter.SEQUENCE]; at++) {
    const row = kept - sequence[at];
    if (sequence[at] > kept || alive[row] !== 0) continue;
    sequence[at] = gone;
    keys.remove(owner, row);
    freeRows[firstRow + counters[from + TableCounter.FREE]++] = row;
  }
}

/** Clients have been told all. */
export function settleIndexed(block: TableBlock, owner: number): void {
  const { counters, layout } = block;
  const from = owner * tableCounters;
  if (layout.plan.kind === 'map') {
    freeKept(block, owner);
    counters[from + TableCounter.KNOWN_WIRE_INDEX] = counters[from + TableCounter.NEXT_WIRE_INDEX];
  }
  counters[from + TableCounter.SEQUENCE] = 0;
  counters[from + TableCounter.REMOVED] = 0;
}

/** The row of an element that went and, at a place of `sequence`, came back; or -1. */
export function returnedRow({ alive, sequence }: TableBlock, at: number): number {
  const row = kept - sequence[at];
  return row >= 0 && alive[row] !== 0 ? row : -1;
}

/** Clients forget all elements first. */
export function noteClear(block: TableBlock, owner: number): void {
  const { counters } = block;
  const at = owner * tableCounters;
  counters[at + TableCounter.SEQUENCE] = 0;
  counters[at + TableCounter.REMOVED] = 0;
  counters[at + TableCounter.CLEARED] = 1;
  counters[at + TableCounter.KNOWN_WIRE_INDEX] = 0;
}

/** Whether a place of `sequence` is still true. */
export function isMeant({ alive, sequence, staged, wireIndexes }: TableBlock, at: number): boolean {
  const row = sequence[at];
  return row < 0 || (alive[row] !== 0 && wireIndexes[row] === staged[at] >>> 0);
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
