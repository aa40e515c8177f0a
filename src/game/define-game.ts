/**
 * `defineGame`: what an author writes in rooms/*.ts, checked and compiled when the module loads,
 * on the main thread and on every worker. A definition is data and plain functions; no room's
 * state is ever in it.
 */
import '../schema/server-only.ts';
import { UsageError } from '../base/errors.ts';
import { tickRateLimit } from '../base/limits.ts';
import { compilePlan } from '../schema/compile-plan.ts';
import type { SchemaClass } from '../schema/schema-class.ts';
import type { StatePlan } from '../schema/state-plan.ts';
import type { AnyHooks, AnyTimer, GameSpec } from './game-spec.ts';
import { checkInputFields, type InputOptions, readInputOption } from './input-options.ts';
import { compileMessages, type MessageTable } from './messages.ts';
import { type Placement, placementOf } from './placement.ts';
import { type RoomRules, roomOptionKeys, roomRulesOf } from './room-options.ts';
import { isAsyncFunction, synchronousOnly } from './synchronous.ts';
import { checkSeed, checkSubSteps, planTime, splitCapacity } from './time-options.ts';

const brand = Symbol.for('hypogeum.game');

export interface GameDefinition {
  readonly [brand]: true;
  readonly plan: StatePlan;
  readonly stateClass: SchemaClass;
  readonly inputClass: SchemaClass | undefined;
  /** Hz. */
  readonly tickRate: number;
  readonly stepMs: number;
  /** Hz; the true rate, a whole number of steps apart. */
  readonly patchRate: number;
  readonly stepsPerPatch: number;
  readonly subSteps: number;
  readonly seed: number | undefined;
  readonly inputOptions: InputOptions | undefined;
  /** The handlers, and each name's place among them. */
  readonly timers: readonly AnyTimer[];
  readonly timerPlaces: ReadonlyMap<string, number>;
  readonly clientsMax: number;
  readonly realtimeListing: boolean;
  readonly placement: Placement;
  readonly messages: MessageTable;
  /** Infinity for no bound. */
  readonly maxMessagesPerSecond: number;
  readonly hooks: AnyHooks;
  readonly rules: RoomRules;
}

const tickRateDefault = 20;
const patchRateDefaultMax = 20;
const knownKeys: ReadonlySet<string> = new Set([
  'state',
  'input',
  'tickRate',
  'patchRate',
  'subSteps',
  'seed',
  'rewind',
  'timers',
  'capacity',
  'realtimeListing',
  'messages',
  'messageBytes',
  'maxMessagesPerSecond',
  'onCreate',
  'onJoin',
  'onDrop',
  'onReconnect',
  'onLeave',
  'onDispose',
  'step',
  'placement',
  'createLocal',
  'disposeLocal',
  ...roomOptionKeys,
]);

/**
 * Checks and compiles a game.
 * @throws UsageError GAME_INVALID, STATE_UNSUPPORTED or CAPACITY_INVALID, naming field or option.
 */
export function defineGame<
  State,
  Input = unknown,
  Local = unknown,
  Timer extends string = never,
  Formats = Record<string, unknown>,
>(spec: GameSpec<State, Input, Local, Timer, Formats>): GameDefinition {
  checkShape(spec);
  const tickRate = rate('tickRate', spec.tickRate ?? tickRateDefault, tickRateLimit);
  const patchRateWanted = spec.patchRate ?? Math.min(tickRate, patchRateDefaultMax);
  const stepsPerPatch = Math.round(tickRate / rate('patchRate', patchRateWanted, tickRate));
  const capacity = (spec.capacity ?? {}) as Record<string, number | undefined>;
  const timers = Object.entries(spec.timers ?? {}) as [string, AnyTimer][];
  const { timers: timersMax, rest } = splitCapacity(capacity, timers.length > 0);
  const inputOptions = readInputOption(spec.input);
  const compiled = compilePlan(spec.state, inputOptions?.type, rest);
  if (inputOptions && compiled.input) checkInputFields(inputOptions, spec.input, compiled.input);
  const rates = { tickRate, stepsPerPatch };
  const time = planTime(spec, compiled, rates, timersMax, inputOptions?.backlog);
  const rules = roomRulesOf(spec, compiled.clients);
  const plan = { ...compiled, time, authBytes: rules.authBytes };
  return Object.freeze({
    [brand]: true as const,
    plan,
    stateClass: spec.state as SchemaClass,
    inputClass: inputOptions?.type,
    inputOptions,
    subSteps: checkSubSteps(spec.subSteps),
    seed: checkSeed(spec.seed),
    timers: timers.map(([, handler]) => handler),
    timerPlaces: new Map(timers.map(([name], place) => [name, place])),
    tickRate,
    stepMs: 1000 / tickRate,
    patchRate: tickRate / stepsPerPatch,
    stepsPerPatch,
    clientsMax: plan.clients,
    realtimeListing: flag('realtimeListing', spec.realtimeListing ?? true),
    placement: placementOf(spec),
    messages: compileMessages(spec.messages, spec.messageBytes),
    maxMessagesPerSecond: messageRate(spec.maxMessagesPerSecond),
    hooks: spec as unknown as AnyHooks,
    rules,
  });
}

/** True for what `defineGame` returned, also when another copy of this package made it. */
export function isGameDefinition(value: unknown): value is GameDefinition {
  return typeof value === 'object' && value !== null && brand in value;
}

function checkShape(spec: object): void {
  for (const [key, value] of Object.entries(spec)) {
    if (!knownKeys.has(key)) {
      invalid(`${key}: no such option; there are ${[...knownKeys].join(', ')}`);
    }
    if (value === null) invalid(`${key}: null is no value; leave the option out`);
    const wantsFunction = key.startsWith('on') || key === 'step';
    if (wantsFunction && value !== undefined) checkFunction(key, value);
    if (key === 'timers') {
      for (const [name, handler] of Object.entries(value ?? {})) {
        checkFunction(`timers['${name}']`, handler);
      }
    }
  }
}

function checkFunction(path: string, value: unknown): void {
  if (typeof value !== 'function') invalid(`${path}: a function was expected, not ${typeof value}`);
  if (path !== 'onAuth' && isAsyncFunction(value)) {
    invalid(`${path}: must not be async, ${synchronousOnly}`);
  }
}

function flag(name: string, value: boolean): boolean {
  if (typeof value === 'boolean') return value;
  return invalid(`${name}: true or false was expected, not ${typeof value}`);
}

function rate(name: string, value: number, limit: number): number {
  if (typeof value === 'number' && value > 0 && value <= limit) return value;
  return invalid(`${name}: ${value} is not a number above 0 and up to ${limit} (per second)`);
}

function messageRate(value: number = Number.POSITIVE_INFINITY): number {
  if (typeof value === 'number' && value > 0) return value;
  return invalid(`maxMessagesPerSecond: ${value} is not a number above 0`);
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
