/** Random numbers whose state is a field of the room's, so that any worker goes on with them. */

/** A field `seed: t.uint32().default(1).noSync()`; 0 would stay 0. */
export interface Seeded {
  seed: number;
}

/** A whole number from 0 to `bound` - 1: one step of xorshift32. */
export function random(state: Seeded, bound: number): number {
  let seed = state.seed;
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  state.seed = seed >>> 0;
  return (seed >>> 0) % bound;
}
