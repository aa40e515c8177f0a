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
import type { Payload, RoomClient, StepContext } from './step-context.ts';

/** Seats, rows and bytes; see docs. Keys are checked against the state when the game is defined. */
export type Capacity<State> = {
  readonly clients?: number;
} & { readonly [Name in keyof State as Name & string]?: number } & {
  readonly [Path in `${string}.${string}` | `${string}:key` | `${string}:value`]?: number;
};

export interface GameSpec<State, Input> {
  readonly state: SchemaClass<State>;
  /** The client's input, as `room.input()` sends it. */
  readonly input?: SchemaClass<Input>;
  /** Steps a second, up to 240; default 20. */
  readonly tickRate?: number;
  /** Patches a second, at most one per step; default the tick rate, but no more than 20. */
  readonly patchRate?: number;
  readonly capacity?: Capacity<State>;
  /** By name, what clients may send with `room.send(name, payload)`. */
  readonly messages?: Readonly<
    Record<string, (ctx: StepContext<State, Input>, client: RoomClient, payload: Payload) => void>
  >;
  /** Once, before anybody joins. `options` come from the client that created the room. */
  onCreate?(ctx: StepContext<State, Input>, options: Record<string, unknown>): void;
  /** May throw to refuse the client: its `code` (a number) and message reach the client. */
  onJoin?(
    ctx: StepContext<State, Input>,
    client: RoomClient,
    options: Record<string, unknown>,
  ): void;
  onLeave?(ctx: StepContext<State, Input>, client: RoomClient, code: number): void;
  onDispose?(ctx: StepContext<State, Input>): void;
  /** The game's rules, `tickRate` times a second. */
  step?(ctx: StepContext<State, Input>): void;
}

/** Hooks as the engine calls them: it does not know the game's types. */
export type AnyHooks = Pick<
  GameSpec<never, never>,
  'onCreate' | 'onJoin' | 'onLeave' | 'onDispose' | 'step'
>;

export type AnyMessageHandler = (ctx: unknown, client: RoomClient, payload: Payload) => void;

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
export function defineGame<State, Input = unknown>(spec: GameSpec<State, Input>): GameDefinition {
  checkShape(spec);
  const tickRate = rate('tickRate', spec.tickRate ?? tickRateDefault, tickRateLimit);
  const patchRateWanted = spec.patchRate ?? Math.min(tickRate, patchRateDefaultMax);
  const stepsPerPatch = Math.round(tickRate / rate('patchRate', patchRateWanted, tickRate));
  const capacity = (spec.capacity ?? {}) as Record<string, number | undefined>;
  const plan = compilePlan(spec.state, spec.input, capacity);
  const messages = new Map(Object.entries(spec.messages ?? {})) as Map<string, AnyMessageHandler>;
  return Object.freeze({
    [brand]: true as const,
    plan,
    stateClass: spec.state as SchemaClass,
    inputClass: spec.input as SchemaClass | undefined,
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
    const wantsFunction = key.startsWith('on') || key === 'step';
    if (wantsFunction && value !== undefined) checkFunction(key, value);
    if (key === 'messages') {
      for (const [name, handler] of Object.entries(value ?? {})) {
        checkFunction(`messages['${name}']`, handler);
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
