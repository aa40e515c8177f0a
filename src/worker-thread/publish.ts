/**
 * Writes a room's state into its out ring: patches for all clients that have the state, full
 * states for those that just became ready. Encoded straight into the ring; main copies it out
 * once. When the ring has no room a patch waits: its changes stay marked and go with the next.
 */
import { answerReserveBytes } from '../base/limits.ts';
import { FromRoom, roomSlot } from '../channel/records.ts';
import { SlotState } from '../memory/slot-table.ts';
import { writeInt32 } from '../wire/write-value.ts';
import { roomClockMs } from './room-clock.ts';
import type { RoomView } from './room-view.ts';

const ackBytes = 4;

/** After a step: a patch, when one is due and somebody would get it. */
export function publish(room: RoomView): void {
  const { header } = room.memory;
  if (header.patchCountdown > 0) {
    header.patchCountdown--;
    return;
  }
  header.patchCountdown = room.game.stepsPerPatch - 1;
  if (hasReadyClient(room)) publishPatch(room);
  else if (header.holdsMessages) releaseMessages(room);
  room.memory.past?.record(clockOf(room));
}

/** False when the ring has no room for it; nothing is lost, and the client must be tried again. */
export function publishFullState(room: RoomView, slot: number): boolean {
  const { encoder, memory, outlet } = room;
  const { ring } = outlet;
  const bytesMax = encoder.fullStateBytesMax;
  if (ring.freeAfter(bytesMax) < answerReserveBytes) return false;
  // Clients that have the state must hear of everything in it first, or what is deleted next
  // would be taken for never sent. With none of them the patch is encoded and thrown away.
  if (!(hasReadyClient(room) ? publishPatch(room) : settle(room))) return false;
  const at = reserve(room, bytesMax);
  if (at < 0) return false;
  const end = encoder.fullState(at);
  memory.slots.states[slot] = SlotState.READY;
  ring.commit(FromRoom.FULL_STATE, slot, clockOf(room), memory.slots.ackOf(slot), end - at);
  outlet.hasMail = true;
  return true;
}

/** False when the ring has no room. A timed room's patch goes out even if nothing changed. */
function publishPatch(room: RoomView): boolean {
  const { encoder, memory, outlet } = room;
  const { ring } = outlet;
  const isTimed = memory.inputs !== undefined;
  const acks = isTimed ? memory.slots.high() : 0;
  const at = reservePatch(room, acks * ackBytes);
  if (at < 0) {
    memory.header.countDeferredPatch();
    return false;
  }
  let end = at;
  for (let slot = 0; slot < acks; slot++) {
    end = writeInt32(memory.data, end, memory.slots.ackOf(slot));
  }
  const start = end;
  end = encoder.patch(start);
  const isEmpty = end === start && !isTimed;
  if (!isEmpty || memory.header.holdsMessages) {
    ring.commit(FromRoom.PATCH, roomSlot, clockOf(room), acks, end - at);
    memory.header.holdsMessages = false;
    if (!isEmpty) memory.header.countPatch(end - start);
    outlet.hasMail = true;
  }
  if (room.checks !== undefined) room.checks.follow(!isEmpty);
  return true;
}

/** An empty patch, which reaches nobody: what main holds until a patch may go. */
function releaseMessages(room: RoomView): void {
  if (reserve(room, 0) < 0) return;
  room.outlet.ring.commit(FromRoom.PATCH, roomSlot, clockOf(room), 0, 0);
  room.memory.header.holdsMessages = false;
  room.outlet.hasMail = true;
}

/** Takes everything as sent without sending it: there is nobody to send it to. */
function settle(room: RoomView): boolean {
  const at = reservePatch(room, 0);
  if (at < 0) return false;
  room.encoder.patch(at);
  return true;
}

/** Room for a patch with `headBytes` before it. Its changes are only counted if room is scarce. */
function reservePatch(room: RoomView, headBytes: number): number {
  const { encoder } = room;
  const bound = headBytes + encoder.patchBytesBound();
  const isAmple = bound + answerReserveBytes <= room.outlet.ring.bodyBytesAhead;
  return reserve(room, isAmple ? bound : headBytes + encoder.patchBytesMax());
}

function reserve(room: RoomView, bytes: number): number {
  const { ring } = room.outlet;
  return ring.freeAfter(bytes) < answerReserveBytes ? -1 : ring.reserve(bytes);
}

function clockOf({ memory, game }: RoomView): number {
  return roomClockMs(memory.header, game.stepMs);
}

function hasReadyClient(room: RoomView): boolean {
  const { states, clients } = room.memory.slots;
  for (let slot = 0; slot < clients; slot++) {
    if (states[slot] === SlotState.READY) return true;
  }
  return false;
}
