/**
 * `ctx.random`: a generator whose state lies in the room's memory, so that any worker goes on where
 * the last one stopped. xoshiro128** by Blackman and Vigna (period 2^128 - 1), its words filled
 * from the seed by splitmix32. The holder of the room's lease reads and writes.
 *
 *   u32 words: [seed | s0 | s1 | s2 | s3]
 */
import { UsageError } from '../../base/errors.ts';
import { randomWords } from './time-layout.ts';

const two32 = 2 ** 32;

export class RoomRandom {
  readonly #words: Uint32Array;

  constructor(memory: SharedArrayBuffer, offset: number) {
    this.#words = new Uint32Array(memory, offset, randomWords);
  }

  /** What the numbers follow from: the same seed, the same numbers. A u32. */
  get seed(): number {
    return this.#words[0];
  }

  /** Starts over from `seed`, a whole number from 0 to 2^32 - 1. */
  reseed(seed: number): void {
    if (!Number.isInteger(seed) || seed < 0 || seed >= two32) {
      throw new UsageError(
        'VALUE_INVALID',
        `ctx.random.reseed(${seed}): a seed is a whole number from 0 to ${two32 - 1}`,
      );
    }
    const words = this.#words;
    words[0] = seed;
    let state = seed;
    for (let i = 1; i < randomWords; i++) {
      state = (state + 0x9e3779b9) | 0;
      let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
      words[i] = mixed ^ (mixed >>> 15);
    }
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const words = this.#words;
    const s1 = words[2];
    const s3 = words[4];
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9);
    const t2 = words[3] ^ words[1];
    const t3 = s3 ^ s1;
    words[2] = s1 ^ t2;
    words[1] ^= t3;
    words[3] = t2 ^ (s1 << 9);
    words[4] = rotate(t3, 11);
    return result >>> 0;
  }

  /** From 0 up to, not including, 1; or from `min` up to `max`. 2^32 different values. */
  float(min = 0, max = 1): number {
    return min + (this.uint32() / two32) * (max - min);
  }

  /** A whole number from `min` to `max`, both included, each as likely as the others. */
  int(min: number, max: number): number {
    const count = max - min + 1;
    if (!Number.isInteger(min) || !Number.isInteger(max) || count < 1 || count > two32) {
      throw new UsageError(
        'VALUE_INVALID',
        `ctx.random.int(${min}, ${max}): two whole numbers in order, less than 2^32 apart`,
      );
    }
    // What is left over at the top would favour the lowest numbers.
    const limit = two32 - (two32 % count);
    let drawn = this.uint32();
    while (drawn >= limit) drawn = this.uint32();
    return min + (drawn % count);
  }

  /** True with a probability of `share`, 0 … 1. */
  chance(share: number): boolean {
    return this.float() < share;
  }

  /** One of `items`; undefined where there is none. */
  pick<Item>(items: ArrayLike<Item>): Item | undefined {
    return items.length === 0 ? undefined : items[this.int(0, items.length - 1)];
  }
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
