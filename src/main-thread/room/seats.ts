/**
 * A room's slots, on the main thread: which are free, and when one may be used again. A slot is
 * free only after the worker has said LEFT (or refused the join), so that a record about the one
 * who left can never be taken for one about the next.
 *
 *   FREE -> JOINING -> SEATED -> LEAVING -> FREE
 *              |         ^--held---'
 *              '------- refused -----------> FREE
 */
import { assert } from '../../base/assert.ts';
import type { Slot } from '../../base/integers.ts';

export const SeatState = { FREE: 0, JOINING: 1, SEATED: 2, LEAVING: 3 } as const;
export type SeatState = (typeof SeatState)[keyof typeof SeatState];

const allowed: Readonly<Record<SeatState, readonly SeatState[]>> = {
  [SeatState.FREE]: [SeatState.JOINING],
  [SeatState.JOINING]: [SeatState.SEATED, SeatState.FREE],
  [SeatState.SEATED]: [SeatState.LEAVING],
  [SeatState.LEAVING]: [SeatState.FREE, SeatState.SEATED],
};

export class Seats {
  readonly #states: Uint8Array;
  /** Joins that wait for a slot whose former holder's LEFT is on its way. */
  readonly #queue: ((slot: Slot) => void)[] = [];

  constructor(slots: number) {
    this.#states = new Uint8Array(slots);
  }

  stateOf(slot: Slot): SeatState {
    return this.#states[slot] as SeatState;
  }

  /**
   * The lowest free slot, as JOINING: patches carry an ack for every slot up to the highest used.
   * Waits while all are taken, which core's `maxClients` limits to the time of a LEFT.
   */
  take(): Promise<Slot> {
    const slot = this.#states.indexOf(SeatState.FREE) as Slot;
    if (slot < 0) return new Promise((resolve) => this.#queue.push(resolve));
    this.#move(slot, SeatState.JOINING);
    return Promise.resolve(slot);
  }

  /** The worker has let it in. */
  seated(slot: Slot): void {
    this.#move(slot, SeatState.SEATED);
  }

  /** LEAVE is on its way to the worker. */
  leaving(slot: Slot): void {
    this.#move(slot, SeatState.LEAVING);
  }

  /** The worker keeps the seat for who left it. */
  held(slot: Slot): void {
    this.#move(slot, SeatState.SEATED);
  }

  /** Nothing about the last holder can come any more. */
  free(slot: Slot): void {
    this.#move(slot, SeatState.FREE);
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#move(slot, SeatState.JOINING);
    next(slot);
  }

  #move(slot: Slot, to: SeatState): void {
    const from = this.stateOf(slot);
    assert(allowed[from]?.includes(to) === true, `seat ${slot} cannot go from ${from} to ${to}`);
    this.#states[slot] = to;
  }
}
