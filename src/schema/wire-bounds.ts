/**
 * How many bytes the parts of a state can take on the wire, at most: what rings are sized by and
 * what the encoder reserves. Any thread.
 */
import {
  type BlockPlan,
  type FieldPlan,
  type FieldsPlan,
  isTable,
  type ScalarType,
  type StatePlan,
  serverOnly,
  type TablePlan,
} from './state-plan.ts';

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
const wireNumberBytesMax = 5;
/** SWITCH_TO_STRUCTURE and a refId. */
export const switchBytesMax = 1 + wireNumberBytesMax;
const stringHeaderBytesMax = 5;

function valueBytesMax(field: FieldPlan): number {
  return wireBytes[field.type] + field.bytesMax;
}

/** A row with all its synced fields and the refIds of what it owns, its switch included. */
export function rowWireBytesMax(plan: FieldsPlan & Partial<BlockPlan>): number {
  let bytes = switchBytesMax;
  for (const field of plan.fields) {
    if (field.index !== serverOnly) bytes += 1 + valueBytesMax(field);
  }
  return bytes + (plan.children?.length ?? 0) * (1 + wireNumberBytesMax);
}

/** One operation of a table's own: an element that comes, with its key and its refId or value. */
export function entryWireBytesMax(plan: TablePlan): number {
  const key = plan.kind === 'map' ? stringHeaderBytesMax + plan.keyBytesMax : 0;
  const element = plan.isEntity ? wireNumberBytesMax : valueBytesMax(plan.fields[0] as FieldPlan);
  return 1 + wireNumberBytesMax + key + element;
}

/** An element that goes. */
export const removalWireBytesMax = 1 + wireNumberBytesMax;

/** What one table of the plan can take: its switch, CLEAR, and every element gone and come. */
export function tableWireBytesMax(plan: TablePlan): number {
  const perRow = entryWireBytesMax(plan) + removalWireBytesMax;
  return switchBytesMax + 1 + operationsMax(plan) * perRow;
}

/** Operations of one table that a patch can hold: an array's staged layout is twice its size. */
export function operationsMax(plan: TablePlan): number {
  return plan.kind === 'array' ? plan.capacity * 2 : plan.capacity;
}

/** A full state, or a patch in which everything changed. */
export function stateWireBytesMax(plan: StatePlan): number {
  let bytes = 0;
  for (const block of plan.blocks) {
    if (!isTable(block)) bytes += block.rows * rowWireBytesMax(block);
    else {
      const rowBytes = block.isEntity ? rowWireBytesMax(block) : 0;
      bytes += block.owners * (tableWireBytesMax(block) + block.capacity * rowBytes);
    }
  }
  return bytes;
}
