/**
 * The state under test: a room's memory as one or more workers see it, in turns, and the encoder
 * that publishes it. Every mutation and every patch is made by the next worker. Test code.
 */
import { expect } from 'vitest';
import type { EntityTable } from '../../src/memory/entity-table.ts';
import type { Handle } from '../../src/memory/handle-class.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import type { StatePlan } from '../../src/schema/state-plan.ts';
import { asSent, type FieldShape, type Value } from './field-shape.ts';
import { type Fields, type Snapshot, snapshotOf } from './snapshot.ts';
import type { StateShape } from './state-shape.ts';

type Assignment = readonly [field: FieldShape, value: Value];

interface Worker {
  readonly memory: RoomMemory;
  readonly encoder: StateEncoder;
}

export class WorkerSide {
  readonly #shape: StateShape;
  readonly #workers: Worker[] = [];
  #turn = 0;

  constructor(shape: StateShape, plan: StatePlan, workers: number) {
    this.#shape = shape;
    const memory = RoomMemory.create(plan, 0);
    memory.initialise();
    for (let i = 0; i < workers; i++) {
      const view = i === 0 ? memory : new RoomMemory(plan, memory.memory);
      this.#workers.push({ memory: view, encoder: new StateEncoder(plan, view.root) });
    }
  }

  setRoot(field: FieldShape, value: Value): void {
    fieldsOf(this.#next().memory.state)[field.name] = value;
  }

  add(map: number, key: string, values: readonly Assignment[]): void {
    const fields = Object.fromEntries(values.map(([field, value]) => [field.name, value]));
    this.#table(map).add(key, fields);
  }

  /** False where there is no such entity. */
  set(map: number, key: string, field: FieldShape, value: Value): boolean {
    const entity = this.#table(map).get(key);
    if (entity !== undefined) fieldsOf(entity)[field.name] = value;
    return entity !== undefined;
  }

  /** Straight into the column, where the field has one that holds the author's own values. */
  setColumn(map: number, key: string, field: FieldShape, value: Value): void {
    const table = this.#table(map);
    const entity = table.get(key);
    const column = table.columns[field.name];
    if (entity === undefined) return;
    if (column === undefined || ['boolean', 'quantized', 'angle'].includes(field.type)) {
      fieldsOf(entity)[field.name] = value;
      return;
    }
    column[entity.$row] = value as never;
    table.markDirty(entity.$row);
  }

  get(map: number, key: string, field: FieldShape): Value | undefined {
    const entity = this.#table(map).get(key);
    return entity && fieldsOf(entity)[field.name];
  }

  delete(map: number, key: string): boolean {
    return this.#table(map).delete(key);
  }

  /** What a careless step does: it deletes an entity and then goes on with its fields. */
  deleteAndWrite(map: number, key: string, values: readonly Assignment[]): boolean {
    const table = this.#table(map);
    const entity = table.get(key);
    if (entity === undefined) return false;
    expect(table.delete(entity)).toBe(true);
    expect(table.has(entity)).toBe(false);
    for (const [field, value] of values) fieldsOf(entity)[field.name] = value;
    return true;
  }

  clear(map: number): void {
    this.#table(map).clear();
  }

  markAll(map: number): void {
    this.#table(map).markAllDirty();
    this.#next().memory.root.dirty[0] = 1;
  }

  /** A patch's bytes, encoded into the room's ring and taken out of it, as a room does. */
  patch(): Uint8Array {
    const { memory, encoder } = this.#next();
    const bytesMax = encoder.patchBytesMax();
    return this.#through(memory, bytesMax, (at) => encoder.patch(at));
  }

  fullState(): Uint8Array {
    const { memory, encoder } = this.#next();
    const write = (at: number) => encoder.fullState(at);
    return this.#through(memory, encoder.fullStateBytesMax, write);
  }

  /** What every worker reads of the state, as clients would read it, through warm handles. */
  snapshots(): Snapshot[] {
    return this.#workers.map(({ memory }) =>
      snapshotOf(
        this.#shape,
        fieldsOf(memory.state),
        (map) => entriesOf(tableOf(memory, map)),
        (owner, field) => asSent(field, owner[field.name]),
      ),
    );
  }

  #through(memory: RoomMemory, bytesMax: number, write: (at: number) => number): Uint8Array {
    const ring = memory.outRing;
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

  #next(): Worker {
    this.#turn = (this.#turn + 1) % this.#workers.length;
    return this.#workers[this.#turn];
  }

  #table(map: number): EntityTable {
    return tableOf(this.#next().memory, this.#shape.maps[map].name);
  }
}

function tableOf({ state }: RoomMemory, map: string): EntityTable {
  return state[map as keyof Handle] as unknown as EntityTable;
}

/** Handles have accessors that only an author's types know. */
function fieldsOf(handle: Handle): Fields {
  return handle as unknown as Fields;
}

function* entriesOf(table: EntityTable | undefined): Iterable<readonly [string, Fields]> {
  let count = 0;
  for (const entity of table ?? []) {
    const key = table?.keyOf(entity) ?? '';
    expect(table?.get(key)).toBe(entity);
    count++;
    yield [key, fieldsOf(entity)];
  }
  expect(table?.size).toBe(count);
}
