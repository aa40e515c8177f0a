/**
 * Rows of a map whose elements went in this tick, with their keys: a key that comes back in the
 * tick in which it went has its row and its index on the wire again, and clients hear of one
 * replacement where it stands. Which rows a map gives follows from ticks and from what the game
 * does, never from when a patch goes out: a replay without clients has the same rows. The holder of
 * the lease writes.
 *
 *   freeRows of an owner: [free … | kept …]; a kept row may be in use again
 *   kept, by row: whether it is among them, and whether clients still have to be told
 */
import { tableCounters } from './block-layout.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

const untold = 1;
const told = 2;

/** The row of an element that has just gone. */
export function keepRow(block: TableBlock, owner: number, row: number): void {
  const { counters, freeRows, header, kept, layout } = block;
  const at = owner * tableCounters;
  if (kept[row] === 0) {
    const end = counters[at + TableCounter.FREE] + counters[at + TableCounter.KEPT]++;
    freeRows[owner * layout.plan.stride + end] = row;
  }
  kept[row] = untold;
  counters[at + TableCounter.KEPT_TICK] = header.tick;
}

/** Before elements come or go: what was kept in an earlier tick is free now. */
export function settleTick(block: TableBlock, owner: number): void {
  const { counters, header } = block;
  const at = owner * tableCounters;
  if (counters[at + TableCounter.KEPT] === 0) return;
  if (counters[at + TableCounter.KEPT_TICK] !== header.tick) freeKept(block, owner);
}

/** Those of the kept rows that are not in use become free, also where the map has no others. */
export function freeKept(block: TableBlock, owner: number): void {
  const { alive, counters, freeRows, kept, keys, layout } = block;
  const at = owner * tableCounters;
  const first = owner * layout.plan.stride + counters[at + TableCounter.FREE];
  const end = first + counters[at + TableCounter.KEPT];
  let free = first;
  for (let place = first; place < end; place++) {
    const row = freeRows[place];
    kept[row] = 0;
    if (alive[row] !== 0) continue;
    keys.remove(owner, row);
    freeRows[free++] = row;
  }
  counters[at + TableCounter.FREE] += free - first;
  counters[at + TableCounter.KEPT] = 0;
}

/** A free row, which there must be: from below the kept ones, the last of which closes the gap. */
export function takeFree({ counters, freeRows, layout }: TableBlock, owner: number): number {
  const at = owner * tableCounters;
  const place = owner * layout.plan.stride + --counters[at + TableCounter.FREE];
  const row = freeRows[place];
  freeRows[place] = freeRows[place + counters[at + TableCounter.KEPT]];
  return row;
}

/** Clients have been told of everything: a key that comes back is news. */
export function tellKept({ counters, freeRows, kept, layout }: TableBlock, owner: number): void {
  const at = owner * tableCounters;
  const first = owner * layout.plan.stride + counters[at + TableCounter.FREE];
  const end = first + counters[at + TableCounter.KEPT];
  for (let place = first; place < end; place++) kept[freeRows[place]] = told;
}

/** The map was cleared, its keys too. */
export function forgetKept({ counters, freeRows, kept, layout }: TableBlock, owner: number): void {
  const at = owner * tableCounters;
  const first = owner * layout.plan.stride + counters[at + TableCounter.FREE];
  const end = first + counters[at + TableCounter.KEPT];
  for (let place = first; place < end; place++) kept[freeRows[place]] = 0;
  counters[at + TableCounter.KEPT] = 0;
}

/** Whether clients will take the element that comes back in a row for the one that went. */
export function replacesItself({ kept }: TableBlock, row: number): boolean {
  return row >= 0 && kept[row] === untold;
}
