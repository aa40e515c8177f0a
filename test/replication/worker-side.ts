/**
 * The state under test: a room's memory as one or more workers see it, in turns, and the encoder
 * that publishes it. Every mutation and every patch is made by the next worker. Test code.
 */
import { expect } from 'vitest';
import type { RoomMemory } from '../../src/memory/room-memory.ts';
import type { EntityTable } from '../../src/memory/state/entity-table.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { StatePlan } from '../../src/schema/state-plan.ts';
import { asSent, type FieldShape, type Value } from './field-shape.ts';
import { type Fields, type Snapshot, snapshotOf } from './snapshot.ts';
import type { StateShape } from './state-shape.ts';
import { Workers } from './workers.ts';

type Assignment = readonly [field: FieldShape, value: Value];

export class WorkerSide {
  readonly #shape: StateShape;
  readonly #workers: Workers;

  constructor(shape: StateShape, plan: StatePlan, workers: number) {
    this.#shape = shape;
    this.#workers = new Workers(plan, workers);
  }

  setRoot(field: FieldShape, value: Value): void {
    fieldsOf(this.#workers.next().memory.state)[field.name] = value;
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
    this.#workers.next().memory.root.dirty[0] = 1;
  }

  patch(): Uint8Array {
    return this.#workers.patch();
  }

  fullState(): Uint8Array {
    return this.#workers.fullState();
  }

  checksum(): number {
    return this.#workers.checksum();
  }

  /** What every worker reads of the state, as clients would read it, through warm handles. */
  snapshots(): Snapshot[] {
    return this.#workers.all.map(({ memory }) =>
      snapshotOf(
        this.#shape,
        fieldsOf(memory.state),
        (map) => entriesOf(tableOf(memory, map)),
        (owner, field) => asSent(field, owner[field.name]),
      ),
    );
  }

  #table(map: number): EntityTable {
    return tableOf(this.#workers.next().memory, this.#shape.maps[map].name);
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
