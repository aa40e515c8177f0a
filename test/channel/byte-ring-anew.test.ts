/** A ring that is read as fast as it is written keeps to its first pages. */
import { describe, expect, test } from 'vitest';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import {
  bodyOf,
  cacheLineBytes,
  headerBytes,
  memoryOf,
  positionNearWrap,
  ringOf,
} from './some-ring.ts';

describe('an empty ring begins anew', () => {
  const dataOffset = 2 * cacheLineBytes;

  test.for([0, 8, positionNearWrap])(
    'from counter %i: what is read at once touches no more than its own bytes',
    (position) => {
      const ring = ringOf(1_024, { position });
      for (let round = 0; round < 100; round++) {
        ring.write(1, 0, 0, 0, new Uint8Array(100).fill(0xee));
        ring.write(2, 0, 0, 0, new Uint8Array(60).fill(0xee));
        for (const kind of [1, 2]) {
          expect([ring.next(), ring.kind]).toEqual([true, kind]);
          ring.release();
        }
      }
      const touched = ring.bytes.subarray(dataOffset).findLastIndex((byte) => byte !== 0);
      expect(touched).toBe(2 * headerBytes + 104 + 60 - 1);
    },
  );

  test('only once the slowest reader has read all of it', () => {
    const ring = ringOf(256, { readers: 2 });
    const begin = 3 * cacheLineBytes + headerBytes;
    ring.write(1, 0, 0, 0, new Uint8Array(8));
    ring.next(0);
    ring.release(0);
    expect(ring.reserve(8)).toBe(begin + 24);
    ring.next(1);
    expect(ring.reserve(8)).toBe(begin + 24);
    ring.release(1);
    expect(ring.reserve(8)).toBe(begin);
  });

  test('another object over the same memory finds where it began', () => {
    const memory = memoryOf(256, 1);
    const [writer, reader] = [new ByteRing(memory, 0, 256), new ByteRing(memory, 0, 256)];
    for (let round = 0; round < 20; round++) {
      writer.write(1, 0, 0, 0, Uint8Array.of(round));
      writer.write(1, 0, 0, 0, Uint8Array.of(round, 1));
      for (const body of [[round], [round, 1]]) {
        expect(reader.next()).toBe(true);
        expect(bodyOf(reader)).toEqual(body);
        reader.release();
      }
    }
  });

  test('freeAfter and bodyBytesAhead say what reserve will do', () => {
    const ring = ringOf(256);
    ring.write(1, 0, 0, 0, new Uint8Array(112));
    ring.write(1, 0, 0, 0, new Uint8Array(8));
    expect(ring.bodyBytesAhead).toBe(256 - 128 - 24 - headerBytes);
    ring.next();
    ring.release();
    ring.next();
    ring.release();
    expect(ring.bodyBytesAhead).toBe(ring.bodyBytesMax);
    expect(ring.freeAfter(112)).toBe(128);
    ring.write(1, 0, 0, 0, new Uint8Array(112));
    expect(ring.freeBytes).toBe(128);
  });
});
