/**
 * The counters of one table, u32 each, in its owner's `tableCounters` words. The holder of the
 * lease writes them.
 *
 *   rows 0 … rowsHigh-1 of the owner have been used; freed ones wait in a stack of `free`, the last
 *   freed on top
 *   structure rises with each element that comes or goes, so that a worker knows what it missed
 *   removed: elements of which clients must still be told that they are gone
 *   cleared: clients must forget all that they have of the table, before anything else
 *   sequence: see index-changes.ts and array-changes.ts
 *   kept, kept tick: see kept-rows.ts
 *   staged, reversed, length, moved: see array-order.ts and array-changes.ts
 */
export const TableCounter = {
  SIZE: 0,
  ROWS_HIGH: 1,
  FREE: 2,
  NEXT_WIRE_INDEX: 3,
  REMOVED: 4,
  STRUCTURE: 5,
  CLEARED: 6,
  STAGED: 7,
  SEQUENCE: 8,
  REVERSED: 9,
  LENGTH: 10,
  MOVED: 11,
  KEPT: 12,
  KEPT_TICK: 13,
} as const;
