/**
 * A client as a game's functions are given it, on one worker: a view of its slot in the room's
 * memory. One object per client and worker, the same until the client has left.
 */
import type { Slot } from '../base/integers.ts';
import type { RoomClient } from '../game/step-context.ts';
import { SlotState, type SlotTable } from '../memory/slot-table.ts';

export class ClientHandle implements RoomClient {
  readonly slot: Slot;
  readonly sessionId: string;
  readonly generation: number;
  readonly auth: unknown;
  readonly #slots: SlotTable;

  /** For a slot that is taken. */
  constructor(slots: SlotTable, slot: Slot) {
    this.slot = slot;
    this.sessionId = slots.sessionIdOf(slot);
    this.generation = slots.generations[slot];
    // Frozen: another worker has a copy of its own, and would not see what changed in this one.
    this.auth = deepFreeze(slots.authOf(slot));
    this.#slots = slots;
    Object.freeze(this);
  }

  get isConnected(): boolean {
    const state = this.#slots.states[this.slot];
    const isSame = this.#slots.generations[this.slot] === this.generation;
    return isSame && (state === SlotState.JOINED || state === SlotState.READY);
  }
}

/** `value` came from JSON: a tree. */
function deepFreeze(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
