/**
 * Message frames, on a worker: what a client's says, and the bytes of those that go to clients.
 * One scratch per thread for each direction, written over by the next frame.
 *
 *   ROOM_DATA, ROOM_DATA_BYTES:  [code] [type] [MessagePack, or the bytes]
 *   ROOM_REQUEST:                [code] [request id] [type] [MessagePack]
 *   ROOM_RESPONSE:               [code] [request id] [status] [MessagePack]
 *
 * Types and ids are coded as @colyseus/schema codes a string or a number.
 */
import { Packr, RESET_BUFFER_MODE, Unpackr } from 'msgpackr';
import { UsageError } from '../base/errors.ts';
import { clientFrameBytesMax } from '../base/limits.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { copyBytes } from '../channel/copy-bytes.ts';
import { ByteReader } from '../wire/byte-reader.ts';
import { Protocol, protocolCodeMask } from '../wire/operation.ts';
import { writeNumber } from '../wire/write-value.ts';

export type MessageType = string | number;

/** The status byte of a response; values are the wire's. */
export const ResponseStatus = { OK: 0, REJECTED: 1, ERROR: 2 } as const;

const typeBytesMax = 240;
/** A code, an id of up to 9 bytes, a string's header of 2 and the type. */
const headBytesMax = typeBytesMax + 16;

/** Without records, so that decoders other than msgpackr understand; as Colyseus does. */
const packr = new Packr({ useRecords: false });
/**
 * As Colyseus unpacks, but for two things: values never refer to the scratch they were read from,
 * and a payload cannot contain itself, which no stock client can send and few handlers expect.
 */
const unpackr = new Unpackr({ useRecords: false, structuredClone: false, copyBuffers: true });

/** A client's frame: taken out of the ring once, then read in place. */
export class MessageReader {
  /** The protocol's code. */
  code = 0;
  /** NaN where there is none. */
  requestId = Number.NaN;
  type: MessageType = '';
  readonly #bytes = Buffer.from(new ArrayBuffer(clientFrameBytesMax));
  readonly #reader = new ByteReader();

  /** False for a frame that is no message. */
  open(record: ByteRing): boolean {
    const { bodyOffset, bodyBytes, bytes } = record;
    if (bodyBytes === 0 || bodyBytes > clientFrameBytesMax) return false;
    copyBytes(this.#bytes, 0, bytes, bodyOffset, bodyBytes);
    const reader = this.#reader;
    reader.open(this.#bytes, 1, bodyBytes);
    this.code = (this.#bytes[0] as number) & protocolCodeMask;
    this.requestId = this.code === Protocol.ROOM_REQUEST ? reader.number() : Number.NaN;
    this.type = reader.isString ? reader.string() : reader.number();
    return !reader.failed;
  }

  /** Bytes of the payload. */
  get payloadBytes(): number {
    return this.#reader.end - this.#reader.at;
  }

  /** Throws for what is no MessagePack, or has bytes after it. */
  unpack(): unknown {
    if (this.#reader.isAtEnd) return undefined;
    // A view of no more than the message: nothing of an earlier one can be read.
    return unpackr.unpack(this.#bytes.subarray(this.#reader.at, this.#reader.end));
  }

  /** Copies the payload to the start of `target`. */
  copyTo(target: Uint8Array): void {
    copyBytes(target, 0, this.#bytes, this.#reader.at, this.payloadBytes);
  }
}

/** A frame for clients, in two pieces; one per thread, written over by the next. */
export class MessageWriter {
  readonly head = Buffer.from(new ArrayBuffer(headBytesMax));
  readonly #view = new DataView(this.head.buffer);
  headBytes = 0;
  /** In msgpackr's own buffer, or the author's bytes. */
  payload: Uint8Array = noBytes;

  get byteLength(): number {
    return this.headBytes + this.payload.length;
  }

  /** Throws UsageError VALUE_INVALID for a type too long. */
  message(type: MessageType, payload: unknown): this {
    this.#begin(Protocol.ROOM_DATA);
    this.#type(type);
    return this.#pack(payload);
  }

  /** `bytes` go as they are. */
  bytes(type: MessageType, bytes: Uint8Array): this {
    this.#begin(Protocol.ROOM_DATA_BYTES);
    this.#type(type);
    this.payload = bytes;
    return this;
  }

  response(requestId: number, status: number, payload: unknown): this {
    this.#begin(Protocol.ROOM_RESPONSE);
    this.headBytes = writeNumber(this.#view, this.headBytes, requestId);
    this.head[this.headBytes++] = status;
    return this.#pack(payload);
  }

  #begin(code: number): void {
    this.head[0] = code;
    this.headBytes = 1;
  }

  #type(type: MessageType): void {
    if (typeof type === 'number') {
      this.headBytes = writeNumber(this.#view, this.headBytes, type);
      return;
    }
    const bytes = Buffer.byteLength(type);
    if (bytes > typeBytesMax) {
      const text = `a message's type has ${bytes} bytes of ${typeBytesMax}: ${type.slice(0, 40)}…`;
      throw new UsageError('VALUE_INVALID', text);
    }
    if (bytes < 32) {
      this.head[this.headBytes++] = 0xa0 | bytes;
    } else {
      this.head[this.headBytes++] = 0xd9;
      this.head[this.headBytes++] = bytes;
    }
    this.headBytes += this.head.write(type, this.headBytes);
  }

  #pack(payload: unknown): this {
    this.payload = payload === undefined ? noBytes : packr.pack(payload, RESET_BUFFER_MODE);
    return this;
  }
}

const noBytes = new Uint8Array(0);
