/**
 * A room's life as the main thread sees it.
 *
 *   OPENING -> OPEN -> CLOSING -> CLOSED
 *      '--------'---------'--> FAILED -> CLOSED
 */
import { assert } from '../../base/assert.ts';

export const RoomPhase = {
  /** CREATE is on its way, or nothing is yet. */
  OPENING: 0,
  OPEN: 1,
  /** DISPOSE is on its way. */
  CLOSING: 2,
  /** The game refused the room, a step threw, or its worker died: nobody reads its records. */
  FAILED: 3,
  CLOSED: 4,
} as const;
export type RoomPhase = (typeof RoomPhase)[keyof typeof RoomPhase];

const allowed: Readonly<Record<RoomPhase, readonly RoomPhase[]>> = {
  // Straight to CLOSED: core discards a room whose onCreate threw before its CREATE was written.
  [RoomPhase.OPENING]: [RoomPhase.OPEN, RoomPhase.FAILED, RoomPhase.CLOSED],
  [RoomPhase.OPEN]: [RoomPhase.CLOSING, RoomPhase.FAILED],
  [RoomPhase.CLOSING]: [RoomPhase.CLOSED, RoomPhase.FAILED],
  [RoomPhase.FAILED]: [RoomPhase.CLOSED],
  [RoomPhase.CLOSED]: [],
};

/** The one transition function. */
export function nextPhase(from: RoomPhase, to: RoomPhase): RoomPhase {
  assert(allowed[from].includes(to), `a room cannot go from phase ${from} to ${to}`);
  return to;
}
