/** The pool: sizes, zeroing, bounds. */
import { expect, test } from 'vitest';
import { InvariantError } from '../../../src/base/errors.ts';
import { MemoryPool } from '../../../src/main-thread/workers/memory-pool.ts';

test('sizes are rounded up to powers of two, a page at least', () => {
  const pool = new MemoryPool();
  expect(pool.take(1).byteLength).toBe(4_096);
  expect(pool.take(4_097).byteLength).toBe(8_192);
});

test('memory is reused for its size only, and comes back zeroed as far as it was used', () => {
  const pool = new MemoryPool();
  const block = pool.take(5_000);
  new Uint8Array(block, 0, 5_000).fill(7);
  pool.give(block);
  expect(pool.idleBytes).toBe(8_192);
  expect(pool.take(9_000)).not.toBe(block);
  const again = pool.take(8_000);
  expect(again).toBe(block);
  expect(new Uint8Array(again).every((byte) => byte === 0)).toBe(true);
  expect(pool.idleBytes).toBe(0);
});

test('a larger room after a smaller one after a larger one is still zeroed', () => {
  const pool = new MemoryPool();
  const block = pool.take(8_000);
  new Uint8Array(block, 0, 8_000).fill(7);
  pool.give(block);
  pool.give(pool.take(5_000));
  expect(new Uint8Array(pool.take(8_192)).every((byte) => byte === 0)).toBe(true);
});

test('idle memory is bounded', () => {
  const pool = new MemoryPool(10_000);
  const blocks = [pool.take(8_192), pool.take(8_192)];
  for (const block of blocks) pool.give(block);
  expect(pool.idleBytes).toBe(8_192);
});

test('only its own blocks come back', () => {
  const foreign = new SharedArrayBuffer(4_096);
  expect(() => new MemoryPool().give(foreign)).toThrow(InvariantError);
});
