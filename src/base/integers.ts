/**
 * Branded integers: a room is not a slot and neither is a worker, though all are small
 * numbers. The brands cost nothing at run time; cast once, where the number is born.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = number & { readonly [brand]: Name };

/** A room's place in the scheduler's tables, 0 … roomsMax-1. Reused after a room is closed. */
export type RoomIndex = Branded<'RoomIndex'>;
/** A worker thread's place in the pool, 0 … workers-1. A respawned worker keeps its index. */
export type WorkerIndex = Branded<'WorkerIndex'>;
/** A client's place in its room, 0 … capacity.clients-1. */
export type Slot = Branded<'Slot'>;
/** Smallest power of two that is >= `value`, for 1 <= value <= 2^30. */
export function powerOfTwoAtLeast(value: number): number {
  return value <= 1 ? 1 : 1 << (32 - Math.clz32(value - 1));
}

/** `value` rounded up to a multiple of `step`, a power of two. */
export function alignUp(value: number, step: number): number {
  return (value + step - 1) & ~(step - 1);
}
