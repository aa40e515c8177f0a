/**
 * What an author writes in `defineGame({...})`, as types: state, input, rates, hooks. The type
 * parameters are inferred: of the state's and the input's classes, of what `createLocal` returns,
 * of the timers' names, and of the messages' formats.
 */
import type { SchemaClass } from '../schema/schema-class.ts';
import type { InputSpec } from './input-options.ts';
import type { BytesMessages, Messages } from './messages.ts';
import type { LocalHooks, PlacementSpec } from './placement.ts';
import type { RoomOptions } from './room-options.ts';
import type { RoomClient, StepContext } from './step-context.ts';
import type { RewindSpec } from './time-options.ts';

/** Seats, rows and bytes; see docs. Keys are checked against the state when the game is defined. */
export type Capacity<State> = {
  readonly clients?: number;
  /** Where the game has a `timers` table; default 256. */
  readonly timers?: number;
} & { readonly [Name in keyof State as Name & string]?: number } & {
  readonly [Path in `${string}.${string}` | `${string}:key` | `${string}:value`]?: number;
};

/** By name, what `ctx.after` and `ctx.every` call, before the step, with up to four numbers. */
export type TimerTable<State, Input, Local, Timer extends string> = {
  readonly [Name in Timer]: (
    ctx: StepContext<State, Input, Local, NoInfer<Timer>>,
    a: number,
    b: number,
    c: number,
    d: number,
  ) => void;
};

export interface GameSpec<
  State,
  Input,
  Local = unknown,
  Timer extends string = string,
  Formats = Record<string, unknown>,
> extends RoomOptions,
    PlacementSpec<State, Input, Local> {
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
  readonly timers?: TimerTable<State, Input, Local, Timer>;
  readonly capacity?: Capacity<State>;
  /** Lobbies hear of these rooms as they come, change and go. Default true. */
  readonly realtimeListing?: boolean;
  /** By type, what clients may send with `room.send` and `room.request`; '*' takes the rest. */
  readonly messages?: Messages<StepContext<State, Input, Local, Timer>, Formats>;
  /** By type, what clients may send with `room.sendBytes`. */
  readonly messageBytes?: BytesMessages<StepContext<State, Input, Local, Timer>>;
  /** A client that sends more frames than this, of any kind, is closed. Default: no bound. */
  readonly maxMessagesPerSecond?: number;
  /** Once, before anybody joins. `options` come from the client that created the room. */
  onCreate?(ctx: StepContext<State, Input, Local, Timer>, options: Record<string, unknown>): void;
  /** May throw to refuse the client: its `code` (a number) and message reach the client. */
  onJoin?(
    ctx: StepContext<State, Input, Local, Timer>,
    client: RoomClient,
    options: Record<string, unknown>,
  ): void;
  /**
   * The client's connection is gone without its having asked to leave. May hold its seat with
   * `ctx.allowReconnection`; if it does not, `onLeave` follows. Both also run, with 4002, for a
   * client whose `onJoin` threw.
   */
  onDrop?(ctx: StepContext<State, Input, Local, Timer>, client: RoomClient, code: number): void;
  /** The client is back in its seat. May throw to refuse it: `onLeave` follows. */
  onReconnect?(ctx: StepContext<State, Input, Local, Timer>, client: RoomClient): void;
  /** The client has left for good. */
  onLeave?(ctx: StepContext<State, Input, Local, Timer>, client: RoomClient, code: number): void;
  onDispose?(ctx: StepContext<State, Input, Local, Timer>): void;
  /** The game's rules, `tickRate` times a second. */
  step?(ctx: StepContext<State, Input, Local, Timer>): void;
}

/** Hooks as the engine calls them: it does not know the game's types. */
export type AnyHooks = Pick<
  GameSpec<never, never, never, never>,
  'onAuth' | 'onCreate' | 'onJoin' | 'onDrop' | 'onReconnect' | 'onLeave' | 'onDispose' | 'step'
> &
  LocalHooks;

export type AnyTimer = (ctx: unknown, a: number, b: number, c: number, d: number) => void;
