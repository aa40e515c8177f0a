/**
 * A room's memory as a worker sees it: one object per view of the room's SharedArrayBuffer, with
 * everything in it bound to typed arrays. Makes no copy and keeps no state of its own.
 */
import { assert } from '../base/assert.ts';
import { ByteRing } from '../channel/byte-ring.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import { InputQueues } from './input-queues.ts';
import { type RoomLayout, roomLayout } from './layout.ts';
import { RoomHeader } from './room-header.ts';
import { SlotTable } from './slot-table.ts';
import { type Handle, handleClass } from './state/handle-class.ts';
import { openRow } from './state/row-lifecycle.ts';
import { createStateBlock, type StateBlock } from './state/state-block.ts';
import { RewindHistory } from './time/rewind-history.ts';
import { RoomRandom } from './time/room-random.ts';
import { TimerQueue } from './time/timer-queue.ts';

export class RoomMemory {
  readonly layout: RoomLayout;
  readonly memory: SharedArrayBuffer;
  /** The whole of `memory`: what generated code reads and writes. */
  readonly data: DataView;
  readonly header: RoomHeader;
  readonly slots: SlotTable;
  readonly inputs: InputQueues | undefined;
  readonly inRing: ByteRing;
  readonly outRing: ByteRing;
  readonly root: StateBlock;
  /** The root's state; `ctx.state`. */
  readonly state: Handle;
  readonly random: RoomRandom;
  readonly timers: TimerQueue | undefined;
  readonly past: RewindHistory | undefined;

  /** Zeroed memory of the plan's size, opened at `startedAtMs` of base/clock. */
  static create(plan: StatePlan, startedAtMs: number): RoomMemory {
    const layout = roomLayout(plan);
    const memory = new SharedArrayBuffer(layout.byteLength);
    new RoomHeader(memory).open(layout.fingerprint, startedAtMs);
    return new RoomMemory(plan, memory);
  }

  constructor(plan: StatePlan, memory: SharedArrayBuffer) {
    const layout = roomLayout(plan);
    assert(
      memory.byteLength >= layout.byteLength,
      'a room needs as much memory as its layout says',
    );
    this.layout = layout;
    this.memory = memory;
    this.data = new DataView(memory);
    this.header = new RoomHeader(memory);
    assert(
      this.header.fingerprint === layout.fingerprint,
      'this thread has another version of the game than the one that opened the room',
    );
    this.slots = new SlotTable(memory, layout.slots, plan.clients, layout.authBytes);
    this.inRing = new ByteRing(memory, layout.inRingOffset, layout.inRingBytes);
    this.outRing = new ByteRing(memory, layout.outRingOffset, layout.outRingBytes);
    this.root = createStateBlock(this.data, layout.root, this.header);
    this.state = new (handleClass(layout.root))(this.root, 0, 0);
    this.inputs = layout.input && new InputQueues(this.data, plan, layout.input, this.slots);
    const { random, timers } = layout.time;
    this.random = new RoomRandom(memory, random);
    this.timers = timers && new TimerQueue(memory, timers, plan.time?.tickRate ?? 0);
    this.past = layout.time.rewind && new RewindHistory(this.data, layout.time.rewind);
  }

  /** Once per room, by the worker that creates it: the root's defaults, and what it owns. */
  initialise(): void {
    // The root's own refId is 0. What is not zero differs from its shadow, and stays marked until
    // a patch has told it.
    this.header.nextRefId = 0;
    openRow(this.root, 0);
  }
}
