/** ctx.random: the published generator, in memory that any worker goes on from. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/base/errors.ts';
import { RoomRandom } from '../../../src/memory/time/room-random.ts';

const memory = () => new SharedArrayBuffer(64);
const mask = 0xffffffffn;

/** xoshiro128** 1.1 as its authors publish it, in integers of any size. */
function reference(state: bigint[]): bigint {
  const rotate = (word: bigint, by: bigint) => ((word << by) | (word >> (32n - by))) & mask;
  const result = (rotate((state[1] * 5n) & mask, 7n) * 9n) & mask;
  const t = (state[1] << 9n) & mask;
  state[2] ^= state[0];
  state[3] ^= state[1];
  state[1] ^= state[2];
  state[0] ^= state[3];
  state[2] ^= t;
  state[3] = rotate(state[3], 11n);
  return result;
}

test('is xoshiro128**, from whatever state', () => {
  fc.assert(
    fc.property(fc.nat(0xffffffff), (seed) => {
      const shared = memory();
      const random = new RoomRandom(shared, 0);
      random.reseed(seed);
      const state = [...new Uint32Array(shared, 4, 4)].map(BigInt);
      expect(state.some((word) => word !== 0n)).toBe(true);
      for (let i = 0; i < 50; i++) expect(BigInt(random.uint32())).toBe(reference(state));
      expect(random.seed).toBe(seed);
    }),
  );
});

test('two views of one memory take turns in one row of numbers', () => {
  const [shared, alone] = [memory(), memory()];
  const [one, other, lone] = [shared, shared, alone].map((bytes) => new RoomRandom(bytes, 0));
  one.reseed(5);
  lone.reseed(5);
  for (let i = 0; i < 100; i++) {
    expect((i % 2 === 0 ? one : other).uint32()).toBe(lone.uint32());
  }
});

describe('what is made of the numbers', () => {
  const random = new RoomRandom(memory(), 0);
  random.reseed(1);

  test('float: from min up to, not including, max', () => {
    const values = Array.from({ length: 20_000 }, () => random.float(-2, 6));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...values)).toBeLessThan(6);
    expect(values.reduce((sum, value) => sum + value) / values.length).toBeCloseTo(2, 0);
  });

  test('int: both ends, each as often', () => {
    const counts = new Map<number, number>();
    for (let i = 0; i < 60_000; i++) {
      const value = random.int(-1, 4);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted()).toEqual([-1, 0, 1, 2, 3, 4]);
    // Standard deviation 91: six of them.
    for (const count of counts.values()) expect(Math.abs(count - 10_000)).toBeLessThan(550);
    expect(random.int(7, 7)).toBe(7);
    expect(random.int(0, 0xffffffff)).toBeGreaterThanOrEqual(0);
  });

  test.for([
    [1, 0],
    [0.5, 2],
    [0, 2 ** 32],
    [Number.NaN, 1],
  ] as const)('int(%d, %d) is refused', ([min, max]) =>
    expect(() => random.int(min, max)).toThrow(UsageError),
  );

  test('chance and pick', () => {
    expect([random.chance(0), random.chance(1)]).toEqual([false, true]);
    expect(random.pick([])).toBeUndefined();
    const picked = new Set(Array.from({ length: 200 }, () => random.pick(['a', 'b', 'c'])));
    expect([...picked].toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('a seed is a u32', () => {
    for (const seed of [-1, 0.5, 2 ** 32]) expect(() => random.reseed(seed)).toThrow(UsageError);
  });
});
