/** Memory for frames: used again, unless a socket has it. */
import { expect, test } from 'vitest';
import { FrameScratch } from '../../../src/main-thread/sockets/frame-scratch.ts';

test('frames of any size lie in the same memory, once it is large enough', () => {
  const scratch = new FrameScratch();
  const large = scratch.take(100_000);
  expect(large).toHaveLength(100_000);
  const small = scratch.take(10);
  expect(small).toHaveLength(10);
  expect(small.buffer).toBe(large.buffer);
  expect(scratch.take(100_001).buffer).toBe(large.buffer);
});

test('a frame that was given away is not written to again', () => {
  const scratch = new FrameScratch();
  const given = scratch.take(100).fill(7);
  scratch.give();
  scratch.take(100).fill(1);
  expect(given.every((byte) => byte === 7)).toBe(true);
});

test('a frame beyond a megabyte has memory of its own', () => {
  const scratch = new FrameScratch();
  const huge = scratch.take(1024 * 1024 + 1);
  expect(huge.buffer.byteLength).toBe(huge.length);
  expect(scratch.take(1).buffer).not.toBe(huge.buffer);
});
