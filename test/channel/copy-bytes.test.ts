/** copyBytes: the same bytes whichever way it takes, and never a write beyond the target. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyBytes } from '../../src/channel/copy-bytes.ts';

test('copies what .set would, around both thresholds', () => {
  const byteArray = fc.uint8Array({ maxLength: 80 });
  fc.assert(
    fc.property(byteArray, fc.nat(80), fc.nat(80), fc.nat(20), (source, start, end, to) => {
      const from = Math.min(start, end, source.length);
      const length = Math.min(Math.max(start, end), source.length) - from;
      const expected = new Uint8Array(100);
      expected.set(source.subarray(from, from + length), to);
      const actual = new Uint8Array(new SharedArrayBuffer(100));
      copyBytes(actual, to, source, from, length);
      expect(Array.from(actual)).toEqual(Array.from(expected));
    }),
  );
});

test.for([4, 64])('%d bytes that do not fit are refused', (length) => {
  const target = new Uint8Array(new SharedArrayBuffer(length));
  expect(() => copyBytes(target, 1, new Uint8Array(length))).toThrow(RangeError);
  expect(() => copyBytes(target, 0, new Uint8Array(length), 1, length)).toThrow(RangeError);
});
