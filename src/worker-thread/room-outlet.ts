/**
 * A room's records to the main thread, on the holder of its lease: answers, messages, logs.
 * Answers are never lost: what asks for one is read only while there is room for it (`hasRoom`),
 * and nothing else may take that room. Messages, kicks and logs that find the ring full are
 * dropped, because the thread may not wait; the first two are counted. What clients send is only
 * handled while there is room for messages (`hasRoomForHandler`), so that steps meet that first.
 *
 *   free: [ patches, messages | answerReserveBytes: kicks, logs | lastReserveBytes: answers ]
 */
import { assert } from '../base/assert.ts';
import { type ErrorRecord, UsageError } from '../base/errors.ts';
import { answerReserveBytes } from '../base/limits.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { copyBytes } from '../channel/copy-bytes.ts';
import { FromRoom, MessageFlag, roomSlot } from '../channel/records.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import type { MessageWriter } from './message-frame.ts';

/** Room that kicks and logs leave as well. */
const lastReserveBytes = answerReserveBytes / 2;
/** What a handler of a client's message finds free beside all reserves: one part of the ring. */
const handlerRoomParts = 4;
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
const noSlots: readonly number[] = [];
const slotBytes = 2;

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

  /**
   * Whether a client's message may be handled. While clients ask for more answers than main takes
   * away their messages wait in the ring to the room: else one of them could cost others theirs.
   */
  get hasRoomForHandler(): boolean {
    const { freeBytes, capacityBytes } = this.ring;
    return freeBytes >= answerReserveBytes + capacityBytes / handlerRoomParts;
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

  /** A message to one client. Throws as `broadcast`. */
  send(slot: number, frame: MessageWriter, isAfterPatch: boolean): void {
    this.#message(FromRoom.SEND, slot, frame, noSlots, isAfterPatch ? MessageFlag.AFTER_PATCH : 0);
  }

  /** To a client, or with `roomSlot` to all: if it gets patches, else it never hears of it. */
  sendWithState(slot: number, frame: MessageWriter): void {
    const kind = slot === roomSlot ? FromRoom.BROADCAST : FromRoom.SEND;
    this.#message(kind, slot, frame, noSlots, MessageFlag.WITH_STATE);
  }

  /** Whether a message of so many bytes can be sent when the ring is empty. */
  fits(bytes: number): boolean {
    return bytes <= this.#messageBytesMax;
  }

  /**
   * A message to all clients but those in `except`; after the next patch, if asked.
   * @throws UsageError OUTPUT_FULL when no ring of this room could ever hold it.
   */
  broadcast(frame: MessageWriter, except: readonly number[], isAfterPatch: boolean): void {
    const flags = isAfterPatch ? MessageFlag.AFTER_PATCH : 0;
    this.#message(FromRoom.BROADCAST, roomSlot, frame, except, flags);
  }

  /** Half of the reserve is kept: a wrap may waste as much as the record takes. */
  get #messageBytesMax(): number {
    return this.ring.bodyBytesMax - answerReserveBytes / 2;
  }

  #message(
    kind: number,
    slot: number,
    frame: MessageWriter,
    except: readonly number[],
    flags: number,
  ): void {
    const { ring } = this;
    const { header } = this.#memory;
    const frameBytes = frame.byteLength;
    const bodyBytes = frameBytes + except.length * slotBytes;
    const bytesMax = this.#messageBytesMax;
    if (bodyBytes > bytesMax) throw tooLong(bodyBytes, bytesMax);
    if (ring.freeAfter(bodyBytes) < answerReserveBytes) {
      header.countMessageDropped();
      return;
    }
    const at = ring.reserve(bodyBytes);
    copyBytes(ring.bytes, at, frame.head, 0, frame.headBytes);
    copyBytes(ring.bytes, at + frame.headBytes, frame.payload);
    let end = at + frameBytes;
    for (const excepted of except) {
      ring.bytes[end++] = excepted & 0xff;
      ring.bytes[end++] = excepted >>> 8;
    }
    if ((flags & MessageFlag.AFTER_PATCH) !== 0) header.holdsMessages = true;
    ring.commit(kind, slot, except.length, flags, bodyBytes);
    this.hasMail = true;
  }

  #write(kind: number, slot: number, a: number, body: Uint8Array): void {
    const isWritten = this.ring.write(kind, slot, a, 0, body);
    assert(isWritten, 'the ring to main has no room for what was kept for it');
    this.hasMail = true;
  }
}

function tooLong(bytes: number, bytesMax: number): UsageError {
  const text = `a message has ${bytes} bytes; this room can send ${bytesMax}`;
  return new UsageError('OUTPUT_FULL', `${text}: send less, or raise a capacity`);
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
