/**
 * What a game says about time in `defineGame`, checked and compiled to a `TimePlan`: `subSteps`,
 * `seed`, `timers` with their capacity, `rewind`.
 */
import { UsageError } from '../base/errors.ts';
import {
  inputBacklogDefault,
  rewindMsDefault,
  rewindMsLimit,
  timersDefault,
  timersLimit,
} from '../base/limits.ts';
import type { FieldPlan, StatePlan, TablePlan } from '../schema/state-plan.ts';
import type { RewindPath, RewindPlan, RewindTablePlan, TimePlan } from '../schema/time-plan.ts';

/** Lag compensation over every numeric field of the state's maps. */
export interface RewindSpec<State> {
  /** How far back clients may see, ms, up to 5,000; default 500, as stock. */
  readonly maxMs?: number;
  /** The maps to remember; default all. */
  readonly maps?: readonly (keyof State & string)[];
  /**
   * The maps that clients show where they reckon them to be now (Predict's `reckon`). The others
   * they show interpolated, in the past.
   */
  readonly reckon?: readonly (keyof State & string)[];
  /**
   * By `'map.field'`, how a value between two samples is made. Default: `linear` for floats,
   * numbers and quantized fields (angles the short way round), `step`, the sample before, for
   * integers and booleans.
   */
  readonly interpolate?: Readonly<Record<`${string}.${string}`, 'linear' | 'step'>>;
}

interface TimeOptions {
  readonly timers?: object | undefined;
  readonly rewind?: RewindSpec<never> | undefined;
}

export interface Rates {
  readonly tickRate: number;
  readonly stepsPerPatch: number;
}

const rewindKeys = ['maxMs', 'maps', 'reckon', 'interpolate'];
/** Samples beyond those of `maxMs`, as stock: late patches, and the newest's own interval. */
const samplesBeside = 4;
const msPerSecond = 1000;

/** Takes `timers` out of a game's capacity, where the game has a table of them. */
export function splitCapacity(
  capacity: Readonly<Record<string, number | undefined>>,
  hasTimers: boolean,
): { readonly timers: number; readonly rest: Readonly<Record<string, number | undefined>> } {
  if (!hasTimers) return { timers: 0, rest: capacity };
  const { timers = timersDefault, ...rest } = capacity;
  if (!Number.isInteger(timers) || timers < 1 || timers > timersLimit) {
    throw new UsageError(
      'CAPACITY_INVALID',
      `capacity.timers: ${timers} is not a whole number from 1 to ${timersLimit}`,
    );
  }
  return { timers, rest };
}

/** @throws UsageError GAME_INVALID naming the option. */
export function planTime(
  options: TimeOptions,
  plan: StatePlan,
  rates: Rates,
  timers: number,
  inputBacklog = inputBacklogDefault,
): TimePlan {
  if (timers > 0 && plan.tables.some(({ path }) => path === 'timers')) {
    invalid("timers: the state has a map of that name, and capacity['timers'] can mean one only");
  }
  const { rewind } = options;
  if (rewind !== undefined && typeof rewind !== 'object') {
    invalid('rewind: an object was expected, such as { maxMs: 300 }');
  }
  if (rewind !== undefined && plan.input === undefined) {
    invalid('rewind: clients stamp their inputs with what they saw; the game needs an input');
  }
  const { tickRate } = rates;
  return { tickRate, inputBacklog, timers, rewind: rewind && planRewind(rewind, plan, rates) };
}

/** @throws UsageError GAME_INVALID */
export function checkSubSteps(value: number | undefined): number {
  const subSteps = value ?? 1;
  if (!Number.isInteger(subSteps) || subSteps < 1) {
    invalid(`subSteps: ${subSteps} is not a whole number of 1 or more`);
  }
  return subSteps;
}

/** @throws UsageError GAME_INVALID */
export function checkSeed(seed: number | undefined): number | undefined {
  if (seed === undefined || (Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) return seed;
  return invalid(`seed: ${seed} is not a whole number from 0 to ${2 ** 32 - 1}`);
}

function planRewind(spec: RewindSpec<never>, plan: StatePlan, rates: Rates): RewindPlan {
  for (const key of Object.keys(spec)) {
    if (!rewindKeys.includes(key)) {
      invalid(`rewind.${key}: no such option; there are ${rewindKeys.join(', ')}`);
    }
  }
  const { maxMs = rewindMsDefault, maps, reckon = [], interpolate = {} } = spec;
  if (!(maxMs > 0 && maxMs <= rewindMsLimit)) {
    invalid(`rewind.maxMs: ${maxMs} is not a number above 0 and up to ${rewindMsLimit}`);
  }
  const names = plan.tables.filter(isRemembered).map(({ name }) => name);
  demandNames('maps', maps ?? [], names);
  demandNames('reckon', reckon, maps ?? names);
  const patchMs = (rates.stepsPerPatch * msPerSecond) / rates.tickRate;
  const samples = Math.max(2, Math.ceil(maxMs / patchMs) + samplesBeside);
  const wanted: readonly string[] = maps ?? names;
  const tables: RewindTablePlan[] = [];
  const paths = new Set<string>();
  plan.tables.forEach((of, table) => {
    const { name, fields } = of;
    if (!isRemembered(of) || !wanted.includes(name)) return;
    for (const { path } of fields) paths.add(path);
    const isReckoned = (reckon as readonly string[]).includes(name);
    tables.push({ table, isReckoned, paths: fields.map((field) => pathOf(field, interpolate)) });
  });
  demandNames('interpolate', Object.keys(interpolate), [...paths]);
  return { maxMs, samples, tables };
}

/** The root's maps of entities: what stands inside them has no past. */
function isRemembered({ kind, isEntity, owner }: TablePlan): boolean {
  return kind === 'map' && isEntity && owner === 0;
}

function pathOf(field: FieldPlan, wanted: Readonly<Record<string, string>>): RewindPath {
  const { type, quantized, path, isOptional } = field;
  if (type === 'string' || isOptional) return 'none';
  const isWhole = quantized === undefined && !['float32', 'float64', 'number'].includes(type);
  const chosen = wanted[path] ?? (isWhole ? 'step' : 'linear');
  if (chosen !== 'linear' && chosen !== 'step') {
    invalid(`rewind.interpolate['${path}']: 'linear' or 'step' was expected, not ${chosen}`);
  }
  if (chosen === 'linear' && (type === 'boolean' || type.startsWith('big'))) {
    invalid(`rewind.interpolate['${path}']: a ${type} has nothing between two values; use 'step'`);
  }
  return chosen === 'linear' && quantized?.wraps ? 'angle' : chosen;
}

function demandNames(option: string, given: readonly string[], known: readonly string[]): void {
  for (const name of given) {
    if (known.includes(name)) continue;
    invalid(`rewind.${option}: there is no '${name}'; there are ${known.join(', ')}`);
  }
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
