/** A client's place in a room as the main thread knows it, and what it needs of the room. */
import type { Deferred, Room, ServerError } from '@colyseus/core';
import type { ErrorRecord } from '../../base/errors.ts';
import type { Slot } from '../../base/integers.ts';
import type { ToRoomKind } from '../../channel/records.ts';
import type { RoomClient } from '../colyseus-internals.ts';
import type { RoomLink } from './room-link.ts';

export interface Seat {
  readonly slot: Slot;
  /** Another one after each reconnection. */
  client: RoomClient;
  /** What the worker was asked last, and its answer: 0, or ms as in HELD. */
  question: ToRoomKind;
  answer: PromiseWithResolvers<number>;
  /** The worker has let it in. */
  isSeated: boolean;
  /** False once it was dropped or held: `onLeave` may not hold it again. */
  mayHold: boolean;
  /** The close code, once core does not know of it any more. */
  goneWith: number | undefined;
  /** The code with which it was dropped, if it came back before the game said no. */
  refusedAfter: number | undefined;
  /** What became of the last DROP or LEAVE: ms as in HELD, or 0. */
  outcome: Promise<number>;
  /** Core's, while the client is away. */
  hold: Deferred<unknown> | undefined;
}

/** The room of a Seating: core's, and what GameRoom adds. */
export interface SeatingHost extends Room {
  /** The game runs, and takes records. */
  readonly isOpen: boolean;
  readonly link: RoomLink | undefined;
  /** A worker has this long to answer. */
  readonly answerMs: number;
  /** By a hook. */
  thrown(error: ErrorRecord): void;
  /** A worker has not answered in time. */
  overdue(): ServerError;
}
