/**
 * A room's records to the main thread, on the holder of its lease: answers, messages, logs.
 * Answers are never lost: what asks for one is read only while there is room for it (`hasRoom`),
 * and nothing else may take that room. Messages, kicks and logs that find the ring full are
 * dropped, because the thread may not wait; the first two are counted.
 *
 *   free: [ patches, messages | answerReserveBytes: kicks, logs | lastReserveBytes: answers ]
 */
import { Packr } from 'msgpackr';
import { assert } from '../base/assert.ts';
import { type ErrorRecord, UsageError } from '../base/errors.ts';
import { answerReserveBytes } from '../base/limits.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { FromRoom, roomSlot } from '../channel/records.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { Protocol } from '../wire/operation.ts';

/** Room that kicks and logs leave as well. */
const lastReserveBytes = answerReserveBytes / 2;
/** The body of a refusal or a failure. */
const errorBytesMax = 2_600;
const errorNameCharsMax = 64;
const textCharsMax = 2_000;
const closeReasonBytesMax = 120;
/** So that it fits, with a wrap, the smallest ring with nothing else in it. */
const listingBytesMax = 8_192;
const recordHeadBytes = 24;

assert(
  3 * (errorBytesMax + recordHeadBytes) < lastReserveBytes,
  'a refusal, the failure of the step after it and a wrap must fit what is kept for answers',
);

const emptyBody = new Uint8Array(0);
/** Without records, so that decoders other than msgpackr understand; as Colyseus does. */
const packr = new Packr({ useRecords: false });

export class RoomOutlet {
  /** Something was written since the last visit's mail. */
  hasMail = false;
  readonly ring: ByteRing;
  readonly #memory: RoomMemory;

  constructor(memory: RoomMemory) {
    this.ring = memory.outRing;
    this.#memory = memory;
  }

  /** Whether an answer is sure to fit. */
  get hasRoom(): boolean {
    return this.ring.freeBytes >= lastReserveBytes;
  }

  answer(kind: number, slot = 0, a = 0): void {
    this.#write(kind, slot, a, emptyBody);
  }

  /** A refusal; `slot` is `roomSlot` for the room's own creation. */
  reject(slot: number, error: ErrorRecord): void {
    this.#write(FromRoom.REJECTED, slot, 0, bodyOf(error));
  }

  /** `onReconnect` refused. */
  deny(slot: number, error: ErrorRecord): void {
    this.#write(FromRoom.DENIED, slot, 0, bodyOf(error));
  }

  /**
   * A change of the room's listing: `op` is a ListingOp, `argument` JSON.
   * @throws UsageError OUTPUT_FULL when it could never be sent.
   */
  listing(op: number, argument: unknown): void {
    const body = Buffer.from(JSON.stringify(argument));
    if (body.length > listingBytesMax) {
      const text = `metadata has ${body.length} bytes of JSON; at most ${listingBytesMax} can go`;
      throw new UsageError('OUTPUT_FULL', text);
    }
    if (this.ring.freeAfter(body.length) < lastReserveBytes) {
      this.#memory.header.countMessageDropped();
      return;
    }
    this.#write(FromRoom.LISTING, roomSlot, op, body);
  }

  fail(tick: number, error: ErrorRecord): void {
    this.#write(FromRoom.FAILED, roomSlot, tick, bodyOf(error));
  }

  kick(slot: number, code: number, reason: string): void {
    const body = Buffer.from(reason).subarray(0, closeReasonBytesMax);
    if (this.ring.freeAfter(body.length) < lastReserveBytes) {
      this.#memory.header.countMessageDropped();
      return;
    }
    this.#write(FromRoom.KICK, slot, code, body);
  }

  /** `level` is pino's number. A log that finds no room is dropped. */
  log(level: number, text: string, fields: object): void {
    const body = Buffer.from(JSON.stringify({ ...fields, msg: text.slice(0, textCharsMax) }));
    if (this.ring.freeAfter(body.length) < lastReserveBytes) return;
    this.#write(FromRoom.LOG, roomSlot, level, body);
  }

  /**
   * A message to `slot`, or to all clients when it is undefined.
   * @throws UsageError OUTPUT_FULL when no ring of this room could ever hold it.
   */
  message(slot: number | undefined, type: string, payload: unknown): void {
    const frame = frameOf(type, payload);
    // Half of the reserve: a wrap may waste as much as the record takes.
    const bytesMax = this.ring.bodyBytesMax - answerReserveBytes / 2;
    if (frame.byteLength > bytesMax) {
      throw new UsageError(
        'OUTPUT_FULL',
        `the message '${type}' has ${frame.byteLength} bytes; this room can send ${bytesMax}:` +
          ' send less, or raise a capacity',
      );
    }
    if (this.ring.freeAfter(frame.byteLength) < answerReserveBytes) {
      this.#memory.header.countMessageDropped();
      return;
    }
    this.#write(
      slot === undefined ? FromRoom.BROADCAST : FromRoom.SEND,
      slot ?? roomSlot,
      0,
      frame,
    );
  }

  #write(kind: number, slot: number, a: number, body: Uint8Array): void {
    const isWritten = this.ring.write(kind, slot, a, 0, body);
    assert(isWritten, 'the ring to main has no room for what was kept for it');
    this.hasMail = true;
  }
}

/** [ROOM_DATA] [type] [MessagePack of the payload, unless undefined]. */
function frameOf(type: string, payload: unknown): Buffer {
  const name = Buffer.from(type);
  const header = name.length < 32 ? [0xa0 | name.length] : [0xd9, name.length];
  const parts: Uint8Array[] = [Buffer.from([Protocol.ROOM_DATA, ...header]), name];
  if (payload !== undefined) parts.push(packr.pack(payload));
  return Buffer.concat(parts);
}

/** Cut until it fits: a text can become six times as long in JSON. */
function bodyOf({ name, code, text, stack }: ErrorRecord): Buffer {
  for (let charsMax = textCharsMax; ; charsMax = charsMax >>> 1) {
    const short = {
      name: name.slice(0, errorNameCharsMax),
      code: typeof code === 'string' ? code.slice(0, errorNameCharsMax) : code,
      text: text.slice(0, charsMax),
      stack: stack?.slice(0, charsMax),
    };
    const body = Buffer.from(JSON.stringify(short));
    if (body.length <= errorBytesMax || charsMax === 0) return body;
  }
}
