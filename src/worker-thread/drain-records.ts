/**
 * Takes a room's records from main, in order of arrival, and runs the game's functions for them:
 * creation and disposal here, the rest in the files beside it. Runs on the holder of the lease,
 * before each step and between steps. What a client sent is never trusted: it is decoded with
 * bounds, and its sender is closed when it is not what the game takes.
 */
import { toErrorRecord } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import type { ByteRing } from '../channel/byte-ring.ts';
import { FromRoom, roomSlot, ToRoom } from '../channel/records.ts';
import type { RoomClient } from '../game/step-context.ts';
import { RoomFlag } from '../memory/room-header.ts';
import { comeBack, drop, type JoinBody, join, leave } from './client-records.ts';
import { handleMessage } from './handle-message.ts';
import { publishFullState } from './publish.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';

/** False when it stopped early because the out ring is full: the rest must be tried again soon. */
export function drainRecords(room: RoomView): boolean {
  const { inRing } = room.memory;
  while (inRing.next()) {
    if (!hasRoomFor(room, inRing.kind)) return false;
    // Scratch for one record at a time: what one client's messages take, another's can too.
    room.arena.begin(room.recordScratch);
    try {
      if (!handleRecord(room, inRing)) return false;
    } finally {
      room.arena.reset();
    }
    inRing.release();
  }
  return true;
}

function hasRoomFor({ outlet }: RoomView, kind: number): boolean {
  return kind === ToRoom.MESSAGE ? outlet.hasRoomForHandler : outlet.hasRoom;
}

/** False when the record must wait for room in the out ring. */
function handleRecord(room: RoomView, record: ByteRing): boolean {
  const { slot } = record;
  switch (record.kind) {
    case ToRoom.INPUT:
      handleInput(room, record);
      return true;
    case ToRoom.MESSAGE:
      handleMessage(room, record);
      return true;
    case ToRoom.CREATE:
      create(room, jsonBody(record) as Record<string, unknown>);
      return true;
    case ToRoom.JOIN:
      join(room, slot as Slot, jsonBody(record) as JoinBody);
      return true;
    case ToRoom.READY:
      return !expectsState(room, slot) || publishFullState(room, slot);
    case ToRoom.LEAVE:
      leave(room, slot as Slot, record.a);
      return true;
    case ToRoom.DROP:
      drop(room, slot as Slot, record.a);
      return true;
    case ToRoom.RETURN:
      comeBack(room, slot as Slot);
      return true;
    case ToRoom.DISPOSE:
      dispose(room);
      return true;
    default:
      return true;
  }
}

function create(room: RoomView, options: Record<string, unknown>): void {
  const { header } = room.memory;
  room.memory.initialise();
  room.memory.random.reseed(room.game.seed ?? randomSeed());
  if (!room.game.rules.autoDispose) header.raise(RoomFlag.STAYS);
  try {
    room.local.create(room.context, options);
    runHook('onCreate', room.game.hooks.onCreate?.(room.context, options as never));
    header.raise(RoomFlag.CREATED);
    room.outlet.answer(FromRoom.CREATED, roomSlot);
  } catch (error) {
    header.raise(RoomFlag.FAILED);
    room.outlet.reject(roomSlot, toErrorRecord(error));
  }
}

function dispose(room: RoomView): void {
  const { header } = room.memory;
  try {
    if (!isSilent(room)) runHook('onDispose', room.game.hooks.onDispose?.(room.context));
  } catch (error) {
    logThrown(room, 'onDispose', error);
  }
  header.raise(RoomFlag.DISPOSED);
  room.outlet.answer(FromRoom.DISPOSED, roomSlot);
}

function handleInput(room: RoomView, record: ByteRing): void {
  const { memory, inputDecoder } = room;
  const { slot, bodyOffset, bodyBytes } = record;
  if (inputDecoder === undefined || memory.inputs === undefined) return;
  if (!memory.slots.isTaken(slot)) return;
  const end = bodyOffset + bodyBytes;
  try {
    if (inputDecoder.decode(memory.inputs, slot, record.bytes, bodyOffset, end)) return;
  } catch (error) {
    logThrown(room, 'input.sanitize', error);
  }
  memory.header.countInputError();
}

function expectsState(room: RoomView, slot: number): boolean {
  const { slots } = room.memory;
  return !isSilent(room) && slots.isTaken(slot) && !slots.isAway(slot);
}

/** A room that failed or has ended runs no more of its game. */
export function isSilent(room: RoomView): boolean {
  return room.memory.header.has(RoomFlag.FAILED | RoomFlag.DISPOSED);
}

/** The client of a slot that is taken. */
export function clientOf(room: RoomView, slot: Slot): RoomClient {
  return (room.context as { client(slot: Slot): RoomClient }).client(slot);
}

export function logThrown(room: RoomView, hook: string, thrown: unknown): void {
  const error = toErrorRecord(thrown);
  room.outlet.log(50, `${hook} threw: ${error.text}`, { hook, stack: error.stack });
}

function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 32);
}

function jsonBody(record: ByteRing): unknown {
  const { bytes, bodyOffset, bodyBytes } = record;
  const text = Buffer.from(bytes.buffer, bodyOffset, bodyBytes).toString('utf8');
  return text === '' ? {} : JSON.parse(text);
}
