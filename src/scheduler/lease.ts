/**
 * The lease: who may run a room's visit. One word per room, changed by compare-and-exchange only,
 * on any thread; everything else in the scheduler can be rebuilt from it, the due time and the
 * home.
 *
 * // [epoch 16 | owner 8 | spare 2 | posted 1 | close 1 | again 1 | state 3]
 *
 *   FREE --OPEN--> IDLE --QUEUE--> QUEUED --RUN--> RUNNING --RELEASE--> IDLE
 *    ^              |  <-REBUILD--   |                |  with `close` set: RELEASE--> CLOSED
 *    |              +-----CLOSE------+                |
 *    +----FREE------------- CLOSED <------REVOKE------+
 *
 * `again`   a visit is wanted as soon as possible, whatever the due time says: set on an IDLE room
 *           or during a visit, and cleared when the next visit begins.
 * `close`   main asked while the room was RUNNING: its release closes it.
 * `posted`  main has put the room into the request ring and nobody has taken it out yet. The flag
 *           belongs to the index, not to the epoch: it outlives FREE and OPEN.
 */
import { assert, unreachable } from '../base/assert.ts';
import { workersLimit } from '../base/limits.ts';

export const LeaseState = { FREE: 0, IDLE: 1, QUEUED: 2, RUNNING: 3, CLOSED: 4 } as const;
export type LeaseState = (typeof LeaseState)[keyof typeof LeaseState];

export const LeaseEvent = {
  /** Main: a free index becomes a room; posts it. */
  OPEN: 0,
  /** Main: wants a visit soon; posts an IDLE room, flags a RUNNING one. A QUEUED one is coming. */
  EXPEDITE: 1,
  /** Main: no more visits; posts an IDLE or QUEUED room, flags a RUNNING one. */
  CLOSE: 2,
  /** Main: the closed index may be opened again. */
  FREE: 3,
  /** Lock holder: the room's post was taken out of the ring. */
  PLACE: 4,
  /** Lock holder: the room is due and goes from the heap to a run queue. */
  QUEUE: 5,
  /** Lock holder, `by` = worker: the visit begins. */
  RUN: 6,
  /** Lock holder, `by` = `holderOf` what RUN made: the visit ended. */
  RELEASE: 7,
  /** Main, `by` = worker: that worker died. */
  REVOKE: 8,
  /** Main, while nobody can hold the lock: no post counts, and what was queued is IDLE again. */
  REBUILD: 9,
} as const;
export type LeaseEvent = (typeof LeaseEvent)[keyof typeof LeaseEvent];

export const againFlag = 1 << 3;
export const closeFlag = 1 << 4;
export const postedFlag = 1 << 5;

const stateMask = 7;
const ownerShift = 8;
const ownerMask = 0xff << ownerShift;
const epochShift = 16;
const epochMask = 0xffff << epochShift;
const holderMask = epochMask | ownerMask | stateMask;

export function stateOf(lease: number): LeaseState {
  return (lease & stateMask) as LeaseState;
}

export function epochOf(lease: number): number {
  return lease >>> epochShift;
}

/** The worker of a RUNNING lease; 0 and meaningless otherwise. */
export function ownerOf(lease: number): number {
  return (lease & ownerMask) >> ownerShift;
}

/** No lease's holder: its state bits are of no state. */
export const noHolder = -1;

/** What makes a RUNNING lease one's own: epoch, owner and state, without the flags. */
export function holderOf(lease: number): number {
  return lease & holderMask;
}

/**
 * The lease after `event`: the only transition function. An event that does not apply in this
 * state leaves the word as it is, and that is how a caller sees a refusal.
 */
export function leaseAfter(lease: number, event: LeaseEvent, by: number): number {
  const state = stateOf(lease);
  switch (event) {
    case LeaseEvent.OPEN:
      return state === LeaseState.FREE ? opened(lease) : lease;
    case LeaseEvent.EXPEDITE:
      return expedited(lease);
    case LeaseEvent.CLOSE:
      if (state === LeaseState.RUNNING) return lease | closeFlag;
      return isWaiting(state) ? closed(lease) | postedFlag : lease;
    case LeaseEvent.FREE:
      return state === LeaseState.CLOSED ? inState(lease, LeaseState.FREE) : lease;
    case LeaseEvent.PLACE:
      return lease & ~postedFlag;
    case LeaseEvent.QUEUE:
      // A posted room is placed by its post: what the heap says of it may be a former epoch's.
      if (state !== LeaseState.IDLE || (lease & postedFlag) !== 0) return lease;
      return inState(lease, LeaseState.QUEUED);
    case LeaseEvent.RUN:
      if (state !== LeaseState.QUEUED) return lease;
      return inState(lease & ~againFlag, LeaseState.RUNNING) | (by << ownerShift);
    case LeaseEvent.RELEASE:
      if (holderOf(lease) !== by) return lease;
      return (lease & closeFlag) === 0 ? idle(lease) : closed(lease);
    case LeaseEvent.REVOKE:
      return state === LeaseState.RUNNING && ownerOf(lease) === by ? closed(lease) : lease;
    case LeaseEvent.REBUILD:
      return inState(lease & ~postedFlag, state === LeaseState.QUEUED ? LeaseState.IDLE : state);
    default:
      return unreachable(event);
  }
}

/** Applies `event` to a room's lease; returns the word before, by which a refusal can be seen. */
export function changeLease(
  leases: Int32Array,
  room: number,
  event: LeaseEvent,
  by: number,
): number {
  for (;;) {
    // Pairs with every other change of this word: reads the state that this change builds on.
    const before = Atomics.load(leases, room);
    const after = leaseAfter(before, event, by);
    if (after === before) return before;
    // Pairs with the next reader's load: publishes the state, and what was written for it (a due
    // time at OPEN, a room's records at EXPEDITE).
    if (Atomics.compareExchange(leases, room, before, after) === before) return before;
  }
}

function isWaiting(state: LeaseState): boolean {
  return state === LeaseState.IDLE || state === LeaseState.QUEUED;
}

function inState(lease: number, state: LeaseState): number {
  return (lease & ~stateMask) | state;
}

function opened(lease: number): number {
  const epoch = (epochOf(lease) + 1) & 0xffff;
  return (epoch << epochShift) | postedFlag | LeaseState.IDLE;
}

function expedited(lease: number): number {
  if ((lease & againFlag) !== 0) return lease;
  const state = stateOf(lease);
  if (state === LeaseState.IDLE) return lease | againFlag | postedFlag;
  return state === LeaseState.RUNNING ? lease | againFlag : lease;
}

function idle(lease: number): number {
  return inState(lease & ~ownerMask, LeaseState.IDLE);
}

function closed(lease: number): number {
  return inState(lease & ~(ownerMask | againFlag | closeFlag), LeaseState.CLOSED);
}

assert(workersLimit <= ownerMask >> ownerShift, 'a worker must fit the owner bits of a lease');
