/** Our writers against the package's own: the same bytes for any value, and nothing beyond them. */
import { encode } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  writeInt32,
  writeInt64,
  writeNumber,
  writeText,
  writeUint,
  writeUint64,
} from '../../src/wire/write-value.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';

const { numRuns, timeout } = fuzzRuns(2000);
vi.setConfig({ testTimeout: timeout });
const untouched = 0xaa;
const from = 3;

type Write = (out: DataView, at: number) => number;
type StockWrite = (bytes: Uint8Array, it: { offset: number }) => void;

function demandSameBytes(write: Write, stockWrite: StockWrite, room = 32): void {
  const ours = new Uint8Array(room).fill(untouched);
  const stock = new Uint8Array(room).fill(untouched);
  const it = { offset: from };
  stockWrite(stock, it);
  expect(write(new DataView(ours.buffer), from)).toBe(it.offset);
  expect(Buffer.from(ours).toString('hex')).toBe(Buffer.from(stock).toString('hex'));
}

/** Around every place where the form changes. */
const edges = [0, 0x1f, 0x20, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 0x10000]
  .concat([2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 33 + 1, Number.MAX_SAFE_INTEGER])
  .concat([0.1, 0.5, 1e-5, 1e-40, 5e-324, 3.4028235e38, 3.4028236e38, 1e300, 16_777_217])
  .flatMap((edge) => [edge - 1, edge, edge + 1, -edge, 1 - edge, -1 - edge])
  .concat([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
const anyNumber = fc.oneof(fc.constantFrom(...edges), fc.double(), fc.integer(), fc.float());
const uint32 = fc.oneof(
  fc.constantFrom(...edges.filter((edge) => Number.isInteger(edge) && edge >= 0 && edge < 2 ** 32)),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);

test('t.number()', () => {
  const check = (value: number): void =>
    demandSameBytes(
      (out, at) => writeNumber(out, at, value),
      (bytes, it) => encode.number(bytes, value, it),
    );
  fc.assert(fc.property(anyNumber, check), { numRuns });
});

test('refIds, indexes and lengths', () => {
  const check = (value: number): void =>
    demandSameBytes(
      (out, at) => writeUint(out, at, value),
      (bytes, it) => encode.number(bytes, value, it),
    );
  // What is no int32 stock takes for a float: 2^31 and more is beyond any room's life.
  fc.assert(
    fc.property(
      uint32.filter((value) => value < 2 ** 31),
      check,
    ),
    { numRuns },
  );
});

test.for([
  ['int32', writeInt32, encode.int32],
  ['uint32', writeInt32, encode.uint32],
  ['int64', writeInt64, encode.int64],
  ['uint64', writeUint64, encode.uint64],
] as const)('t.%s()', ([, write, stockWrite]) => {
  const check = (value: number): void =>
    demandSameBytes(
      (out, at) => write(out, at, value),
      (bytes, it) => stockWrite(bytes, value, it),
    );
  fc.assert(fc.property(anyNumber, check), { numRuns });
});

test('t.string()', () => {
  const lengths = fc.constantFrom(0, 1, 31, 32, 255, 256, 5000);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.tuple(lengths, fc.constantFrom('a', 'é', '日', '🚀')).map(([n, unit]) => unit.repeat(n)),
  );
  const check = (value: string): void => {
    const source = new DataView(new TextEncoder().encode(`before${value}after`).buffer);
    const length = Buffer.byteLength(value);
    demandSameBytes(
      (out, at) => writeText(out, at, source, 'before'.length, length),
      (bytes, it) => encode.string(bytes, value, it),
      length + 16,
    );
  };
  fc.assert(fc.property(text, check), { numRuns: Math.ceil(numRuns / 4) });
});
