/** Rings for tests, in memory of their own, with counters that stand anywhere. */
import { ByteRing } from '../../src/channel/byte-ring.ts';

export const headerBytes = 16;
export const cacheLineBytes = 64;
/** Counters that pass 2^32 within the first few records. */
export const positionNearWrap = 0xffff_ffff - 127 - 8;

export function memoryOf(capacityBytes: number, readers: number): SharedArrayBuffer {
  return new SharedArrayBuffer(ByteRing.bytes(capacityBytes, readers));
}

export function ringOf(capacityBytes: number, { readers = 1, position = 0 } = {}): ByteRing {
  const memory = memoryOf(capacityBytes, readers);
  const words = new Uint32Array(memory);
  for (let line = 0; line <= readers; line++) words[(line * cacheLineBytes) / 4] = position;
  return new ByteRing(memory, 0, capacityBytes, readers);
}

export function bodyOf(ring: ByteRing): number[] {
  return Array.from(ring.bytes.subarray(ring.bodyOffset, ring.bodyOffset + ring.bodyBytes));
}
