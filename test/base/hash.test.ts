/** Hashes: what must be the same is, on both sides of the wire; what differs differs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, hashNumber, hashText, hashUtf8, hashWords } from '../../src/base/hash.ts';

const runs = { numRuns: 2_000 };

test('a text has the hash of its UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(9), (text, at) => {
      const bytes = new Uint8Array([...new Uint8Array(at), ...Buffer.from(text), 7]);
      const data = new DataView(bytes.buffer);
      expect(hashText(text)).toBe(hashUtf8(data, at, bytes.length - at - 1));
    }),
    runs,
  );
  const distinct = ['', '\0', 'a', 'b', 'ab', 'ba', 'é', '日', '👩', '👩‍🚀'].map(hashText);
  expect(new Set(distinct).size).toBe(distinct.length);
});

test('a number counts as JavaScript compares it', () => {
  expect(hashNumber(-0)).toBe(hashNumber(0));
  const bits = new Float64Array(new BigInt64Array([0x7ff8_0000_0000_0123n]).buffer);
  expect(hashNumber(bits[0] as number)).toBe(hashNumber(Number.NaN));
  const numbers = [0, 1, -1, 0.5, -0.5, 2 ** 31, -(2 ** 31), 2 ** 53, 5e-324, 1e300];
  const hashes = [...numbers, Number.NaN, Infinity, -Infinity].map(hashNumber);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('of two doubles that differ in one bit the hashes differ', () => {
  const words = fc.tuple(fc.integer(), fc.integer(), fc.nat(63));
  fc.assert(
    fc.property(words, ([low, high, bit]) => {
      const other = bit < 32 ? [low ^ (1 << bit), high] : [low, high ^ (1 << (bit - 32))];
      expect(hashWords(low, high)).not.toBe(hashWords(other[0] as number, other[1] as number));
    }),
    runs,
  );
});

test('each bit of a pair changes about half of the bits of its combination', () => {
  let pairs = 0;
  let changed = 0;
  const words = fc.tuple(fc.integer(), fc.integer(), fc.nat(31));
  fc.assert(
    fc.property(words, ([a, b, bit]) => {
      const before = combine(a, b);
      for (const after of [combine(a ^ (1 << bit), b), combine(a, b ^ (1 << bit))]) {
        expect(after).not.toBe(before);
        changed += bitCount(before ^ after);
        pairs++;
      }
      if (a !== b) expect(combine(b, a)).not.toBe(before);
    }),
    { ...runs, seed: 1 },
  );
  expect(changed / pairs).toBeGreaterThan(15);
  expect(changed / pairs).toBeLessThan(17);
});

function bitCount(word: number): number {
  return (word >>> 0).toString(2).replaceAll('0', '').length;
}
