/** What we say that a client reads, against the package's decoder after its own encoder. */
import { decode, encode } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentInt64, sentNumber, sentUint64 } from '../../src/wire/sent-value.ts';
import { fuzzRuns } from '../base/fuzz-runs.ts';

const { numRuns, timeout } = fuzzRuns(2000);

const edges = [0, -0, 127, 2 ** 31, -(2 ** 31), 2 ** 32, -(2 ** 32), 2 ** 53, 2 ** 63, -(2 ** 63)]
  .concat([2 ** 64, 2 ** 96, 0.1, -0.1, 0.5, 1e-5, 1e-40, 3.4028235e38, 3.5e38, 1e300, 16_777_217])
  .flatMap((edge) => [edge - 1, edge, edge + 1])
  .concat([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]);
const anyNumber = fc.oneof(fc.constantFrom(...edges), fc.double(), fc.integer(), fc.float());
const sents = { number: sentNumber, int64: sentInt64, uint64: sentUint64 };

test.for(['number', 'int64', 'uint64'] as const)('t.%s()', { timeout }, (type) => {
  const read = (value: number): void => {
    const bytes = new Uint8Array(16);
    encode[type](bytes, value, { offset: 0 });
    // Only -0 is not told from 0, as nowhere in a checksum.
    expect(sents[type](value) + 0).toBe(decode[type](bytes, { offset: 0 }) + 0);
  };
  fc.assert(fc.property(anyNumber, read), { numRuns });
});
