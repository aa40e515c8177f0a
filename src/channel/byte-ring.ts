/**
 * Records of bytes from one thread to others through shared memory: one writer at a time (the
 * main thread, or the holder of a room's lease), a fixed number of readers that each see every
 * record. The writer writes `tail`, `origin` and the data, each reader its own `head`.
 *
 * Memory at `byteOffset`, 8-aligned; a cache line for each side's words:
 *   [tail u32 | origin u32 | 56 bytes] [head of reader 0 u32 | 60 bytes] … [data: capacityBytes]
 * Counters count bytes for ever and wrap at 2^32, a multiple of the capacity: the place in the
 * data is the low bits of counter - origin, and tail - head in u32 is what is unread. Fresh zeroed
 * memory is an empty ring.
 *
 * A record that finds the ring empty lies at the data's beginning: the writer makes its counter
 * the origin. So a ring that is read as fast as it is written touches a few of its pages, and not
 * in turn all of them. Readers look at the origin only where there is something unread, and then
 * it stands still.
 *
 * A record is 8-aligned and contiguous, so that its body can be encoded and decoded in place:
 *   [bodyBytes u32 | kind u16 | slot u16 | a u32 | b u32] [body, padded to 8]
 * One that does not fit before the data's end starts at the data's beginning; a wrap marker
 *   [bytesLeft u32 | 0 u16 | unused u16]
 * covers the tail end. It is half a header, because 8 bytes may be all that is left.
 */
import { assert } from '../base/assert.ts';
import { InvariantError } from '../base/errors.ts';
import { alignUp } from '../base/integers.ts';
import { copyBytes } from './copy-bytes.ts';

const cacheLineBytes = 64;
const headerBytes = 16;
const alignBytes = 8;
const capacityBytesMin = 64;
/** tail - head must be unambiguous in a u32, and offsets stay small integers. */
const capacityBytesMax = 1 << 30;
const slotMax = 0xffff;
const kindMax = 0xffff;
/** The kind of a wrap marker; no record may have it. */
const wrapKind = 0;
const noRecord = -1;

assert(headerBytes % alignBytes === 0, 'a body must start 8-aligned');
assert(capacityBytesMin >= 2 * headerBytes, 'the smallest ring must hold a record');

export class ByteRing {
  /** Over the whole SharedArrayBuffer: every offset here is absolute. */
  readonly bytes: Uint8Array<SharedArrayBuffer>;
  /**
   * The largest body: half the capacity less a header. A larger one would have to wait until the
   * ring is empty, or nearly, and in a busy room that may be long.
   */
  readonly bodyBytesMax: number;

  /** The record that `next` found; valid until `release`. `a` and `b` are u32. */
  kind = 0;
  slot = 0;
  a = 0;
  b = 0;
  bodyOffset = 0;
  bodyBytes = 0;

  readonly #u32: Uint32Array;
  readonly #i32: Int32Array;
  readonly #u16: Uint16Array;
  readonly #capacityBytes: number;
  readonly #dataOffset: number;
  readonly #tailWord: number;
  readonly #originWord: number;
  readonly #readers: number;

  /** Writer: where the reserved record's header is, counted like tail; bytes of its body. */
  #reservedAt = 0;
  #reservedBytes = -1;
  /** Reader r: the counter where the record that `next` found ends, or `noRecord`. */
  readonly #endOf: Float64Array;

  /** Shared memory that a ring takes. `capacityBytes` is a power of two. */
  static bytes(capacityBytes: number, readers = 1): number {
    return cacheLineBytes * (1 + readers) + capacityBytes;
  }

  constructor(memory: SharedArrayBuffer, byteOffset: number, capacityBytes: number, readers = 1) {
    assert(capacityBytes >= capacityBytesMin, 'a ring needs room for a record');
    assert(capacityBytes <= capacityBytesMax, 'a ring must be at most 1 GiB');
    assert((capacityBytes & (capacityBytes - 1)) === 0, 'a ring needs a power of two of bytes');
    assert(readers >= 1, 'a ring needs a reader');
    assert(byteOffset % alignBytes === 0, 'a ring must start 8-aligned');
    assert(memory.byteLength % alignBytes === 0, "a ring's memory must be a multiple of 8 bytes");
    assert(
      byteOffset + ByteRing.bytes(capacityBytes, readers) <= memory.byteLength,
      "a ring must end within its memory's bounds",
    );
    this.bytes = new Uint8Array(memory);
    this.bodyBytesMax = capacityBytes / 2 - headerBytes;
    this.#u32 = new Uint32Array(memory);
    this.#i32 = new Int32Array(memory);
    this.#u16 = new Uint16Array(memory);
    this.#capacityBytes = capacityBytes;
    this.#dataOffset = byteOffset + cacheLineBytes * (1 + readers);
    this.#tailWord = byteOffset >>> 2;
    this.#originWord = this.#tailWord + 1;
    this.#readers = readers;
    this.#endOf = new Float64Array(readers).fill(noRecord);
  }

  /** Bytes of its data, headers included. */
  get capacityBytes(): number {
    return this.#capacityBytes;
  }

  /** Writer: bytes that no reader holds back, headers and a wrap's waste included. */
  get freeBytes(): number {
    const tail = this.#u32[this.#tailWord] as number;
    let usedBytes = 0;
    for (let reader = 0; reader < this.#readers; reader++) {
      // Pairs with release's store: the reader is done with everything before its head.
      const head = Atomics.load(this.#i32, this.#headWord(reader));
      usedBytes = Math.max(usedBytes, (tail - head) >>> 0);
    }
    if (usedBytes > this.#capacityBytes) throw new InvariantError('ring: a head is beyond tail');
    return this.#capacityBytes - usedBytes;
  }

  /** Writer: what a body of `bodyBytes` would leave of `freeBytes`; below 0 it has no room. */
  freeAfter(bodyBytes: number): number {
    const { freeBytes } = this;
    const recordBytes = headerBytes + alignUp(bodyBytes, alignBytes);
    const endBytes = this.#endBytes(freeBytes);
    return freeBytes - (recordBytes > endBytes ? endBytes : 0) - recordBytes;
  }

  /** Writer: the largest body that `reserve` finds room for without a wrap; may be negative. */
  get bodyBytesAhead(): number {
    const { freeBytes } = this;
    const recordBytesMax = this.bodyBytesMax + headerBytes;
    return Math.min(this.#endBytes(freeBytes), freeBytes, recordBytesMax) - headerBytes;
  }

  /**
   * Writer: where to write a body of up to `bodyBytesMax` bytes, or -1 when the ring has no room
   * now; for more than `this.bodyBytesMax` always -1. Nothing is visible before `commit`; another
   * `reserve` forgets this one.
   */
  reserve(bodyBytesMax: number): number {
    this.#reservedBytes = -1;
    if (bodyBytesMax > this.bodyBytesMax) return -1;
    // Plain: only this thread writes tail, or a former writer did whose lease passed to us.
    const tail = this.#u32[this.#tailWord] as number;
    const { freeBytes } = this;
    // Plain: no reader looks at it before commit's store of tail, which publishes it.
    if (freeBytes === this.#capacityBytes) this.#u32[this.#originWord] = tail;
    const endBytes = this.#endBytes(freeBytes);
    const recordBytes = headerBytes + alignUp(bodyBytesMax, alignBytes);
    const skippedBytes = recordBytes > endBytes ? endBytes : 0;
    if (skippedBytes + recordBytes > freeBytes) return -1;
    if (skippedBytes > 0) {
      const at = this.#placeOf(tail);
      this.#u32[at >>> 2] = skippedBytes;
      this.#u16[(at + 4) >>> 1] = wrapKind;
    }
    this.#reservedAt = (tail + skippedBytes) >>> 0;
    this.#reservedBytes = bodyBytesMax;
    return this.#placeOf(this.#reservedAt) + headerBytes;
  }

  /** Writer: publishes the reserved record with the first `bodyBytes` bytes of its body. */
  commit(kind: number, slot: number, a: number, b: number, bodyBytes: number): void {
    assert(bodyBytes >= 0 && bodyBytes <= this.#reservedBytes, 'ring: commit exceeds its reserve');
    assert(kind > wrapKind && kind <= kindMax, 'ring: a kind is 1 … 65535');
    assert(slot >= 0 && slot <= slotMax, 'ring: a slot is 0 … 65535');
    const at = this.#placeOf(this.#reservedAt);
    this.#u32[at >>> 2] = bodyBytes;
    this.#u16[(at + 4) >>> 1] = kind;
    this.#u16[(at + 6) >>> 1] = slot;
    this.#u32[(at + 8) >>> 2] = a;
    this.#u32[(at + 12) >>> 2] = b;
    const tail = this.#reservedAt + headerBytes + alignUp(bodyBytes, alignBytes);
    this.#reservedBytes = -1;
    // Pairs with next's load: publishes the record, and the wrap marker before it.
    Atomics.store(this.#i32, this.#tailWord, tail | 0);
  }

  /** Writer: a record with a copy of `body`. False when the ring has no room. */
  write(kind: number, slot: number, a: number, b: number, body: Uint8Array): boolean {
    const bodyOffset = this.reserve(body.length);
    if (bodyOffset < 0) return false;
    copyBytes(this.bytes, bodyOffset, body);
    this.commit(kind, slot, a, b, body.length);
    return true;
  }

  /**
   * Reader: true when there is a record; the fields then describe the oldest. Asked again before
   * `release`, it finds the same one.
   */
  next(reader = 0): boolean {
    // Plain: only this reader writes its head, or a former one did whose lease passed to us.
    let position = this.#u32[this.#headWord(reader)] as number;
    // Pairs with commit's store: everything before tail is written.
    const tail = Atomics.load(this.#i32, this.#tailWord) >>> 0;
    this.#endOf[reader] = noRecord;
    if (position === tail) return false;
    let unreadBytes = (tail - position) >>> 0;
    let at = this.#placeOf(position);
    if (unreadBytes > this.#capacityBytes) throw corrupt('tail', at);
    if (this.#u16[(at + 4) >>> 1] === wrapKind) {
      const endBytes = this.#dataOffset + this.#capacityBytes - at;
      if (this.#u32[at >>> 2] !== endBytes) throw corrupt('wrap marker', at);
      unreadBytes -= endBytes;
      position += endBytes;
      at = this.#dataOffset;
    }
    this.#readHeader(at, unreadBytes);
    this.#endOf[reader] = position + headerBytes + alignUp(this.bodyBytes, alignBytes);
    return true;
  }

  /** Reader: gives the record's bytes back to the writer. */
  release(reader = 0): void {
    const end = this.#endOf[reader] as number;
    assert(end !== noRecord, 'ring: release without a record');
    this.#endOf[reader] = noRecord;
    // Pairs with freeBytes's load: this reader is done with the record.
    Atomics.store(this.#i32, this.#headWord(reader), end | 0);
  }

  /** Sets the fields from the header at `at`, where `unreadBytes` lie before tail. */
  #readHeader(at: number, unreadBytes: number): void {
    const bodyBytes = this.#u32[at >>> 2] as number;
    const endBytes = this.#dataOffset + this.#capacityBytes - at;
    if (bodyBytes > this.bodyBytesMax) throw corrupt('body length', at);
    const recordBytes = headerBytes + alignUp(bodyBytes, alignBytes);
    if (recordBytes > unreadBytes || recordBytes > endBytes) throw corrupt('record length', at);
    this.kind = this.#u16[(at + 4) >>> 1] as number;
    if (this.kind === wrapKind) throw corrupt('kind', at);
    this.slot = this.#u16[(at + 6) >>> 1] as number;
    this.a = this.#u32[(at + 8) >>> 2] as number;
    this.b = this.#u32[(at + 12) >>> 2] as number;
    this.bodyOffset = at + headerBytes;
    this.bodyBytes = bodyBytes;
  }

  /** Writer: bytes from where the next record goes to the data's end. */
  #endBytes(freeBytes: number): number {
    if (freeBytes === this.#capacityBytes) return freeBytes;
    // Plain: as in reserve.
    const at = this.#placeOf(this.#u32[this.#tailWord] as number);
    return this.#dataOffset + this.#capacityBytes - at;
  }

  /** For a reader: of an unread position, so that origin is what tail's store published. */
  #placeOf(position: number): number {
    const origin = this.#u32[this.#originWord] as number;
    return this.#dataOffset + ((position - origin) & (this.#capacityBytes - 1));
  }

  #headWord(reader: number): number {
    return this.#tailWord + ((reader + 1) * cacheLineBytes) / 4;
  }
}

function corrupt(what: string, at: number): InvariantError {
  return new InvariantError(`ring: corrupt ${what} at byte ${at}`);
}
