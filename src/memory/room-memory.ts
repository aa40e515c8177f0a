/**
 * A room's memory as a worker sees it: one object per view of the room's SharedArrayBuffer, with
 * everything in it bound to typed arrays. Makes no copy and keeps no state of its own.
 */
import { assert } from '../base/assert.ts';
import { ByteRing } from '../channel/byte-ring.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import { type ColumnBlock, createColumnBlock, resetRow } from './column-block.ts';
import { EntityTable } from './entity-table.ts';
import type { Handle } from './handle-class.ts';
import { InputQueues } from './input-queues.ts';
import { type RoomLayout, roomLayout } from './layout.ts';
import { RoomHeader } from './room-header.ts';
import { SlotTable } from './slot-table.ts';
import { createStateHandle } from './state-handle.ts';

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
  readonly root: ColumnBlock;
  readonly tables: readonly EntityTable[];
  readonly state: Handle;

  /** Zeroed memory of the plan's size, opened: the room's clock starts at `startedAtMs`. */
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
    this.root = createColumnBlock(this.data, layout.root);
    this.tables = layout.tables.map((table) => new EntityTable(this.data, table, this.header));
    this.state = createStateHandle(plan, this.root, this.tables);
    this.inputs = layout.input && new InputQueues(this.data, plan, layout.input, this.slots);
  }

  /** Once per room, by the worker that creates it: the root's defaults and the first free refId. */
  initialise(): void {
    const { plan } = this.layout;
    this.header.nextRefId = 1 + plan.tables.length;
    resetRow(this.root, plan.root.fields, 0);
    // What is not zero differs from its shadow, and must be told to have been sent.
    this.root.dirty[0] = 1;
  }
}
