/**
 * Where everything of a room lies in its one SharedArrayBuffer. Computed from the plan alone, so
 * that the main thread and every worker come to the same numbers; the header carries a
 * fingerprint of them. Any thread; offsets are bytes from the buffer's start, 8-aligned.
 *
 *   header | slots | input queues | ring in | ring out | root columns | tables
 */

import { UsageError } from '../base/errors.ts';
import { alignUp, powerOfTwoAtLeast } from '../base/integers.ts';
import {
  answerReserveBytes,
  authBytesDefault,
  inputBacklogMax,
  inRingBytesBase,
  inRingBytesPerClient,
} from '../base/limits.ts';
import { ByteRing } from '../channel/byte-ring.ts';
import {
  type FieldPlan,
  type FieldsPlan,
  type ScalarType,
  type StatePlan,
  serverOnly,
  stateWireBytesMax,
  type TablePlan,
} from '../schema/state-plan.ts';
import { roomHeaderBytes } from './room-header.ts';
import { slotTableBytes } from './slot-table.ts';

/** One field's columns. Strings: `value` is rows * bytesMax of UTF-8. 0: there is none. */
export interface FieldLayout {
  readonly plan: FieldPlan;
  readonly value: number;
  /** The value last sent; strings have versions instead. */
  readonly shadow: number;
  readonly lengths: number;
  readonly versions: number;
  readonly sentVersions: number;
}

/** Rows of fields: the root (one row), a table, the input queues. */
export interface BlockLayout {
  readonly rows: number;
  readonly dirty: number;
  readonly fields: readonly FieldLayout[];
}

/** The input queues. */
export interface InputLayout extends BlockLayout {
  readonly seqs: number;
}

export interface TableLayout extends BlockLayout {
  readonly plan: TablePlan;
  readonly counters: number;
  readonly alive: number;
  readonly added: number;
  readonly generations: number;
  readonly refIds: number;
  readonly wireIndexes: number;
  readonly freeRows: number;
  readonly removed: number;
  readonly keyHashes: number;
  readonly keyLengths: number;
  readonly keys: number;
  readonly index: number;
  readonly indexSize: number;
}

export interface RoomLayout {
  readonly plan: StatePlan;
  readonly byteLength: number;
  readonly fingerprint: number;
  readonly slots: number;
  /** Per client. */
  readonly authBytes: number;
  readonly input: InputLayout | undefined;
  readonly inRingOffset: number;
  readonly inRingBytes: number;
  readonly outRingOffset: number;
  readonly outRingBytes: number;
  readonly root: BlockLayout;
  readonly tables: readonly TableLayout[];
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

/** Words of a table's counters; see entity-table.ts. */
export const tableCounters = 8;
/** Input rows of a slot: what waits, and the newest, onto which deltas are decoded. */
export const inputRowsPerSlot = inputBacklogMax + 1;

const outRingBytesMin = 64 * 1024;
/** A ring's largest body is half its bytes less a header; larger rooms cannot send full states. */
const outRingBytesMax = 1 << 28;

/** Takes pieces of one buffer in order. */
class Extent {
  offset = 0;

  take(bytes: number): number {
    const at = this.offset;
    this.offset = alignUp(at + bytes, 8);
    return at;
  }
}

/** A plan, and what a game's rooms keep besides their state. */
export type RoomPlan = StatePlan & { readonly authBytes?: number };

const layouts = new WeakMap<StatePlan, RoomLayout>();

/** @throws UsageError CAPACITY_INVALID when a room's full state could not cross its ring. */
export function roomLayout(plan: RoomPlan): RoomLayout {
  let layout = layouts.get(plan);
  if (layout === undefined) {
    layout = computeLayout(plan);
    layouts.set(plan, layout);
  }
  return layout;
}

function computeLayout(plan: RoomPlan): RoomLayout {
  const extent = new Extent();
  extent.take(roomHeaderBytes);
  const authBytes = alignUp(plan.authBytes ?? authBytesDefault, 8);
  const slots = extent.take(slotTableBytes(plan.clients, authBytes));
  const input = plan.input && inputLayout(extent, plan.input, plan.clients);
  const inRingBytes = powerOfTwoAtLeast(inRingBytesBase + plan.clients * inRingBytesPerClient);
  const inRingOffset = extent.take(ByteRing.bytes(inRingBytes));
  const outRingBytes = outRingBytesOf(plan);
  const outRingOffset = extent.take(ByteRing.bytes(outRingBytes));
  const root = blockLayout(extent, plan.root, 1);
  const tables = plan.tables.map((table) => tableLayout(extent, table));
  const byteLength = alignUp(extent.offset, 64);
  const fingerprint = fingerprintOf(plan);
  return {
    plan,
    byteLength,
    fingerprint,
    slots,
    authBytes,
    input,
    inRingOffset,
    inRingBytes,
    outRingOffset,
    outRingBytes,
    root,
    tables,
  };
}

function outRingBytesOf(plan: StatePlan): number {
  const record = stateWireBytesMax(plan) + plan.clients * 4 + 64;
  // Twice, because a wrap may waste as much as the record takes.
  const bytes = powerOfTwoAtLeast(Math.max(outRingBytesMin, 2 * record + answerReserveBytes));
  if (2 * record > outRingBytesMax) {
    const largest = plan.tables.toSorted((a, b) => b.rows - a.rows)[0];
    throw new UsageError(
      'CAPACITY_INVALID',
      `a full state could take ${record} bytes, more than ${outRingBytesMax / 2};` +
        ` lower capacity['${largest?.name ?? 'clients'}'] or the bytes of its strings and keys`,
    );
  }
  return bytes;
}

function blockLayout(extent: Extent, plan: FieldsPlan, rows: number): BlockLayout {
  const dirty = extent.take(alignUp(rows, 4));
  const fields = plan.fields.map((field) => fieldLayout(extent, field, rows));
  return { rows, dirty, fields };
}

function inputLayout(extent: Extent, plan: FieldsPlan, clients: number): InputLayout {
  const rows = clients * inputRowsPerSlot;
  return { ...blockLayout(extent, plan, rows), seqs: extent.take(rows * 4) };
}

function fieldLayout(extent: Extent, plan: FieldPlan, rows: number): FieldLayout {
  const isSynced = plan.index !== serverOnly;
  if (plan.type === 'string') {
    return {
      plan,
      value: extent.take(rows * plan.bytesMax),
      shadow: 0,
      lengths: extent.take(rows * 2),
      versions: extent.take(rows * 4),
      sentVersions: isSynced ? extent.take(rows * 4) : 0,
    };
  }
  const bytes = rows * elementBytes[plan.type];
  const value = extent.take(bytes);
  const shadow = isSynced ? extent.take(bytes) : 0;
  return { plan, value, shadow, lengths: 0, versions: 0, sentVersions: 0 };
}

function tableLayout(extent: Extent, plan: TablePlan): TableLayout {
  const { rows } = plan;
  const indexSize = powerOfTwoAtLeast(rows * 2);
  return {
    plan,
    counters: extent.take(tableCounters * 4),
    alive: extent.take(bitmapBytes(rows)),
    added: extent.take(bitmapBytes(rows)),
    generations: extent.take(rows * 4),
    refIds: extent.take(rows * 4),
    wireIndexes: extent.take(rows * 4),
    freeRows: extent.take(rows * 4),
    removed: extent.take(rows * 4),
    keyHashes: extent.take(rows * 4),
    keyLengths: extent.take(rows * 2),
    keys: extent.take(rows * plan.keyBytesMax),
    index: extent.take(indexSize * 4),
    indexSize,
    ...blockLayout(extent, plan, rows),
  };
}

function bitmapBytes(rows: number): number {
  return alignUp(rows, 32) / 8;
}

/** FNV-1a of the plan: two threads that loaded different versions of a game must not share. */
function fingerprintOf(plan: StatePlan): number {
  const text = JSON.stringify(plan, (_key, value) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}
