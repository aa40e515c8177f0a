/**
 * `ctx.rewind` on one worker: aims the room's view of the past at what a client saw. The room's
 * clock counts steps, so that the same steps are stamped with the same times in every run.
 */
import { assert } from '../base/assert.ts';
import type { Rewind } from '../game/rewind.ts';
import type { RoomClient } from '../game/step-context.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { RewindView } from '../memory/time/rewind-view.ts';
import { roomClockMs } from './room-clock.ts';

export class ClientRewind implements Rewind<unknown> {
  readonly #memory: RoomMemory;
  readonly #stepMs: number;
  readonly #view: RewindView;

  constructor(memory: RoomMemory, stepMs: number) {
    assert(memory.past !== undefined, 'only a game that rewinds has a past');
    this.#memory = memory;
    this.#stepMs = stepMs;
    this.#view = new RewindView(memory.past, memory.state);
  }

  get nowMs(): number {
    return roomClockMs(this.#memory.header, this.#stepMs) + this.#stepMs;
  }

  lastSeenBy(client: RoomClient | number): RewindView & Record<never, never> {
    const slot = typeof client === 'number' ? client : client.slot;
    const { inputs, slots } = this.#memory;
    const isKnown = inputs !== undefined && slots.isTaken(slot);
    return this.#view.aim(
      isKnown ? inputs.renderTime(slot) : 0,
      isKnown ? inputs.reckonTime(slot) : 0,
      this.nowMs,
    );
  }

  at(timeMs: number): RewindView & Record<never, never> {
    return this.#view.aim(timeMs, 0, this.nowMs);
  }
}
