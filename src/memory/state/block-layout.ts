/**
 * Where the columns of one block lie, and what else a table or a ref needs beside them. Computed
 * from the plan; offsets are bytes from the buffer's start, 8-aligned. Any thread.
 */
import { alignUp, powerOfTwoAtLeast } from '../../base/integers.ts';
import {
  type BlockPlan,
  type ChildPlan,
  type FieldPlan,
  type FieldsPlan,
  type RefPlan,
  type ScalarType,
  serverOnly,
  type TablePlan,
} from '../../schema/state-plan.ts';
import { operationsMax } from '../../schema/wire-bounds.ts';

/** Where nothing is laid out. */
export const nowhere = 0;

/** One field's columns, or `nowhere`. Strings: `value` is rows * bytesMax of UTF-8. */
export interface FieldLayout {
  readonly plan: FieldPlan;
  readonly value: number;
  /** The value last sent; strings have versions instead. */
  readonly shadow: number;
  readonly lengths: number;
  readonly versions: number;
  readonly sentVersions: number;
  /** Optional fields, a byte a row: whether there is a value, and whether clients know of one. */
  readonly present: number;
  readonly sentPresent: number;
}

/** Rows of fields: of the state, or of the input queues. */
export interface FieldsLayout {
  readonly rows: number;
  /** A byte a row: written since the last patch. */
  readonly dirty: number;
  readonly fields: readonly FieldLayout[];
}

export interface BlockLayout extends FieldsLayout {
  readonly plan: BlockPlan;
  /** A byte a row: in use; and in use while no client has heard of it. */
  readonly alive: number;
  readonly added: number;
  /** u32 a row: how the wire calls it. */
  readonly refIds: number;
  /** In the order of the plan's children. */
  readonly children: readonly ChildLayout[];
}

export type ChildLayout = RefLayout | TableLayout;

export interface RefLayout extends BlockLayout {
  readonly plan: RefPlan;
  /** A byte a row: the wire operation that tells clients how the owner's field changed, or 0. */
  readonly operations: number;
}

export interface TableLayout extends BlockLayout {
  readonly plan: TablePlan;
  /** Per owner: `tableCounters` words. */
  readonly counters: number;
  /** Per owner, a byte: the table itself has something to send. */
  readonly changed: number;
  /** Per owner, u32: how the wire calls the table itself. */
  readonly tableRefIds: number;
  /** Per row, u32. */
  readonly generations: number;
  readonly freeRows: number;
  /** Maps and sets: the element's index on the wire. */
  readonly wireIndexes: number;
  /** Maps. */
  readonly keyHashes: number;
  readonly keyLengths: number;
  readonly keys: number;
  readonly index: number;
  readonly indexSize: number;
  /** A byte a row; see kept-rows.ts. */
  readonly kept: number;
  /** See array-changes.ts, and index-changes.ts for maps and sets. */
  readonly staged: number;
  readonly sequence: number;
  /** Arrays: see array-order.ts and array-changes.ts. */
  readonly order: number;
  readonly gone: number;
  readonly operations: number;
}

export const elementBytes: Readonly<Record<ScalarType, number>> = {
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
  number: 8,
  string: 1,
};

/** Words of a table's counters; see table-counters.ts. */
export const tableCounters = 14;

/** Takes pieces of one buffer in order. */
export class Extent {
  offset = 0;

  take(bytes: number): number {
    const at = this.offset;
    // In doubles: a plan may ask for more than an int32 can count, and is refused for it.
    this.offset = Math.ceil((at + bytes) / 8) * 8;
    return at;
  }
}

export function fieldsLayout(extent: Extent, plan: FieldsPlan, rows: number): FieldsLayout {
  const dirty = extent.take(alignUp(rows, 4));
  const fields = plan.fields.map((field) => fieldLayout(extent, field, rows));
  return { rows, dirty, fields };
}

/** A block and, after it, all that its rows own. */
export function blockLayout(extent: Extent, plan: BlockPlan): BlockLayout {
  const { rows } = plan;
  return {
    plan,
    alive: extent.take(alignUp(rows, 4)),
    added: extent.take(alignUp(rows, 4)),
    refIds: extent.take(rows * 4),
    ...fieldsLayout(extent, plan, rows),
    children: plan.children.map((child) => childLayout(extent, child)),
  };
}

function childLayout(extent: Extent, plan: ChildPlan): ChildLayout {
  if (plan.kind !== 'ref') return tableLayout(extent, plan);
  return { operations: extent.take(plan.rows), ...blockLayout(extent, plan), plan };
}

function tableLayout(extent: Extent, plan: TablePlan): TableLayout {
  const { rows, owners, kind } = plan;
  const isMap = kind === 'map';
  const isArray = kind === 'array';
  const indexSize = isMap ? powerOfTwoAtLeast(plan.capacity * 2) : 0;
  const takeIf = (isNeeded: boolean, bytes: number) => (isNeeded ? extent.take(bytes) : nowhere);
  const places = owners * changesMax(plan);
  return {
    counters: extent.take(owners * tableCounters * 4),
    changed: extent.take(alignUp(owners, 4)),
    tableRefIds: extent.take(owners * 4),
    generations: extent.take(rows * 4),
    freeRows: extent.take(rows * 4),
    wireIndexes: takeIf(!isArray, rows * 4),
    keyHashes: takeIf(isMap, rows * 4),
    keyLengths: takeIf(isMap, rows * 2),
    keys: takeIf(isMap, rows * plan.keyBytesMax),
    index: takeIf(isMap, owners * indexSize * 4),
    indexSize,
    kept: takeIf(isMap, rows),
    staged: extent.take(places * 4),
    sequence: extent.take(places * 4),
    order: takeIf(isArray, rows * 4),
    gone: takeIf(isArray, places),
    operations: takeIf(isArray, places),
    ...blockLayout(extent, plan),
    plan,
  };
}

/**
 * Places of `staged` and `sequence`, of one owner. Maps and sets: all elements may go and others
 * come, and as many notes again may be void.
 */
export function changesMax(plan: TablePlan): number {
  return plan.kind === 'array' ? operationsMax(plan) : plan.capacity * 3;
}

function fieldLayout(extent: Extent, plan: FieldPlan, rows: number): FieldLayout {
  const isSynced = plan.index !== serverOnly;
  const takeIf = (isNeeded: boolean, bytes: number) => (isNeeded ? extent.take(bytes) : nowhere);
  const isText = plan.type === 'string';
  const bytes = rows * (isText ? plan.bytesMax : elementBytes[plan.type]);
  return {
    plan,
    value: extent.take(bytes),
    shadow: takeIf(isSynced && !isText, bytes),
    lengths: takeIf(isText, rows * 2),
    versions: takeIf(isText, rows * 4),
    sentVersions: takeIf(isText && isSynced, rows * 4),
    present: takeIf(plan.isOptional, rows),
    sentPresent: takeIf(plan.isOptional && isSynced, rows),
  };
}
