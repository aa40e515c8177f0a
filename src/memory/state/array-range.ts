/** What an author's index and range mean for an array of a given length. Any thread. */
import { UsageError } from '../../base/errors.ts';
import type { TableBlock } from './table-block.ts';

/** @throws UsageError VALUE_INVALID unless 0 <= index < length. */
export function checkIndex(block: TableBlock, index: number, length: number): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw new UsageError(
    'VALUE_INVALID',
    `${block.layout.plan.path}[${index}]: it has ${length} elements; push() adds one`,
  );
}

/** As Array.prototype.splice understands its first two arguments. */
export function clampRange(
  start: number,
  count: number | undefined,
  length: number,
): { readonly start: number; readonly count: number } {
  const whole = Math.trunc(start) || 0;
  const from = whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
  const wanted = count === undefined ? length : Math.trunc(count) || 0;
  return { start: from, count: Math.max(0, Math.min(wanted, length - from)) };
}
