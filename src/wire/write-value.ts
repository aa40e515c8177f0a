/**
 * Values as @colyseus/schema 5 writes them: bytes and numbers only. Each function writes at `at`
 * and returns where the next byte goes; the caller has made room. Any thread.
 */

/** Scratch for the bits of doubles; a thread writes one value at a time. */
const f64 = new Float64Array(1);
const f32 = new Float32Array(1);
const f64Words = new Int32Array(f64.buffer);
const f32Words = new Int32Array(f32.buffer);

/** How far a float32 may be from a double that is sent as one: schema's own tolerance. */
const float32Tolerance = 1e-4;
const float32Max = 3.4028235e38;

/** The four low bytes of `value`, little endian. */
export function writeInt32(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
  return at + 4;
}

/** A whole number >= 0 below 2^32: refIds, indexes, lengths. 1, 2, 3 or 5 bytes. */
export function writeUint(bytes: Uint8Array, at: number, value: number): number {
  if (value < 0x80) {
    bytes[at] = value;
    return at + 1;
  }
  if (value < 0x100) {
    bytes[at] = 0xcc;
    bytes[at + 1] = value;
    return at + 2;
  }
  if (value < 0x10000) {
    bytes[at] = 0xcd;
    bytes[at + 1] = value;
    bytes[at + 2] = value >>> 8;
    return at + 3;
  }
  bytes[at] = 0xce;
  return writeInt32(bytes, at + 1, value);
}

/** Any double in the shortest form that schema chooses; NaN as 0, infinities as the safe ends. */
export function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  if (Number.isNaN(value)) return writeUint(bytes, at, 0);
  if (value === Number.POSITIVE_INFINITY) return writeNumber(bytes, at, Number.MAX_SAFE_INTEGER);
  if (value === Number.NEGATIVE_INFINITY) return writeNumber(bytes, at, -Number.MAX_SAFE_INTEGER);
  if (value !== (value | 0)) return writeWide(bytes, at, value);
  if (value >= 0) return writeUint(bytes, at, value);
  if (value >= -0x20) {
    bytes[at] = 0xe0 | (value + 0x20);
    return at + 1;
  }
  if (value >= -0x80) {
    bytes[at] = 0xd0;
    bytes[at + 1] = value;
    return at + 2;
  }
  if (value >= -0x8000) {
    bytes[at] = 0xd1;
    bytes[at + 1] = value;
    bytes[at + 2] = value >>> 8;
    return at + 3;
  }
  bytes[at] = 0xd2;
  return writeInt32(bytes, at + 1, value);
}

/** What is no int32: schema sends it as float32 where that is close enough, else as float64. */
function writeWide(bytes: Uint8Array, at: number, value: number): number {
  if (Math.abs(value) <= float32Max) {
    f32[0] = value;
    if (Math.abs(Math.abs(f32[0]) - Math.abs(value)) < float32Tolerance) {
      bytes[at] = 0xca;
      return writeInt32(bytes, at + 1, f32Words[0]);
    }
  }
  bytes[at] = 0xcb;
  f64[0] = value;
  return writeInt32(bytes, writeInt32(bytes, at + 1, f64Words[0]), f64Words[1]);
}

/** t.int64(): a double split as schema splits it, high word floored. */
export function writeInt64(bytes: Uint8Array, at: number, value: number): number {
  const high = Math.floor(value / 2 ** 32);
  return writeInt32(bytes, writeInt32(bytes, at, value >>> 0), high);
}

/** t.uint64(): as `writeInt64`, high word truncated. */
export function writeUint64(bytes: Uint8Array, at: number, value: number): number {
  const high = (value / 2 ** 32) >> 0;
  return writeInt32(bytes, writeInt32(bytes, at, value >>> 0), high);
}

/** A string of `length` bytes of UTF-8, which lie at `from` in `source`. */
export function writeText(
  bytes: Uint8Array,
  at: number,
  source: Uint8Array,
  from: number,
  length: number,
): number {
  let to = writeTextHeader(bytes, at, length);
  for (let i = 0; i < length; i++) bytes[to++] = source[from + i];
  return to;
}

function writeTextHeader(bytes: Uint8Array, at: number, length: number): number {
  if (length < 0x20) {
    bytes[at] = 0xa0 | length;
    return at + 1;
  }
  if (length < 0x100) {
    bytes[at] = 0xd9;
    bytes[at + 1] = length;
    return at + 2;
  }
  bytes[at] = 0xda;
  bytes[at + 1] = length;
  bytes[at + 2] = length >>> 8;
  return at + 3;
}
