/** Operation bytes of the @colyseus/schema 5 wire that this framework writes and reads. */
export const Operation = {
  /** Or'd with a field's index, also for a change; followed by the value. */
  ADD: 0x80,
  /** A map entry is gone; followed by its index. */
  DELETE: 0x40,
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
