/** Operation bytes of the @colyseus/schema 5 wire that this framework writes and reads. */
export const Operation = {
  /** Of a field: or'd with its index, also for a change; followed by the value. */
  ADD: 0x80,
  /** Of a field: or'd with its index. Of an element: followed by its index. */
  DELETE: 0x40,
  DELETE_AND_ADD: 0xc0,
  /** Of an element that stays, and has another value. */
  REPLACE: 0,
  /** All elements are gone. */
  CLEAR: 10,
  /** Arrays. */
  REVERSE: 15,
  MOVE: 0x20,
  MOVE_AND_ADD: 0xa0,
  /** An entity is gone from an array; followed by its refId. */
  DELETE_BY_REFID: 0x21,
} as const;

/** What follows is about another structure: this byte, then its refId. */
export const switchToStructure = 0xff;

/** Colyseus protocol bytes: the low five bits are the code, the high ones modify it. */
export const Protocol = {
  ROOM_DATA: 13,
  ROOM_DATA_BYTES: 17,
  INPUT_RELIABLE: 19,
  INPUT_UNRELIABLE: 20,
  ROOM_REQUEST: 21,
  ROOM_RESPONSE: 22,
} as const;

export const protocolCodeMask = 0x1f;
/** Modifier: a stamp or a clock stands between the code and the body. */
export const protocolTimed = 0x80;
