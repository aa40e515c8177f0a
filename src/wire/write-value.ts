/**
 * Values as @colyseus/schema 5 writes them: bytes and numbers only. Each function writes at `at`
 * and returns where the next byte goes; the caller has made room. Any thread.
 *
 * Through a DataView, because a value of four bytes is then one store and not four: a field of the
 * encode benchmark took 2.9 ns where it had taken 3.5 (bench/micro/encode.ts).
 */
import { switchToStructure } from './operation.ts';

/** How far a float32 may be from a double that is sent as one: schema's own tolerance. */
const float32Tolerance = 1e-4;
const float32Max = 3.4028235e38;

/** The four low bytes of `value`, little endian. */
export function writeInt32(out: DataView, at: number, value: number): number {
  out.setInt32(at, value, true);
  return at + 4;
}

/** A whole number >= 0 below 2^32: refIds, indexes, lengths. 1, 2, 3 or 5 bytes. */
export function writeUint(out: DataView, at: number, value: number): number {
  if (value < 0x80) {
    out.setUint8(at, value);
    return at + 1;
  }
  if (value < 0x100) {
    out.setUint8(at, 0xcc);
    out.setUint8(at + 1, value);
    return at + 2;
  }
  if (value < 0x10000) {
    out.setUint8(at, 0xcd);
    out.setUint16(at + 1, value, true);
    return at + 3;
  }
  out.setUint8(at, 0xce);
  return writeInt32(out, at + 1, value);
}

/**
 * `switchToStructure` and the refId of what the next operations change. The common forms are one
 * store, which may touch the byte after them: an operation always follows.
 */
export function writeSwitch(out: DataView, at: number, refId: number): number {
  if (refId >= 0x100 && refId < 0x10000) {
    out.setInt32(at, 0xcdff | (refId << 16), true);
    return at + 4;
  }
  if (refId < 0x80) {
    out.setInt16(at, 0xff | (refId << 8), true);
    return at + 2;
  }
  out.setUint8(at, switchToStructure);
  return writeUint(out, at + 1, refId);
}

/** Any double in the shortest form that schema chooses; NaN as 0, infinities as the safe ends. */
export function writeNumber(out: DataView, at: number, value: number): number {
  if (Number.isNaN(value)) return writeUint(out, at, 0);
  if (value === Number.POSITIVE_INFINITY) return writeNumber(out, at, Number.MAX_SAFE_INTEGER);
  if (value === Number.NEGATIVE_INFINITY) return writeNumber(out, at, -Number.MAX_SAFE_INTEGER);
  if (value !== (value | 0)) return writeWide(out, at, value);
  if (value >= 0) return writeUint(out, at, value);
  if (value >= -0x20) {
    out.setUint8(at, 0xe0 | (value + 0x20));
    return at + 1;
  }
  if (value >= -0x80) {
    out.setUint8(at, 0xd0);
    out.setInt8(at + 1, value);
    return at + 2;
  }
  if (value >= -0x8000) {
    out.setUint8(at, 0xd1);
    out.setInt16(at + 1, value, true);
    return at + 3;
  }
  out.setUint8(at, 0xd2);
  return writeInt32(out, at + 1, value);
}

/** What is no int32: schema sends it as float32 where that is close enough, else as float64. */
function writeWide(out: DataView, at: number, value: number): number {
  const short = Math.fround(value);
  if (isNearFloat32(value, short)) {
    out.setUint8(at, 0xca);
    out.setFloat32(at + 1, short, true);
    return at + 5;
  }
  out.setUint8(at, 0xcb);
  out.setFloat64(at + 1, value, true);
  return at + 9;
}

/** `short` is the float32 next to `value`. */
export function isNearFloat32(value: number, short: number): boolean {
  if (Math.abs(value) > float32Max) return false;
  return Math.abs(Math.abs(short) - Math.abs(value)) < float32Tolerance;
}

/** t.int64(): a double split as schema splits it, high word floored. */
export function writeInt64(out: DataView, at: number, value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return writeInt32(out, writeInt32(out, at, value >>> 0), high);
}

/** t.uint64(): as `writeInt64`, high word truncated. */
export function writeUint64(out: DataView, at: number, value: number): number {
  const high = (value / 2 ** 32) >> 0;
  return writeInt32(out, writeInt32(out, at, value >>> 0), high);
}

/** A string of `length` bytes of UTF-8, which lie at `from` in `source`. */
export function writeText(
  out: DataView,
  at: number,
  source: DataView,
  from: number,
  length: number,
): number {
  const to = writeTextHeader(out, at, length);
  let i = 0;
  // Four bytes at a time: a full state of short keys and names takes a tenth less.
  for (; i + 4 <= length; i += 4) out.setInt32(to + i, source.getInt32(from + i));
  for (; i < length; i++) out.setUint8(to + i, source.getUint8(from + i));
  return to + length;
}

function writeTextHeader(out: DataView, at: number, length: number): number {
  if (length < 0x20) {
    out.setUint8(at, 0xa0 | length);
    return at + 1;
  }
  if (length < 0x100) {
    out.setUint8(at, 0xd9);
    out.setUint8(at + 1, length);
    return at + 2;
  }
  out.setUint8(at, 0xda);
  out.setUint16(at + 1, length, true);
  return at + 3;
}
