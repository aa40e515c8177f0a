/**
 * The target of a `t.ref(Class)`: read as a handle, replaced by an assignment. The row is the
 * owner's own, so only what clients must be told is kept beside it. The holder of the lease writes.
 */
import { Operation } from '../../wire/operation.ts';
import { assignFields, checkTarget, detached } from './assign-fields.ts';
import { type Handle, handleClass } from './handle-class.ts';
import { closeRow, demandThere, openRow } from './row-lifecycle.ts';
import type { RefBlock } from './state-block.ts';

/** A handle of the target that the owner's row has now; it must have one. */
export function openRef(ref: RefBlock, row: number): Handle {
  return new (handleClass(ref.layout))(ref, row, ref.refIds[row]);
}

/**
 * A new target with its defaults and `value`'s fields; none where `value` is undefined or null.
 * The caller marks the owner's row.
 * @throws UsageError ENTITY_STALE, or as `checkTarget`; the target is then as before.
 */
export function assignRef(ref: RefBlock, owner: Handle, value: object | null | undefined): void {
  const { $row: row } = owner;
  demandThere(owner, ref.layout.plan.path);
  if (isTargetOf(ref, row, value)) return;
  checkTarget(ref, value);
  const { plan } = ref.layout;
  const fields = value && detached(value, plan);
  const before = operationAfterClose(ref, row);
  if (ref.alive[row] !== 0) closeRow(ref, row);
  ref.operations[row] = before;
  if (fields === undefined || fields === null) return;
  ref.operations[row] = before === Operation.DELETE ? Operation.DELETE_AND_ADD : Operation.ADD;
  openRow(ref, row);
  assignFields(openRef(ref, row), fields, plan);
}

/** What clients would have to be told if the row had no target from now on. */
function operationAfterClose(ref: RefBlock, row: number): number {
  const pending = ref.operations[row];
  if (ref.alive[row] === 0) return pending;
  const isKnown = ref.added[row] === 0;
  return isKnown || pending === Operation.DELETE_AND_ADD ? Operation.DELETE : 0;
}

function isTargetOf(ref: RefBlock, row: number, value: unknown): boolean {
  const { $block, $row } = (value ?? {}) as Partial<Handle>;
  return $block === ref && $row === row;
}
