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
  /** undefined where an optional field starts without a value. */
  readonly defaultValue: number | bigint | boolean | string | undefined;
  /** Strings: bytes of UTF-8 that fit. 0 for all other types. */
  readonly bytesMax: number;
  /** `.optional()`: the field can be without a value. */
  readonly isOptional: boolean;
}

/** A set of fields that lie side by side as columns. */
export interface FieldsPlan {
  readonly path: string;
  readonly typeName: string;
  readonly fields: readonly FieldPlan[];
}

/** What the author's class can do besides: functions of its prototype. */
export type Methods = Readonly<Record<string, PropertyDescriptor>>;

/**
 * Rows of fields, and what each row owns: the root's one row, the target of a `t.ref(Class)`, or
 * the elements of a collection. Blocks form a tree; a plan lists them parents first.
 */
export interface BlockPlan extends FieldsPlan {
  /** Its place in `StatePlan.blocks`. */
  readonly id: number;
  /** Rows of all its owners together. */
  readonly rows: number;
  readonly methods: Methods;
  /** What each row owns besides its fields, in order of wire index. */
  readonly children: readonly ChildPlan[];
}

/** A field whose value is a structure of its own. */
export type ChildPlan = RefPlan | TablePlan;

interface OwnedPlan extends BlockPlan {
  /** The field in the owner. */
  readonly name: string;
  readonly index: number;
  /** The block whose rows own this one's. */
  readonly owner: number;
}

/** `t.ref(Class)`: row n belongs to the owner's row n. */
export interface RefPlan extends OwnedPlan {
  readonly kind: 'ref';
  readonly isOptional: boolean;
}

/**
 * `t.map`, `t.array` or `t.set`: a table of elements for each row of the owner. The owner's row n
 * has the rows from `n * stride` on.
 */
export interface TablePlan extends OwnedPlan {
  readonly kind: 'map' | 'array' | 'set';
  /** False: the elements are primitives, in one field named `value`. */
  readonly isEntity: boolean;
  /** Tables: the rows of the owner. */
  readonly owners: number;
  /** Elements that fit one table. */
  readonly capacity: number;
  readonly stride: number;
  /** Maps: bytes of UTF-8 that a key may have. */
  readonly keyBytesMax: number;
}

export interface StatePlan {
  readonly root: BlockPlan;
  /** The root, then all that is owned, parents first. */
  readonly blocks: readonly BlockPlan[];
  /** Those of `blocks` that are tables. */
  readonly tables: readonly TablePlan[];
  /** undefined: the game takes no input. */
  readonly input: FieldsPlan | undefined;
  readonly clients: number;
  /** Added by defineGame; without it, 32 inputs wait, and there are no timers and no past. */
  readonly time?: TimePlan;
}

/** Index of a field that stays on the server. */
export const serverOnly = -1;

/** True for a block that is a table. */
export function isTable(block: BlockPlan): block is TablePlan {
  return 'kind' in block && block.kind !== 'ref';
}
