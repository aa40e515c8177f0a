/**
 * What the rings between the main thread and a room carry: the kinds of record, who writes each
 * and what its fields mean. A record is [kind | slot | a | b | body]; see byte-ring.ts for its
 * bytes. Fields that a kind does not name are 0. Values are stable: they cross threads as numbers.
 */

/** Written by the main thread, read by whichever worker holds the room's lease. */
export const ToRoom = {
  /** The room's first record. body: JSON of the create options. Answer: CREATED or REJECTED. */
  CREATE: 1,
  /** slot. body: JSON `{ sessionId, options, auth }`. Answer: JOINED or REJECTED. */
  JOIN: 2,
  /** slot: its client has acknowledged the join. Answer: FULL_STATE to that slot. */
  READY: 3,
  /** slot. body: the client's input frame as it came, first byte included. */
  INPUT: 4,
  /** slot. body: the client's message, bytes or request as it came, first byte included. */
  MESSAGE: 5,
  /** slot. a: a close code, see `leaveWord`. Answer: LEFT, or HELD if it may be held. */
  LEAVE: 6,
  /** The room's last record. Answer: DISPOSED. */
  DISPOSE: 7,
  /** slot: its connection is gone. a: as in LEAVE. Answer: HELD, or DROPPED: LEAVE follows. */
  DROP: 8,
  /** slot: its client is back on another connection. Answer: RETURNED or DENIED. */
  RETURN: 9,
} as const;

export type ToRoomKind = (typeof ToRoom)[keyof typeof ToRoom];

/** Written by whichever worker holds the room's lease, read by the main thread. */
export const FromRoom = {
  /** `onCreate` has run. */
  CREATED: 1,
  /** slot: `onJoin` has run; the client may be let in. */
  JOINED: 2,
  /** slot, or `roomSlot` for the room's own CREATE. body: JSON ErrorRecord. */
  REJECTED: 3,
  /**
   * a: the patch's time, ms. b: ackCount. body: ackCount u32 acks by slot, then schema bytes: none
   * where nothing has changed and messages wait for the patch, or where clients want the clock.
   */
  PATCH: 4,
  /** slot. a: the state's time, ms. b: that client's ack. body: schema bytes. */
  FULL_STATE: 5,
  /** slot. b: MessageFlag. body: the whole frame, protocol byte included. */
  SEND: 6,
  /**
   * a: how many clients are excepted. b: MessageFlag. body: the whole frame for every other client,
   * protocol byte included, then the slots of those excepted, u16 each.
   */
  BROADCAST: 7,
  /** slot. a: the close code. body: the reason, UTF-8. `roomSlot`: all, and the room ends. */
  KICK: 8,
  /** a: pino's number of the level. body: JSON `{ msg, ...fields }`. */
  LOG: 9,
  /** a: the tick. body: JSON ErrorRecord. */
  FAILED: 10,
  /** `onDispose` has run; nothing follows. */
  DISPOSED: 11,
  /** slot: `onLeave` has run; the slot may be used again. */
  LEFT: 12,
  /** slot: `onDrop` has run, and the client is not waited for. */
  DROPPED: 13,
  /** slot: the client is waited for. a: so many ms, or `holdForever`. */
  HELD: 14,
  /** slot: `onReconnect` has run; the client may come back. */
  RETURNED: 15,
  /** slot: `onReconnect` refused. body: JSON ErrorRecord. LEAVE follows. */
  DENIED: 16,
  /** a: a ListingOp. body: JSON of its argument. */
  LISTING: 17,
} as const;

/** In HELD: until the game gives the seat up itself. */
export const holdForever = 0xffff_ffff;

/** In `a` of DROP and LEAVE, beside the code: the client's seat may still be held for it. */
const mayHoldBit = 1 << 16;

/** `a` of DROP and LEAVE. */
export function leaveWord(code: number, mayHold: boolean): number {
  return (code & 0xffff) | (mayHold ? mayHoldBit : 0);
}

export function leaveCode(word: number): number {
  return word & 0xffff;
}

export function mayHold(word: number): boolean {
  return (word & mayHoldBit) !== 0;
}

/** What a LISTING record changes of the room's place in matchmaking, and what its body is. */
export const ListingOp = {
  /** boolean */
  LOCKED: 1,
  /** boolean */
  PRIVATE: 2,
  /** boolean */
  UNLISTED: 3,
  /** object, in place of what was there */
  METADATA: 4,
  /** object: core's `setMatchmaking` */
  MATCHMAKING: 5,
  /** boolean */
  AUTO_DISPOSE: 6,
} as const;

/** Bits of a message's `b`. */
export const MessageFlag = {
  /** Main holds it back until the next PATCH has gone out. */
  AFTER_PATCH: 1,
  /** Only for clients that get patches: not kept for those that wait for their state. */
  WITH_STATE: 2,
} as const;

/** The slot of a record that is about the room and no client: above every slot there can be. */
export const roomSlot = 0xffff;
