/**
 * One room's memory as one or more workers see it, in turns, and the encoders that publish it
 * through the room's own ring, which must have as many bytes as they take. Test code.
 */
import { expect } from 'vitest';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { StateChecksum } from '../../src/replication/state-checksum.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import type { StatePlan } from '../../src/schema/state-plan.ts';

export interface Worker {
  readonly memory: RoomMemory;
  readonly encoder: StateEncoder;
  readonly checksum: StateChecksum;
}

export class Workers {
  readonly all: readonly Worker[];
  #turn = 0;

  constructor(plan: StatePlan, count: number) {
    const memory = RoomMemory.create(plan, 0);
    memory.initialise();
    this.all = Array.from({ length: count }, (_, i) => {
      const view = i === 0 ? memory : new RoomMemory(plan, memory.memory);
      const { root } = view;
      return {
        memory: view,
        encoder: new StateEncoder(plan, root),
        checksum: new StateChecksum(root),
      };
    });
  }

  next(): Worker {
    this.#turn = (this.#turn + 1) % this.all.length;
    return this.all[this.#turn] as Worker;
  }

  /**
   * A patch's bytes, encoded into the room's ring and taken out of it, as a room does at the end of
   * a tick; or within it, before somebody's full state.
   */
  patch(endsTick = true): Uint8Array {
    const { memory, encoder } = this.next();
    if (endsTick) memory.header.tick++;
    const bytesMax = encoder.patchBytesMax();
    expect(bytesMax).toBeLessThanOrEqual(encoder.patchBytesBound());
    return through(memory, bytesMax, (at) => encoder.patch(at));
  }

  /** Of the state as it is, by whichever worker's turn it is. */
  checksum(): number {
    return this.next().checksum.sum();
  }

  fullState(): Uint8Array {
    const { memory, encoder } = this.next();
    return through(memory, encoder.fullStateBytesMax, (at) => encoder.fullState(at));
  }
}

function through(
  { outRing: ring }: RoomMemory,
  bytesMax: number,
  write: (at: number) => number,
): Uint8Array {
  const at = ring.reserve(bytesMax);
  expect(at).toBeGreaterThan(0);
  const end = write(at);
  expect(end - at).toBeLessThanOrEqual(bytesMax);
  ring.commit(1, 0, 0, 0, end - at);
  ring.next();
  const sent = ring.bytes.slice(ring.bodyOffset, ring.bodyOffset + ring.bodyBytes);
  ring.release();
  return sent;
}
