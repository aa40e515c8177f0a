/**
 * The neutral middle between a @colyseus/schema class, a room's memory and the wire: which fields
 * there are, of which type, under which index, with which bound. Plain data, any thread; made once
 * per game by compile-plan.ts and never changed.
 */
import type { TimePlan } from './time-plan.ts';

/** How a value lies in memory and on the wire; the names are @colyseus/schema's. */
export type ScalarType =
  | 'boolean'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bigint64'
  | 'biguint64'
  | 'float32'
  | 'float64'
  | 'number'
  | 'string';

/** A float that travels as `2^bits` steps over [min, max]; the field's type is the step's. */
export interface Quantized {
  readonly min: number;
  readonly max: number;
  readonly range: number;
  /** Steps between min and max: 2^bits when wrapping, else fewer by one or two; see schema. */
  readonly span: number;
  readonly wraps: boolean;
}

export interface FieldPlan {
  readonly name: string;
  /** As errors name it: `ships.x`, or `round` at the root. */
  readonly path: string;
  /** Index on the wire, 0 … 62, or -1 for a `.noSync()` field, which never leaves the server. */
  readonly index: number;
  readonly type: ScalarType;
  readonly quantized: Quantized | undefined;
  readonly defaultValue: number | bigint | boolean | string;
  /** Strings: bytes of UTF-8 that fit. 0 for all other types. */
  readonly bytesMax: number;
}

/** A set of fields that lie side by side as columns: the root's, an entity's or an input's. */
export interface FieldsPlan {
  readonly path: string;
  readonly typeName: string;
  readonly fields: readonly FieldPlan[];
}

/** `t.map(Entity)` at the root: a table of entities by key. */
export interface TablePlan extends FieldsPlan {
  readonly name: string;
  /** Index of the map's field at the root. */
  readonly index: number;
  /** The map's own refId: 1 for the first map, in order of index. The root is 0. */
  readonly refId: number;
  readonly rows: number;
  readonly keyBytesMax: number;
}

export interface StatePlan {
  readonly root: FieldsPlan;
  readonly tables: readonly TablePlan[];
  /** undefined: the game takes no input. */
  readonly input: FieldsPlan | undefined;
  readonly clients: number;
  /** Added by defineGame; without it, 32 inputs wait, and there are no timers and no past. */
  readonly time?: TimePlan;
}

/** Index of a field that stays on the server. */
export const serverOnly = -1;

/** Wire bytes of a value, at most; strings add `bytesMax`. */
const wireBytes: Readonly<Record<ScalarType, number>> = {
  boolean: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  bigint64: 8,
  biguint64: 8,
  float32: 4,
  float64: 8,
  number: 9,
  string: 5,
};

/** A refId, an index or a length as the wire's own number, at most. */
export const wireNumberBytesMax = 5;

/** Wire bytes, at most, of one row with all its synced fields, its SWITCH_TO_STRUCTURE included. */
export function rowWireBytesMax(plan: FieldsPlan): number {
  let bytes = 1 + wireNumberBytesMax;
  for (const field of plan.fields) {
    if (field.index !== serverOnly) bytes += 1 + wireBytes[field.type] + field.bytesMax;
  }
  return bytes;
}

/** Wire bytes, at most, of one entry of the map itself: ADD, index, key, refId. */
export function entryWireBytesMax(plan: TablePlan): number {
  return 1 + wireNumberBytesMax + 5 + plan.keyBytesMax + wireNumberBytesMax;
}

/** Wire bytes, at most, of a full state or of a patch in which everything changed. */
export function stateWireBytesMax(plan: StatePlan): number {
  let bytes = rowWireBytesMax(plan.root) + plan.tables.length * (1 + wireNumberBytesMax);
  for (const table of plan.tables) {
    const removal = 1 + wireNumberBytesMax;
    const row = entryWireBytesMax(table) + rowWireBytesMax(table) + removal;
    bytes += 1 + wireNumberBytesMax + table.rows * row;
  }
  return bytes;
}
