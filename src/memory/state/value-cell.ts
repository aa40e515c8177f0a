/**
 * One primitive element of a collection: what an author reads and writes of a row whose only field
 * is `value`. Any thread that holds the lease.
 */
import { UsageError } from '../../base/errors.ts';
import type { FieldPlan, ScalarType } from '../../schema/state-plan.ts';
import { dequantize, storedValue } from './column-block.ts';
import type { StringColumn } from './string-column.ts';
import type { TableBlock } from './table-block.ts';

/** What a collection of primitives holds. */
export type Primitive = number | bigint | boolean | string;

export function readValue(block: TableBlock, row: number): Primitive {
  const { plan } = block.layout.fields[0];
  const column = block.columns[0];
  if (column === undefined) return block.texts[0]!.read(row);
  const stored = column[row];
  if (plan.type === 'boolean') return stored !== 0;
  return plan.quantized ? dequantize(plan.quantized, stored as number) : stored;
}

/** `value` as a row would give it back: what elements are compared with. */
export function asStored(block: TableBlock, value: Primitive): Primitive {
  const { type } = block.layout.fields[0].plan;
  if (typeof value === 'number') return narrowed(type, value);
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'bigint') return value;
  return type === 'biguint64' ? BigInt.asUintN(64, value) : BigInt.asIntN(64, value);
}

function narrowed(type: ScalarType, value: number): number {
  switch (type) {
    case 'int8':
      return (value << 24) >> 24;
    case 'uint8':
      return value & 0xff;
    case 'int16':
      return (value << 16) >> 16;
    case 'uint16':
      return value & 0xffff;
    case 'int32':
      return value | 0;
    case 'uint32':
      return value >>> 0;
    case 'float32':
      return Math.fround(value);
    default:
      return value;
  }
}

/**
 * True when the row's value changed.
 * @throws UsageError VALUE_INVALID, STRING_TOO_LONG; the row keeps its value.
 */
export function writeValue(block: TableBlock, row: number, value: Primitive): boolean {
  checkValue(block, value);
  const column = block.columns[0];
  if (column === undefined) return block.texts[0]!.write(row, value as string);
  const before = column[row];
  column[row] = storedValue(block.layout.fields[0].plan, value) as never;
  return column[row] !== before;
}

/** @throws UsageError VALUE_INVALID, STRING_TOO_LONG. */
export function checkValue(block: TableBlock, value: Primitive): void {
  checkScalar(block.layout.fields[0].plan, block.texts[0], value);
}

/** @throws UsageError VALUE_INVALID, STRING_TOO_LONG. */
export function checkScalar(
  field: FieldPlan,
  text: StringColumn | undefined,
  value: unknown,
): void {
  const { type, path } = field;
  const wanted = type === 'string' || type === 'boolean' ? type : undefined;
  const isBig = type === 'bigint64' || type === 'biguint64';
  const expected = wanted ?? (isBig ? 'bigint' : 'number');
  if (typeof value !== expected) {
    throw new UsageError(
      'VALUE_INVALID',
      `${path}: a ${expected} was expected, not ${value === null ? 'null' : typeof value}`,
    );
  }
  text?.check(value as string);
}
