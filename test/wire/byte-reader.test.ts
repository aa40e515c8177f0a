/**
 * ByteReader against the package's decoder where the bytes are good, and against any bytes at all:
 * it never throws, never reads beyond its end, and says so when it would have.
 */
import { decode } from '@colyseus/schema';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ByteReader } from '../../src/wire/byte-reader.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';

const { numRuns, timeout } = fuzzRuns(2000);
vi.setConfig({ testTimeout: timeout });

const fixedReads = {
  ...{ uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, float64: 8 },
  ...{ int64: 8, uint64: 8, bigint64: 8, biguint64: 8 },
} as const;
type FixedRead = keyof typeof fixedReads;
type Read = FixedRead | 'number' | 'string';
const reads = [...(Object.keys(fixedReads) as FixedRead[]), 'number', 'string'] as const;

describe('good bytes', () => {
  test.for(Object.keys(fixedReads) as FixedRead[])('%s reads what stock reads', (read) => {
    const bytes = fc.uint8Array({ minLength: 8, maxLength: 8 });
    const reader = new ByteReader();
    const check = (given: Uint8Array): void => {
      reader.open(given, 0, fixedReads[read]);
      expect(reader[read]()).toEqual(decode[read](given, { offset: 0 }));
      expect([reader.failed, reader.isAtEnd, reader.at]).toEqual([false, true, fixedReads[read]]);
    };
    fc.assert(fc.property(bytes, check), { numRuns: Math.ceil(numRuns / 4) });
  });

  test('numbers of every form read as stock reads them', () => {
    const reader = new ByteReader();
    const check = (prefix: number, rest: Uint8Array): void => {
      const given = Uint8Array.of(prefix, ...rest);
      const it = { offset: 0 };
      const expected = decode.number(given, it);
      reader.open(given, 0, given.length);
      const value = reader.number();
      expect(value).toEqual(expected ?? 0);
      expect(reader.failed).toBe(expected === undefined);
      if (!reader.failed) expect(reader.at).toBe(it.offset);
    };
    const rest = fc.uint8Array({ minLength: 8, maxLength: 8 });
    fc.assert(fc.property(fc.nat(255), rest, check), { numRuns });
  });

  test('strings of every form read as stock reads them', () => {
    const reader = new ByteReader();
    const check = (text: string, form: number): void => {
      const body = Buffer.from(text);
      const header = [
        [0xa0 | body.length],
        [0xd9, body.length],
        [0xda, body.length, 0],
        [0xdb, body.length, 0, 0, 0],
      ][form];
      const given = Uint8Array.from([...header, ...body, 1, 2, 3]);
      reader.open(given, 0, given.length);
      expect(reader.isString).toBe(form > 0 || body.length > 0);
      expect(reader.string()).toBe(text);
      expect(decode.string(given, { offset: 0 })).toBe(text);
      expect([reader.failed, reader.at]).toEqual([false, given.length - 3]);
    };
    const text = fc.string({ unit: 'binary', maxLength: 7 });
    fc.assert(fc.property(text, fc.nat(3), check), { numRuns: Math.ceil(numRuns / 2) });
  });
});

describe('any bytes', () => {
  const sequence = fc.array(fc.constantFrom<Read[]>(...reads), { maxLength: 12 });
  const prefixed = fc.uint8Array({ maxLength: 24 }).chain((bytes) =>
    // Make the first byte one that announces more than there may be.
    fc.constantFrom(...[0xca, 0xcb, 0xcf, 0xd3, 0xd9, 0xda, 0xdb, 0xbf]).map((first) => {
      bytes.fill(first, 0, 1);
      return bytes;
    }),
  );
  const window = fc.oneof(fc.uint8Array({ maxLength: 24 }), prefixed);

  test('are read within their bounds, whatever lies around them', () => {
    const check = (given: Uint8Array, all: readonly Read[], around: number): void => {
      const wide = new Uint8Array(new SharedArrayBuffer(given.length + 32)).fill(around);
      wide.set(given, 16);
      const alone = play(given, 0, given.length, all);
      const within = play(wide, 16, 16 + given.length, all);
      expect(within).toEqual(alone);
      expect(Buffer.from(wide.slice(16, 16 + given.length))).toEqual(Buffer.from(given));
    };
    fc.assert(fc.property(window, sequence, fc.nat(255), check), { numRuns });
  });

  /** What was read, and where it stopped. */
  function play(bytes: Uint8Array, from: number, end: number, all: readonly Read[]): unknown[] {
    const reader = new ByteReader();
    reader.open(bytes, from, end);
    const told: unknown[] = [];
    for (const read of all) {
      const hadFailed = reader.failed;
      told.push(reader[read](), reader.failed, reader.at - from);
      expect(reader.at).toBeLessThanOrEqual(end);
      expect(reader.at).toBeGreaterThanOrEqual(from);
      if (hadFailed) expect(reader.failed).toBe(true);
    }
    told.push(reader.isAtEnd, reader.isString);
    return told;
  }

  test('nothing at all fails every read', () => {
    const reader = new ByteReader();
    for (const read of reads) {
      reader.open(new Uint8Array(8).fill(1), 4, 4);
      reader[read]();
      expect([read, reader.failed]).toEqual([read, true]);
      expect(reader.isString).toBe(false);
    }
  });
});
