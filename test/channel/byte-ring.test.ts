/** ByteRing on one thread: against an array model, at the edges of its counters, and corrupted. */
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import {
  bodyOf,
  cacheLineBytes,
  headerBytes,
  memoryOf,
  positionNearWrap,
  ringOf,
} from './some-ring.ts';

describe('records', () => {
  test('a record comes out as it went in, at an aligned place in the shared bytes', () => {
    const ring = ringOf(256);
    expect(ring.next()).toBe(false);
    expect(ring.write(9, 513, 0xffff_ffff, 7, Uint8Array.of(1, 2, 3))).toBe(true);
    expect(ring.next()).toBe(true);
    expect(headerOf(ring)).toEqual([9, 513, 0xffff_ffff, 7]);
    expect(ring.bodyOffset % 8).toBe(0);
    expect(bodyOf(ring)).toEqual([1, 2, 3]);
    ring.release();
    expect(ring.next()).toBe(false);
    expect(ring.freeBytes).toBe(256);
  });

  test('what is reserved is invisible until it is committed, and may shrink', () => {
    const ring = ringOf(256);
    const bodyOffset = ring.reserve(64);
    ring.bytes[bodyOffset] = 42;
    expect(ring.next()).toBe(false);
    expect(ring.freeBytes).toBe(256);
    ring.commit(1, 0, 0, 0, 1);
    expect(ring.freeBytes).toBe(256 - headerBytes - 8);
    expect(ring.next()).toBe(true);
    expect(bodyOf(ring)).toEqual([42]);
  });

  test('a second reserve forgets the first', () => {
    const ring = ringOf(256);
    expect(ring.reserve(100)).toBe(ring.reserve(8));
    expect(() => ring.commit(1, 0, 0, 0, 100)).toThrow(InvariantError);
  });

  test('next finds the same record until it is released', () => {
    const ring = ringOf(256);
    ring.write(1, 0, 0, 0, Uint8Array.of(1));
    ring.write(2, 0, 0, 0, Uint8Array.of(2));
    expect([ring.next(), ring.kind, ring.next(), ring.kind]).toEqual([true, 1, true, 1]);
    ring.release();
    expect([ring.next(), ring.kind]).toEqual([true, 2]);
  });

  test('another object over the same memory carries on: leases move between workers', () => {
    const memory = memoryOf(256, 1);
    const first = new ByteRing(memory, 0, 256);
    const second = new ByteRing(memory, 0, 256);
    first.write(1, 0, 0, 0, Uint8Array.of(1));
    second.write(2, 0, 0, 0, Uint8Array.of(2));
    expect([second.next(), second.kind]).toEqual([true, 1]);
    second.release();
    expect([first.next(), first.kind]).toEqual([true, 2]);
  });

  test('the largest body fits an empty ring, whatever went through it before', () => {
    const ring = ringOf(256);
    const largest = new Uint8Array(ring.bodyBytesMax).fill(1);
    for (let round = 0; round < 256 / 8; round++) {
      for (const body of [largest, Uint8Array.of(1)]) {
        expect(ring.write(1, 0, 0, 0, body)).toBe(true);
        expect(ring.next()).toBe(true);
        expect(ring.bodyBytes).toBe(body.length);
        ring.release();
      }
    }
    expect(ring.reserve(ring.bodyBytesMax + 1)).toBe(-1);
  });
});

describe('at the end of the data', () => {
  test('a record that just fits stays there, and the next one starts at the beginning', () => {
    const ring = ringOf(128);
    const dataOffset = 2 * cacheLineBytes;
    expect(ring.write(1, 0, 0, 0, new Uint8Array(48))).toBe(true);
    expect(ring.reserve(48)).toBe(dataOffset + 64 + headerBytes);
    ring.commit(2, 0, 0, 0, 48);
    expect(ring.freeBytes).toBe(0);
    expect(ring.reserve(0)).toBe(-1);
    ring.next();
    ring.release();
    expect(ring.reserve(0)).toBe(dataOffset + headerBytes);
  });

  test('eight bytes that are left take the wrap marker', () => {
    const ring = ringOf(128);
    ring.write(1, 0, 0, 0, new Uint8Array(48));
    ring.write(2, 0, 0, 0, new Uint8Array(40));
    ring.next();
    ring.release();
    expect(ring.freeBytes).toBe(128 - 56);
    expect(ring.write(3, 0, 0, 0, Uint8Array.of(3))).toBe(true);
    expect(ring.freeBytes).toBe(128 - 56 - 8 - 24);
    expect([ring.next(), ring.kind]).toEqual([true, 2]);
    ring.release();
    expect([ring.next(), ring.kind]).toEqual([true, 3]);
    expect(bodyOf(ring)).toEqual([3]);
    ring.release();
    expect(ring.freeBytes).toBe(128);
  });
});

describe('several readers', () => {
  test('each sees every record, and the slowest one holds the room', () => {
    const ring = ringOf(128, { readers: 2 });
    ring.write(1, 0, 0, 0, new Uint8Array(40));
    ring.write(2, 0, 0, 0, new Uint8Array(40));
    for (const kind of [1, 2]) {
      expect([ring.next(0), ring.kind]).toEqual([true, kind]);
      ring.release(0);
    }
    expect(ring.write(3, 0, 0, 0, new Uint8Array(40))).toBe(false);
    expect([ring.next(1), ring.kind]).toEqual([true, 1]);
    ring.release(1);
    expect(ring.write(3, 0, 0, 0, new Uint8Array(40))).toBe(true);
  });
});

describe('against an array', () => {
  const readers = 2;
  type Step = { write: number; shrink: number } | { read: number };
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ write: fc.nat(120), shrink: fc.nat(120) }),
    fc.record({ read: fc.nat(readers - 1) }),
  );

  test.for([0, 8, positionNearWrap])('from counter %d', (position) => {
    fc.assert(
      fc.property(
        fc.constantFrom(64, 128, 256),
        fc.array(step, { maxLength: 80, size: 'max' }),
        (size, all) => {
          const ring = ringOf(size, { readers, position });
          const written: number[][] = [];
          const seen = new Array<number>(readers).fill(0);
          for (const one of all) {
            if ('read' in one) readOne(ring, one.read, written, seen);
            else writeOne(ring, one.write, one.shrink, written, seen);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  function writeOne(
    ring: ByteRing,
    reserved: number,
    shrink: number,
    written: number[][],
    seen: number[],
  ): void {
    const freeBytes = ring.freeBytes;
    const bodyOffset = ring.reserve(reserved);
    if (bodyOffset < 0) {
      const fits = reserved <= ring.bodyBytesMax;
      const wasEmpty = seen.every((count) => count === written.length);
      expect(fits && wasEmpty, 'an empty ring refuses nothing that can fit').toBe(false);
      return;
    }
    const body = Array.from(
      { length: Math.max(0, reserved - shrink) },
      (_, i) => (i * 7 + 1) & 255,
    );
    ring.bytes.set(body, bodyOffset);
    const id = written.length + 1;
    ring.commit(id, id, id, id, body.length);
    expect(ring.freeBytes).toBeLessThanOrEqual(freeBytes - headerBytes - body.length);
    written.push(body);
  }

  function readOne(ring: ByteRing, reader: number, written: number[][], seen: number[]): void {
    const id = (seen[reader] ?? 0) + 1;
    expect(ring.next(reader)).toBe(id <= written.length);
    if (id > written.length) return;
    expect(headerOf(ring)).toEqual([id, id, id, id]);
    expect(bodyOf(ring)).toEqual(written[id - 1]);
    ring.release(reader);
    seen[reader] = id;
  }
});

describe('what the protocol says cannot happen is an InvariantError', () => {
  test.for([
    ['a length beyond the capacity', 0, 0x7fff_fff0],
    ['a length beyond the unread bytes', 0, 80],
    ['a wrap marker that is not at the end', 4, 0],
  ] as const)('%s', ([, headerOffset, value]) => {
    const ring = ringOf(256);
    ring.write(1, 0, 0, 0, Uint8Array.of(1));
    const words = new Uint32Array(ring.bytes.buffer);
    words[(2 * cacheLineBytes + headerOffset) / 4] = value;
    expect(() => ring.next()).toThrow(InvariantError);
  });

  test('a second wrap marker behind the first', () => {
    const ring = wrappedRing();
    new Uint16Array(ring.bytes.buffer)[(2 * cacheLineBytes + 4) / 2] = 0;
    expect(() => ring.next()).toThrow(InvariantError);
  });

  test('a wrap marker with nothing behind it', () => {
    const ring = wrappedRing();
    const words = new Uint32Array(ring.bytes.buffer);
    words[0] = 128;
    words[(2 * cacheLineBytes) / 4] = 0;
    expect(() => ring.next()).toThrow(InvariantError);
  });

  test('a tail that is more than the capacity ahead', () => {
    const ring = ringOf(256);
    new Uint32Array(ring.bytes.buffer)[0] = 264;
    expect(() => ring.next()).toThrow(InvariantError);
    expect(() => ring.freeBytes).toThrow(InvariantError);
  });

  test('a release without a record, a commit without a reserve, a kind 0', () => {
    const ring = ringOf(256);
    expect(() => ring.release()).toThrow(InvariantError);
    expect(() => ring.commit(1, 0, 0, 0, 0)).toThrow(InvariantError);
    ring.reserve(0);
    expect(() => ring.commit(0, 0, 0, 0, 0)).toThrow(InvariantError);
  });

  test('a capacity that is no power of two, an unaligned place, too little memory', () => {
    const memory = memoryOf(256, 1);
    expect(() => new ByteRing(memory, 0, 200)).toThrow(InvariantError);
    expect(() => new ByteRing(memory, 4, 64)).toThrow(InvariantError);
    expect(() => new ByteRing(memory, 8, 256)).toThrow(InvariantError);
  });
});

test('its bytes are typed as shared', () => {
  expectTypeOf(ringOf(64).bytes).toEqualTypeOf<Uint8Array<SharedArrayBuffer>>();
});

/** All that is unread is a wrap marker over the last 32 of 128 bytes, and a record behind it. */
function wrappedRing(): ByteRing {
  const ring = ringOf(128);
  const write = (kind: number) => ring.write(kind, 0, 0, 0, new Uint8Array(32));
  const read = () => ring.next() && ring.release();
  write(1);
  write(2);
  read();
  expect(write(3)).toBe(true);
  read();
  return ring;
}

function headerOf(ring: ByteRing): number[] {
  return [ring.kind, ring.slot, ring.a, ring.b];
}
