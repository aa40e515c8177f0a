/**
 * Colyseus 0.18's frames as far as a client must read them that decodes no state: the first byte,
 * the TIMED prefix, the join handshake and errors. Thread-neutral; owns nothing. Everything here
 * throws a `FrameError` for bytes that end too early, and never reads beyond them.
 */

/** The low five bits of a frame's first byte. */
export const frameCode = {
  joinRoom: 10,
  error: 11,
  leaveRoom: 12,
  data: 13,
  state: 14,
  patch: 15,
  dataBytes: 17,
  ping: 18,
  input: 19,
  response: 22,
} as const;

export const codeMask = 0x1f;
// [code | TIMED] [sNow u32] [last input that was consumed u32] [body]
export const timedBit = 0x80;
export const timedHeadBytes = 9;

/** Bytes that are no frame of this protocol. */
export class FrameError extends Error {}

/** What a room says at a join. */
export interface Handshake {
  readonly reconnectionToken: string;
  /** The input schema's reflection: a view of the frame. Undefined where there is no input. */
  readonly inputReflection: Buffer | undefined;
  /** Which instants the room wants on its inputs. */
  readonly stampsRender: boolean;
  readonly stampsReckon: boolean;
  /** Steps, and so inputs, a second; 0 where the room names none. */
  readonly tickRate: number;
  /** Between patches; 0 where the room names none. */
  readonly patchMs: number;
}

const inputReflectionTag = 1;
const inputOptionsTag = 2;
const inputFlag = { renderTime: 1, tickRate: 2, patchRate: 4, reckonTime: 16 } as const;

// [code] [token] [serializer] [length, reflection of the state] {[tag] [length, section]}
/** Reads a JOIN_ROOM frame. */
export function readHandshake(frame: Buffer): Handshake {
  const reader = new FrameReader(frame, (frame[0] ?? 0) & timedBit ? timedHeadBytes : 1);
  const reconnectionToken = reader.shortText();
  reader.shortText(); // The serializer's id: state is not decoded, whatever it is.
  reader.bytes(reader.number());
  let inputReflection: Buffer | undefined;
  let flags = 0;
  let tickRate = 0;
  let patchMs = 0;
  while (!reader.isAtEnd) {
    const tag = reader.byte();
    const section = reader.bytes(reader.number());
    if (tag === inputReflectionTag) inputReflection = section;
    if (tag !== inputOptionsTag) continue;
    const options = new FrameReader(section, 0);
    flags = options.byte();
    if (flags & inputFlag.tickRate) tickRate = options.number();
    if (flags & inputFlag.patchRate) patchMs = options.number();
  }
  return {
    reconnectionToken,
    inputReflection,
    stampsRender: (flags & inputFlag.renderTime) !== 0,
    stampsReckon: (flags & inputFlag.reckonTime) !== 0,
    tickRate,
    patchMs,
  };
}

/** An ERROR frame as text: `[code] [number] [string]`. */
export function readRoomError(frame: Buffer): string {
  const reader = new FrameReader(frame, 1);
  const code = reader.number();
  return `${code} ${reader.text()}`.trimEnd();
}

/** Reads forward, and throws where the bytes end. */
class FrameReader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#take(1));
  }

  bytes(length: number): Buffer {
    const at = this.#take(length);
    return this.#bytes.subarray(at, at + length);
  }

  /** A text behind one byte with its length. */
  shortText(): string {
    return this.bytes(this.byte()).toString();
  }

  /** @colyseus/schema's string: a header as msgpack has it. */
  text(): string {
    const header = this.byte();
    if (header >= 0xa0 && header < 0xc0) return this.bytes(header & 0x1f).toString();
    if (header === 0xd9) return this.bytes(this.byte()).toString();
    if (header === 0xda) return this.bytes(this.#bytes.readUInt16LE(this.#take(2))).toString();
    if (header === 0xdb) return this.bytes(this.#bytes.readUInt32LE(this.#take(4))).toString();
    throw new FrameError(`0x${header.toString(16)} begins no text`);
  }

  /** @colyseus/schema's number. */
  number(): number {
    const bytes = this.#bytes;
    const header = this.byte();
    if (header < 0x80) return header;
    if (header >= 0xe0) return header - 0x100;
    switch (header) {
      case 0xca:
        return bytes.readFloatLE(this.#take(4));
      case 0xcb:
        return bytes.readDoubleLE(this.#take(8));
      case 0xcc:
        return this.byte();
      case 0xcd:
        return bytes.readUInt16LE(this.#take(2));
      case 0xce:
        return bytes.readUInt32LE(this.#take(4));
      case 0xd0:
        return bytes.readInt8(this.#take(1));
      case 0xd1:
        return bytes.readInt16LE(this.#take(2));
      case 0xd2:
        return bytes.readInt32LE(this.#take(4));
      default:
        throw new FrameError(`0x${header.toString(16)} begins no number`);
    }
  }

  /** Moves on by `count` bytes; returns where they begin. */
  #take(count: number): number {
    const at = this.#at;
    if (!(Number.isInteger(count) && count >= 0 && at + count <= this.#bytes.length)) {
      throw new FrameError(`${count} bytes at ${at} of a frame of ${this.#bytes.length}`);
    }
    this.#at = at + count;
    return at;
  }
}
