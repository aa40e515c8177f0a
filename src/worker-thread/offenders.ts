/**
 * The clients of a room that are being closed for what they sent, on one worker. A client that
 * floods a room has more in the ring by then: nothing of it is looked at. Forgotten when the room
 * moves, which costs one more look.
 */
import type { Slot } from '../base/integers.ts';
import type { SlotTable } from '../memory/slot-table.ts';

export class Offenders {
  readonly #slots: SlotTable;
  /** Generations begin at 1. */
  readonly #generations: Uint32Array;

  constructor(slots: SlotTable) {
    this.#slots = slots;
    this.#generations = new Uint32Array(slots.clients);
  }

  add(slot: Slot): void {
    this.#generations[slot] = this.#slots.generations[slot] as number;
  }

  has(slot: Slot): boolean {
    return this.#generations[slot] === this.#slots.generations[slot];
  }
}
