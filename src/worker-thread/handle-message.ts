/**
 * Runs a game's message handler for a client's ROOM_DATA frame: [13] [type] [MessagePack]. Main
 * has let through only types that the game handles. A payload that cannot be unpacked, or a
 * handler that throws, closes its sender as stock does and leaves the others alone.
 */
import { unpack } from 'msgpackr';
import type { Slot } from '../base/integers.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { ByteReader } from '../wire/byte-reader.ts';
import { clientOf, isSilent, logThrown } from './drain-records.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';

const withErrorCode = 4002;
const reader = new ByteReader();

export function handleMessage(room: RoomView, record: ByteRing): void {
  const slot = record.slot as Slot;
  if (isSilent(room) || !room.memory.slots.isTaken(slot)) return;
  // A copy: unpacked binary values are views of what they were unpacked from.
  const { bodyOffset, bodyBytes } = record;
  const frame = Buffer.from(record.bytes.slice(bodyOffset, bodyOffset + bodyBytes));
  reader.open(frame, 1, frame.length);
  const type = reader.isString ? reader.string() : String(reader.number());
  const handler = reader.failed ? undefined : room.game.messages.get(type);
  let payload: unknown;
  try {
    if (handler === undefined) throw new TypeError('no such message');
    payload = reader.isAtEnd ? undefined : unpack(frame.subarray(reader.at));
  } catch {
    room.outlet.kick(slot, withErrorCode, 'malformed message');
    return;
  }
  try {
    runHook(`messages.${type}`, handler(room.context, clientOf(room, slot), payload));
  } catch (error) {
    logThrown(room, `messages.${type}`, error);
    room.outlet.kick(slot, withErrorCode, `the message '${type}' failed`);
  }
}
