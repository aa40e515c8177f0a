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
import {
  checkInputFields,
  type InputOptions,
  type InputSpec,
  readInputOption,
} from './input-options.ts';
import type { Payload, RoomClient, StepContext } from './step-context.ts';
import {
  checkSeed,
  checkSubSteps,
  planTime,
  type RewindSpec,
  splitCapacity,
} from './time-options.ts';

/** Seats, rows and bytes; see docs. Keys are checked against the state when the game is defined. */
export type Capacity<State> = {
  readonly clients?: number;
  /** Where the game has a `timers` table; default 256. */
  readonly timers?: number;
} & { readonly [Name in keyof State as Name & string]?: number } & {
  readonly [Path in `${string}.${string}` | `${string}:key`]?: number;
};

export interface GameSpec<State, Input, Timer extends string = string> {
  readonly state: SchemaClass<State>;
  /** The client's input, as `room.input()` sends it: its class, or `{ type, idle, … }`. */
  readonly input?: SchemaClass<Input> | InputSpec<State, Input>;
  /** Steps a second, up to 240; default 20. */
  readonly tickRate?: number;
  /** Patches a second, at most one per step; default the tick rate, but no more than 20. */
  readonly patchRate?: number;
  /** Physics sub-steps of each step, told to clients that predict; default 1. */
  readonly subSteps?: number;
  /** What `ctx.random` follows from, a u32; default another one for each room. */
  readonly seed?: number;
  /** Lag compensation: `ctx.rewind`. */
  readonly rewind?: RewindSpec<State>;
  /** By name, what `ctx.after` and `ctx.every` call, before the step, with up to four numbers. */
  readonly timers?: {
    readonly [Name in Timer]: (
      ctx: StepContext<State, Input, Timer>,
      a: number,
      b: number,
      c: number,
      d: number,
    ) => void;
  };
  readonly capacity?: Capacity<State>;
  /** By name, what clients may send with `room.send(name, payload)`. */
  readonly messages?: Readonly<
    Record<
      string,
      (ctx: StepContext<State, Input, Timer>, client: RoomClient, payload: Payload) => void
    >
  >;
  /** Once, before anybody joins. `options` come from the client that created the room. */
  onCreate?(ctx: StepContext<State, Input, Timer>, options: Record<string, unknown>): void;
  /** May throw to refuse the client: its `code` (a number) and message reach the client. */
  onJoin?(
    ctx: StepContext<State, Input, Timer>,
    client: RoomClient,
    options: Record<string, unknown>,
  ): void;
  onLeave?(ctx: StepContext<State, Input, Timer>, client: RoomClient, code: number): void;
  onDispose?(ctx: StepContext<State, Input, Timer>): void;
  /** The game's rules, `tickRate` times a second. */
  step?(ctx: StepContext<State, Input, Timer>): void;
}

/** Hooks as the engine calls them: it does not know the game's types. */
export type AnyHooks = Pick<
  GameSpec<never, never, never>,
  'onCreate' | 'onJoin' | 'onLeave' | 'onDispose' | 'step'
>;

export type AnyMessageHandler = (ctx: unknown, client: RoomClient, payload: Payload) => void;

export type AnyTimer = (ctx: unknown, a: number, b: number, c: number, d: number) => void;

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
  readonly messageNames: ReadonlySet<string>;
  readonly messages: ReadonlyMap<string, AnyMessageHandler>;
  readonly hooks: AnyHooks;
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
  'messages',
  'onCreate',
  'onJoin',
  'onLeave',
  'onDispose',
  'step',
]);

/**
 * Checks and compiles a game.
 * @throws UsageError GAME_INVALID, STATE_UNSUPPORTED or CAPACITY_INVALID, naming field or option.
 */
export function defineGame<State, Input = unknown, Timer extends string = never>(
  spec: GameSpec<State, Input, Timer>,
): GameDefinition {
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
  const plan = { ...compiled, time };
  const messages = new Map(Object.entries(spec.messages ?? {})) as Map<string, AnyMessageHandler>;
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
    messageNames: new Set(messages.keys()),
    messages,
    hooks: spec as unknown as AnyHooks,
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
    if (key === 'messages' || key === 'timers') {
      for (const [name, handler] of Object.entries(value ?? {})) {
        checkFunction(`${key}['${name}']`, handler);
      }
    }
  }
}

function checkFunction(path: string, value: unknown): void {
  if (typeof value !== 'function') invalid(`${path}: a function was expected, not ${typeof value}`);
  if (value.constructor.name === 'AsyncFunction') {
    invalid(`${path}: must not be async, because a room moves between threads after each call`);
  }
}

function rate(name: string, value: number, limit: number): number {
  if (typeof value === 'number' && value > 0 && value <= limit) return value;
  return invalid(`${name}: ${value} is not a number above 0 and up to ${limit} (per second)`);
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
