/**
 * A room's records to the main thread, on the holder of its lease: answers, messages, logs.
 * Answers are never lost: what asks for one is read only while there is room for it (`hasRoom`).
 * Messages that find the ring full are counted and dropped, because the thread may not wait.
 */
import { Packr } from 'msgpackr';
import { type ErrorRecord, UsageError } from '../base/errors.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { FromRoom, roomSlot } from '../channel/records.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { Protocol } from '../wire/operation.ts';

/** Room that patches and messages leave in the ring for answers. */
export const answerReserveBytes = 8_192;
const errorTextMax = 2_000;
const closeReasonBytesMax = 120;
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
    return this.ring.freeBytes > answerReserveBytes / 2;
  }

  answer(kind: number, slot = 0): void {
    this.#write(kind, slot, 0, emptyBody);
  }

  /** A refusal; `slot` is `roomSlot` for the room's own creation. */
  reject(slot: number, error: ErrorRecord): void {
    this.#write(FromRoom.REJECTED, slot, 0, jsonOf(error));
  }

  fail(tick: number, error: ErrorRecord): void {
    this.#write(FromRoom.FAILED, roomSlot, tick, jsonOf(error));
  }

  kick(slot: number, code: number, reason: string): void {
    this.#write(FromRoom.KICK, slot, code, Buffer.from(reason).subarray(0, closeReasonBytesMax));
  }

  /** `level` is pino's number. A log that finds no room is dropped. */
  log(level: number, text: string, fields: object): void {
    if (!this.hasRoom) return;
    const body = Buffer.from(JSON.stringify({ ...fields, msg: text.slice(0, errorTextMax) }));
    this.#write(FromRoom.LOG, roomSlot, level, body);
  }

  /**
   * A message to `slot`, or to all clients when it is undefined.
   * @throws UsageError OUTPUT_FULL when no ring of this room could ever hold it.
   */
  message(slot: number | undefined, type: string, payload: unknown): void {
    const frame = frameOf(type, payload);
    if (frame.byteLength > this.ring.bodyBytesMax - answerReserveBytes) {
      throw new UsageError(
        'OUTPUT_FULL',
        `the message '${type}' has ${frame.byteLength} bytes; this room can send` +
          ` ${this.ring.bodyBytesMax - answerReserveBytes}: send less, or raise a capacity`,
      );
    }
    const isFull = this.ring.freeBytes < frame.byteLength * 2 + answerReserveBytes;
    const kind = slot === undefined ? FromRoom.BROADCAST : FromRoom.SEND;
    if (isFull || !this.ring.write(kind, slot ?? roomSlot, 0, 0, frame)) {
      this.#memory.header.countMessageDropped();
      return;
    }
    this.hasMail = true;
  }

  #write(kind: number, slot: number, a: number, body: Uint8Array): void {
    this.ring.write(kind, slot, a, 0, body);
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

function jsonOf(error: ErrorRecord): Buffer {
  const { name, code, text, stack } = error;
  const short = {
    name,
    code,
    text: text.slice(0, errorTextMax),
    stack: stack?.slice(0, errorTextMax),
  };
  return Buffer.from(JSON.stringify(short));
}
