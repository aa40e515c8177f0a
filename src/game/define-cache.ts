/**
 * Names a cache that a game's rooms keep on each worker: its type and bound, once, at module
 * level. The contents belong to a room and a worker; see `ctx.cache`.
 */
import { UsageError } from '../base/errors.ts';

/** At most so many entries in one cache. */
const cacheCapacityMax = 1 << 20;

declare const types: unique symbol;

export interface CacheToken<Key extends string | number, Value> {
  readonly capacity: number;
  /** Only for the compiler. */
  readonly [types]?: { readonly key: Key; readonly value: Value };
}

/**
 * `const paths = defineCache<string, Path>(256)`, then `ctx.cache(paths).get('a')`.
 * @throws UsageError OPTION_INVALID when `capacity` is no whole number from 1 to 2^20.
 */
export function defineCache<Key extends string | number, Value extends NonNullable<unknown> | null>(
  capacity: number,
): CacheToken<Key, Value> {
  if (!Number.isInteger(capacity) || capacity < 1 || capacity > cacheCapacityMax) {
    throw new UsageError(
      'OPTION_INVALID',
      `defineCache(${capacity}): its capacity must be a whole number from 1 to ${cacheCapacityMax}`,
    );
  }
  return Object.freeze({ capacity });
}
