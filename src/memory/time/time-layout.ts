/**
 * Where what a room keeps about time lies in its memory: the random generator, the timers, and the
 * samples of the past. Pure; offsets are bytes from the buffer's start, as in layout.ts.
 */
import type { FieldPlan, TablePlan } from '../../schema/state-plan.ts';
import type { RewindPath, TimePlan } from '../../schema/time-plan.ts';
import type { FieldLayout, FieldsLayout } from '../state/block-layout.ts';

/** The seed, and the generator's four words. */
export const randomWords = 5;
/** Numbers that a timer carries. */
export const timerArgumentsMax = 4;
export const timerCounters = 3;

export interface TimersLayout {
  readonly capacity: number;
  /** u32: [size | rowsHigh | free] */
  readonly counters: number;
  /** f64: timers made so far. */
  readonly created: number;
  /** f64 by row: see timer-queue.ts. */
  readonly due: number;
  readonly order: number;
  readonly begun: number;
  readonly fired: number;
  readonly periodMs: number;
  readonly args: number;
  /** u32 by row, but `heap` by place. */
  readonly names: number;
  readonly generations: number;
  readonly places: number;
  readonly freeRows: number;
  readonly heap: number;
}

/** One remembered column. Offsets within a sample are from the sample's start. */
export interface RewindFieldLayout {
  readonly plan: FieldPlan;
  readonly path: RewindPath;
  readonly live: number;
  readonly sampled: number;
}

export interface RewindTableLayout {
  readonly name: string;
  readonly typeName: string;
  /** Among the plan's tables. */
  readonly table: number;
  readonly rows: number;
  readonly isReckoned: boolean;
  readonly generations: number;
  readonly sampledGenerations: number;
  readonly counters: number;
  readonly fields: readonly RewindFieldLayout[];
}

export interface RewindLayout {
  readonly maxMs: number;
  readonly samples: number;
  /** u32: [newest | count] */
  readonly counters: number;
  /** f64 by sample: its room time, ms. */
  readonly times: number;
  readonly first: number;
  readonly sampleBytes: number;
  readonly tables: readonly RewindTableLayout[];
}

export interface TimeLayout {
  readonly random: number;
  readonly timers: TimersLayout | undefined;
  readonly rewind: RewindLayout | undefined;
}

/** What this file needs of a table's layout. */
interface SampledTable extends FieldsLayout {
  readonly plan: TablePlan;
  readonly counters: number;
  readonly generations: number;
}

type Take = (bytes: number) => number;

export function timeLayout(
  take: Take,
  plan: TimePlan | undefined,
  tables: readonly SampledTable[],
): TimeLayout {
  const random = take(randomWords * 4);
  const timers = plan?.timers ? timersLayout(take, plan.timers) : undefined;
  return { random, timers, rewind: rewindLayout(take, plan, tables) };
}

function timersLayout(take: Take, capacity: number): TimersLayout {
  return {
    capacity,
    counters: take(timerCounters * 4),
    created: take(8),
    due: take(capacity * 8),
    order: take(capacity * 8),
    begun: take(capacity * 8),
    fired: take(capacity * 8),
    periodMs: take(capacity * 8),
    args: take(capacity * timerArgumentsMax * 8),
    names: take(capacity * 4),
    generations: take(capacity * 4),
    places: take(capacity * 4),
    freeRows: take(capacity * 4),
    heap: take(capacity * 4),
  };
}

function rewindLayout(
  take: Take,
  plan: TimePlan | undefined,
  tables: readonly SampledTable[],
): RewindLayout | undefined {
  if (plan?.rewind === undefined) return undefined;
  const { maxMs, samples, tables: wanted } = plan.rewind;
  const counters = take(8);
  const times = take(samples * 8);
  let sampleBytes = 0;
  const place = (bytes: number): number => {
    const at = sampleBytes;
    sampleBytes += Math.ceil(bytes / 8) * 8;
    return at;
  };
  const layouts = wanted.map(({ table, isReckoned, paths }): RewindTableLayout => {
    const { plan: of, rows, generations, counters: counts, fields } = tables[table];
    const sampled = fields
      .map((field, index) => ({ field, path: paths[index] ?? 'none' }))
      .filter(({ path }) => path !== 'none');
    return {
      ...{ name: of.name, typeName: of.typeName, table, rows, isReckoned },
      ...{ generations, counters: counts, sampledGenerations: place(rows * 4) },
      fields: sampled.map(({ field, path }) => sampledField(field, path, rows, place)),
    };
  });
  const first = take(samples * sampleBytes);
  return { maxMs, samples, counters, times, first, sampleBytes, tables: layouts };
}

function sampledField(
  { plan, value }: FieldLayout,
  path: RewindPath,
  rows: number,
  place: Take,
): RewindFieldLayout {
  return { plan, path, live: value, sampled: place(rows * elementBytesOf(plan)) };
}

/** Bytes of a column's element; strings are not remembered. */
export function elementBytesOf({ type }: FieldPlan): number {
  if (type === 'boolean') return 1;
  if (type === 'number' || type === 'string') return 8;
  const bits = Number(/\d+$/.exec(type)?.[0] ?? 64);
  return bits / 8;
}
