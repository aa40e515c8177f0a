/**
 * Typed arrays over the columns of one block of a room's memory: what games use. Handles and the
 * encoder, which are generated, reach the same bytes through `data` at offsets that are literals
 * in their source.
 */
import { UsageError } from '../../base/errors.ts';
import type { FieldPlan, Quantized, ScalarType } from '../../schema/state-plan.ts';
import { type FieldLayout, type FieldsLayout, nowhere } from './block-layout.ts';
import { StringColumn } from './string-column.ts';

/** A column of numbers by row; booleans are 0 and 1, quantized fields are their steps. */
export interface NumberColumn {
  [row: number]: number;
  readonly length: number;
}

export interface BigIntColumn {
  [row: number]: bigint;
  readonly length: number;
}

export type Column = NumberColumn | BigIntColumn;

export interface ColumnBlock {
  /**
   * The room's whole memory. One DataView and not a typed array per type, because V8 then keeps one
   * base and one length in registers: a field took 2.2 ns to encode where it had taken 2.9
   * (bench/micro/encode.ts).
   */
  readonly data: DataView;
  /**
   * 1 for a row that was written since the last patch. Bytes and not bits: setting a bit has to
   * read the word that the last setter just wrote.
   */
  readonly dirty: Uint8Array;
  /** The same bytes, four rows a word: to find the dirty ones. */
  readonly dirtyWords: Int32Array;
  /** By field, in the plan's order; strings have none. */
  readonly columns: readonly (Column | undefined)[];
  readonly texts: readonly (StringColumn | undefined)[];
  /** By field: 1 for a row in which an optional field has a value; others have none. */
  readonly presents: readonly (Uint8Array | undefined)[];
}

type ColumnConstructor = new (memory: SharedArrayBuffer, at: number, length: number) => Column;

const constructors: Readonly<Record<Exclude<ScalarType, 'string'>, ColumnConstructor>> = {
  boolean: Uint8Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: Float64Array,
  uint64: Float64Array,
  bigint64: BigInt64Array,
  biguint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  number: Float64Array,
};

export function createColumnBlock(data: DataView, layout: FieldsLayout): ColumnBlock {
  const memory = data.buffer as SharedArrayBuffer;
  const { rows, fields } = layout;
  const words = (rows + 3) >>> 2;
  return {
    data,
    dirty: new Uint8Array(memory, layout.dirty, words * 4),
    dirtyWords: new Int32Array(memory, layout.dirty, words),
    columns: fields.map((field) => columnOf(memory, field, rows)),
    texts: fields.map((field) =>
      field.plan.type === 'string' ? new StringColumn(memory, field, rows) : undefined,
    ),
    presents: fields.map(({ present }) =>
      present === nowhere ? undefined : new Uint8Array(memory, present, rows),
    ),
  };
}

function columnOf(memory: SharedArrayBuffer, field: FieldLayout, rows: number): Column | undefined {
  const { type } = field.plan;
  return type === 'string' ? undefined : new constructors[type](memory, field.value, rows);
}

/** Sets a whole row, or one field of it, to the plan's defaults. Marks nothing. */
export function resetRow(
  block: ColumnBlock,
  fields: readonly FieldPlan[],
  row: number,
  only?: number,
): void {
  for (let index = 0; index < fields.length; index++) {
    if (only !== undefined && index !== only) continue;
    const field = fields[index];
    const { defaultValue } = field;
    const present = block.presents[index];
    if (present !== undefined) present[row] = defaultValue === undefined ? 0 : 1;
    if (defaultValue === undefined) continue;
    const column = block.columns[index];
    if (column === undefined) block.texts[index]?.write(row, defaultValue as string);
    else column[row] = storedValue(field, defaultValue) as never;
  }
}

/** Copies a row of the same block, strings included. */
export function copyRow(block: ColumnBlock, from: number, to: number): void {
  for (let index = 0; index < block.columns.length; index++) {
    const column = block.columns[index];
    if (column !== undefined) column[to] = column[from] as never;
    else block.texts[index]?.write(to, block.texts[index]?.read(from) ?? '');
  }
}

/** A field's value as its column holds it: steps for quantized fields, 0 and 1 for booleans. */
export function storedValue(field: FieldPlan, value: unknown): number | bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'number') {
    throw new UsageError('VALUE_INVALID', `${field.path}: a number was expected, not ${value}`);
  }
  return field.quantized ? quantize(field, value) : value;
}

/** The value that a step stands for, as @colyseus/schema computes it. */
export function dequantize({ min, span, range }: Quantized, step: number): number {
  return min + (step / span) * range;
}

/** The step nearest to `value`, as @colyseus/schema computes it: clamped or wrapped. */
export function quantize(field: FieldPlan, value: number): number {
  const { min, max, range, span, wraps } = field.quantized as NonNullable<FieldPlan['quantized']>;
  if (wraps) {
    if (!Number.isFinite(value)) return 0;
    let into = (value - min) % range;
    if (into < 0) into += range;
    return Math.floor((into / range) * span + 0.5) % span;
  }
  if (Number.isNaN(value)) return 0;
  const clamped = Math.min(Math.max(value, min), max);
  return Math.floor(((clamped - min) / range) * span + 0.5);
}
