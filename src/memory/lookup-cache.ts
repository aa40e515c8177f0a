/**
 * A bounded cache from keys to values, in front of an index that is slower to ask. Any thread, no
 * sharing: each worker has its own. A miss is never wrong, only slow.
 *
 * Two generations. Keys enter the young one, and a hit in the old one moves its key to the young
 * one: what is old has not been asked for since it became old. A full cache evicts the old key
 * that entered first; when none is old, all young ones become old. A key gets a second chance, as
 * in the clock algorithm, but there is no mark to set: a hot get is a Map.get and a count, and
 * allocates nothing.
 *
 * Measured by bench/micro/lookup.ts, string keys: a get takes 1.0x to 1.1x of a Map's in a field
 * (20 ns and more; LRU by a Map's order 4x, marked entries 1.1x). Of 10,000 keys asked for by
 * Zipf's law, a capacity of 1,000 hits 65.5 % (LRU 67.6 %).
 */
import { assert } from '../base/assert.ts';

/** A value may not be undefined: that is how `get` says that it has none. */
type Storable = NonNullable<unknown> | null;

export class LookupCache<Key extends string | number, Value extends Storable> {
  readonly capacity: number;
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();
  /**
   * Walks the old keys in the order in which they entered, and skips those that have left. Made
   * anew whenever a generation becomes old.
   */
  #oldestKeys = this.#old.keys();
  #gets = 0;
  #misses = 0;
  #evictions = 0;

  constructor(capacity: number) {
    assert(Number.isSafeInteger(capacity) && capacity >= 1, 'a cache must hold at least one key');
    this.capacity = capacity;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  /** Gets that found a value. */
  get hits(): number {
    return this.#gets - this.#misses;
  }

  /** Gets that found none. */
  get misses(): number {
    return this.#misses;
  }

  /** Keys that had to go because others came; deleted ones do not count. */
  get evictions(): number {
    return this.#evictions;
  }

  get(key: Key): Value | undefined {
    // Before the Map is asked: 1.06x to 1.11x of a Map's get, where hits, counted after it, made
    // it 1.14x (bench/micro/entity-lookup.ts).
    this.#gets++;
    const value = this.#young.get(key);
    return value === undefined ? this.#getOld(key) : value;
  }

  /** Adds or replaces; in a full cache an added key evicts another. */
  set(key: Key, value: Value): void {
    const isNew = !this.#young.has(key) && !this.#old.delete(key);
    if (isNew && this.size >= this.capacity) this.#evict();
    this.#young.set(key, value);
  }

  /** True when the key was there. */
  delete(key: Key): boolean {
    return this.#young.delete(key) || this.#old.delete(key);
  }

  /** Drops all keys and keeps the counts. */
  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }

  #getOld(key: Key): Value | undefined {
    const value = this.#old.get(key);
    if (value === undefined) {
      this.#misses++;
      return undefined;
    }
    this.#old.delete(key);
    this.#young.set(key, value);
    return value;
  }

  #evict(): void {
    if (this.#old.size === 0) {
      const young = this.#young;
      this.#young = this.#old;
      this.#old = young;
      this.#oldestKeys = young.keys();
    }
    const oldest = this.#oldestKeys.next();
    // Keys enter the old generation only all at once, so the iterator has met none too many.
    assert(!oldest.done, 'cache: the old generation has a key that its iterator has not');
    this.#old.delete(oldest.value);
    this.#evictions++;
  }
}
