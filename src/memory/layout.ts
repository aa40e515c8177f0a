/**
 * Where everything of a room lies in its one SharedArrayBuffer. Computed from the plan alone, so
 * that the main thread and every worker come to the same numbers; the header carries a
 * fingerprint of them. Any thread; offsets are bytes from the buffer's start, 8-aligned.
 *
 *   header | slots | input queues | ring in | ring out | root columns | all that it owns | time
 */

import { UsageError } from '../base/errors.ts';
import { alignUp, powerOfTwoAtLeast } from '../base/integers.ts';
import {
  answerReserveBytes,
  authBytesDefault,
  inputBacklogDefault,
  inRingBytesBase,
  inRingBytesPerClient,
  roomBytesMax,
} from '../base/limits.ts';
import { ByteRing } from '../channel/byte-ring.ts';
import { type FieldsPlan, isTable, type StatePlan } from '../schema/state-plan.ts';
import { stateWireBytesMax } from '../schema/wire-bounds.ts';
import { roomHeaderBytes } from './room-header.ts';
import { slotTableBytes } from './slot-table.ts';
import {
  type BlockLayout,
  blockLayout,
  Extent,
  type FieldsLayout,
  fieldsLayout,
  type TableLayout,
} from './state/block-layout.ts';
import { type TimeLayout, timeLayout } from './time/time-layout.ts';

/** The input queues: `backlog` rows that wait, and three more, per slot; see input-queues.ts. */
export interface InputLayout extends FieldsLayout {
  readonly plan: FieldsPlan;
  readonly backlog: number;
  readonly rowsPerSlot: number;
  /** By row. */
  readonly seqs: number;
  readonly renderTimes: number;
  readonly reckonTimes: number;
  /** By slot. */
  readonly stampBases: number;
  readonly idles: number;
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
  /** In the order of the plan's. */
  readonly blocks: readonly BlockLayout[];
  readonly tables: readonly TableLayout[];
  readonly time: TimeLayout;
}

/** Input rows of a slot besides those that wait: the newest, what is being decoded, and idle. */
export const inputRowsBeside = 3;

const outRingBytesMin = 64 * 1024;
/** A ring's largest body is half its bytes less a header; larger rooms cannot send full states. */
const outRingBytesMax = 1 << 28;

/** A plan, and what a game's rooms keep besides their state. */
export type RoomPlan = StatePlan & { readonly authBytes?: number };

const layouts = new WeakMap<StatePlan, RoomLayout>();

/** @throws UsageError CAPACITY_INVALID when a room, or its full state, would be too large. */
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
  const input = plan.input && inputLayout(extent, plan.input, plan);
  const inRingBytes = powerOfTwoAtLeast(inRingBytesBase + plan.clients * inRingBytesPerClient);
  const inRingOffset = extent.take(ByteRing.bytes(inRingBytes));
  const outRingBytes = outRingBytesOf(plan);
  const outRingOffset = extent.take(ByteRing.bytes(outRingBytes));
  const root = blockLayout(extent, plan.root);
  const blocks = allBlocks(root);
  const tables = blocks.filter(({ plan }) => isTable(plan)) as TableLayout[];
  const time = timeLayout((bytes) => extent.take(bytes), plan.time, tables);
  if (extent.offset > roomBytesMax) {
    refuseSize(plan, `a room would take ${extent.offset} bytes, more than ${roomBytesMax}`);
  }
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
    blocks,
    tables,
    time,
  };
}

function outRingBytesOf(plan: StatePlan): number {
  const record = stateWireBytesMax(plan) + plan.clients * 4 + 64;
  // Twice, because a wrap may waste as much as the record takes.
  const bytes = powerOfTwoAtLeast(Math.max(outRingBytesMin, 2 * record + answerReserveBytes));
  if (2 * record > outRingBytesMax) {
    refuseSize(plan, `a full state could take ${record} bytes, more than ${outRingBytesMax / 2}`);
  }
  return bytes;
}

function refuseSize(plan: StatePlan, what: string): never {
  const largest = plan.tables.toSorted((a, b) => b.rows - a.rows)[0];
  const where = `capacity['${largest?.path ?? 'clients'}']`;
  throw new UsageError(
    'CAPACITY_INVALID',
    `${what}; lower ${where} or the bytes of its strings and keys`,
  );
}

function inputLayout(extent: Extent, plan: FieldsPlan, { clients, time }: StatePlan): InputLayout {
  const backlog = time?.inputBacklog ?? inputBacklogDefault;
  const rowsPerSlot = backlog + inputRowsBeside;
  const rows = clients * rowsPerSlot;
  return {
    plan,
    ...fieldsLayout(extent, plan, rows),
    backlog,
    rowsPerSlot,
    seqs: extent.take(rows * 4),
    renderTimes: extent.take(rows * 4),
    reckonTimes: extent.take(rows * 4),
    stampBases: extent.take(clients * 8),
    idles: extent.take(clients),
  };
}

/** Depth first, as the plan lists them. */
function allBlocks(block: BlockLayout): BlockLayout[] {
  return [block, ...block.children.flatMap(allBlocks)];
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
