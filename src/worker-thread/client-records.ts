/**
 * A client's life as its room's worker runs it: JOIN, DROP, RETURN, LEAVE. Each is answered, so
 * that main knows when the slot is whose. Runs on the holder of the lease, between steps.
 *
 *   FREE -> JOINED -> READY -> AWAY -> FREE
 *             ^----- RETURN ----'
 */
import { type ErrorRecord, toErrorRecord } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import { FromRoom, leaveCode, mayHold } from '../channel/records.ts';
import { clientOf, isSilent, logThrown } from './drain-records.ts';
import { answerDeparture, controlsOf } from './room-controls.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';

/** What a JOIN record tells. */
export interface JoinBody {
  readonly sessionId: string;
  readonly options: Record<string, unknown>;
  readonly auth?: unknown;
}

const withErrorCode = 4002;
const ended: ErrorRecord = {
  name: 'Error',
  code: undefined,
  text: 'the room has ended',
  stack: '',
};

export function join(room: RoomView, slot: Slot, { sessionId, options, auth }: JoinBody): void {
  const { slots, inputs } = room.memory;
  if (isSilent(room)) return room.outlet.reject(slot, ended);
  try {
    slots.take(slot, sessionId);
    if (auth !== undefined) slots.setAuth(slot, auth);
    inputs?.open(slot);
  } catch (error) {
    slots.leave(slot);
    return room.outlet.reject(slot, toErrorRecord(error));
  }
  const client = clientOf(room, slot);
  try {
    runHook('onJoin', room.game.hooks.onJoin?.(room.context, client, options as never));
    room.outlet.answer(FromRoom.JOINED, slot);
  } catch (error) {
    // As stock: what onJoin did before it threw is for onLeave to undo.
    slots.away(slot);
    parting(room, slot, withErrorCode, false);
    farewell(room, slot, withErrorCode, false);
    slots.leave(slot);
    room.outlet.reject(slot, toErrorRecord(error));
  }
}

/** The connection is gone; the game says whether the client is waited for. */
export function drop(room: RoomView, slot: Slot, word: number): void {
  const { slots } = room.memory;
  let holdMs = 0;
  if (slots.isTaken(slot)) {
    slots.away(slot);
    if (!isSilent(room)) holdMs = parting(room, slot, leaveCode(word), mayHold(word));
  }
  answerDeparture(room.outlet, slot, holdMs, FromRoom.DROPPED);
}

/** Back in its seat, on a connection that knows nothing yet: READY and a full state follow. */
export function comeBack(room: RoomView, slot: Slot): void {
  const { slots, inputs } = room.memory;
  if (isSilent(room) || !slots.isTaken(slot)) return room.outlet.deny(slot, ended);
  slots.back(slot);
  inputs?.open(slot);
  try {
    const client = clientOf(room, slot);
    runHook('onReconnect', room.game.hooks.onReconnect?.(room.context, client));
    room.outlet.answer(FromRoom.RETURNED, slot);
  } catch (error) {
    room.outlet.deny(slot, toErrorRecord(error));
  }
}

export function leave(room: RoomView, slot: Slot, word: number): void {
  const { slots } = room.memory;
  let holdMs = 0;
  if (slots.isTaken(slot)) {
    slots.away(slot);
    if (!isSilent(room)) holdMs = farewell(room, slot, leaveCode(word), mayHold(word));
    if (holdMs === 0) slots.leave(slot);
  }
  answerDeparture(room.outlet, slot, holdMs, FromRoom.LEFT);
}

function parting(room: RoomView, slot: Slot, code: number, mayHold: boolean): number {
  const client = clientOf(room, slot);
  return departing(room, 'onDrop', slot, mayHold, () =>
    room.game.hooks.onDrop?.(room.context, client, code as never),
  );
}

function farewell(room: RoomView, slot: Slot, code: number, mayHold: boolean): number {
  const client = clientOf(room, slot);
  return departing(room, 'onLeave', slot, mayHold, () =>
    room.game.hooks.onLeave?.(room.context, client, code as never),
  );
}

/** What the hook throws is logged: the client is gone either way. */
function departing(
  room: RoomView,
  name: string,
  slot: Slot,
  mayHold: boolean,
  hook: () => unknown,
): number {
  return controlsOf(room.context).departing(slot, mayHold, () => {
    try {
      runHook(name, hook());
    } catch (error) {
      logThrown(room, name, error);
    }
  });
}
