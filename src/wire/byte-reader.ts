/**
 * Reads values of the @colyseus/schema wire from bytes that a client sent: every read is bounded,
 * and what does not fit makes `failed` true and reads as 0. Nothing throws, nothing allocates but
 * strings and bigints. One per thread, pointed at one frame after another.
 */
const scratch = new ArrayBuffer(8);
const words = new Int32Array(scratch);
const f32 = new Float32Array(scratch);
const f64 = new Float64Array(scratch);
const i64 = new BigInt64Array(scratch);
const u64 = new BigUint64Array(scratch);

export class ByteReader {
  bytes: Uint8Array = new Uint8Array(0);
  at = 0;
  end = 0;
  failed = false;

  /** Starts over at `bytes[from … end)`. */
  open(bytes: Uint8Array, from: number, end: number): void {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
    this.failed = false;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  uint8(): number {
    if (this.at >= this.end) return this.#fail();
    return this.bytes[this.at++];
  }
  int8(): number {
    return (this.uint8() << 24) >> 24;
  }
  uint16(): number {
    if (this.at + 2 > this.end) return this.#fail();
    const value = this.bytes[this.at] | (this.bytes[this.at + 1] << 8);
    this.at += 2;
    return value;
  }
  int16(): number {
    return (this.uint16() << 16) >> 16;
  }
  int32(): number {
    if (this.at + 4 > this.end) return this.#fail();
    const { bytes, at } = this;
    this.at = at + 4;
    return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  }
  uint32(): number {
    return this.int32() >>> 0;
  }
  float32(): number {
    words[0] = this.int32();
    return f32[0];
  }
  float64(): number {
    this.#eight();
    return f64[0];
  }
  int64(): number {
    const low = this.uint32();
    return this.int32() * 2 ** 32 + low;
  }
  uint64(): number {
    const low = this.uint32();
    return this.uint32() * 2 ** 32 + low;
  }
  bigint64(): bigint {
    this.#eight();
    return i64[0];
  }
  biguint64(): bigint {
    this.#eight();
    return u64[0];
  }

  /** The self-describing number: refIds, indexes, lengths, t.number(). */
  number(): number {
    const prefix = this.uint8();
    if (prefix < 0x80) return prefix;
    if (prefix > 0xdf) return (0xff - prefix + 1) * -1;
    switch (prefix) {
      case 0xca:
        return this.float32();
      case 0xcb:
        return this.float64();
      case 0xcc:
        return this.uint8();
      case 0xcd:
        return this.uint16();
      case 0xce:
        return this.uint32();
      case 0xcf:
        return this.uint64();
      case 0xd0:
        return this.int8();
      case 0xd1:
        return this.int16();
      case 0xd2:
        return this.int32();
      case 0xd3:
        return this.int64();
      default:
        return this.#fail();
    }
  }

  string(): string {
    const prefix = this.uint8();
    let length = prefix & 0x1f;
    if (prefix === 0xd9) length = this.uint8();
    else if (prefix === 0xda) length = this.uint16();
    else if (prefix === 0xdb) length = this.uint32();
    else if (prefix < 0xa0 || prefix > 0xbf) this.#fail();
    if (this.at + length > this.end) this.#fail();
    if (this.failed) return '';
    const { buffer, byteOffset } = this.bytes;
    const text = Buffer.from(buffer, byteOffset + this.at, length).toString('utf8');
    this.at += length;
    return text;
  }

  /** True where a string would be read next, as message types are told apart. */
  get isString(): boolean {
    const prefix = this.bytes[this.at];
    const isFixed = prefix > 0xa0 && prefix < 0xc0;
    return this.at < this.end && (isFixed || (prefix >= 0xd9 && prefix <= 0xdb));
  }

  #eight(): void {
    words[0] = this.int32();
    words[1] = this.int32();
  }

  #fail(): number {
    this.failed = true;
    this.at = this.end;
    return 0;
  }
}
