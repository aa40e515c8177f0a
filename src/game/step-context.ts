/**
 * What a game's functions are given: `ctx`. The same object at every call for a room on one
 * worker; nothing taken from it may be kept past the call, because the next tick can run on
 * another worker. Types only: worker-thread/room-context.ts is the implementation.
 */
import type { Slot } from '../base/integers.ts';
import type { TickArena } from '../memory/arena/tick-arena.ts';
import type { LookupCache } from '../memory/lookup-cache.ts';
import type { EntityOf, StateOf } from '../memory/state/state-handle.ts';
import type { RoomRandom } from '../memory/time/room-random.ts';
import type { CacheToken } from './define-cache.ts';
import type { Rewind } from './rewind.ts';
import type { RoomControl } from './room-control.ts';

/** A client in the room. The slot is a small number that is the client's own while it stays. */
export interface RoomClient {
  readonly slot: Slot;
  readonly sessionId: string;
  /** What `onAuth` returned, frozen; undefined without `onAuth`, or when it returned true. */
  readonly auth: unknown;
  /** False from `onDrop` on, until it comes back: it has a seat and no connection. */
  readonly isConnected: boolean;
}

/** A schema instance's own fields, as its handle has them. */
export type EntityFields<Instance> = Omit<EntityOf<Instance>, '$block' | '$row' | '$generation'>;

/**
 * The clients' inputs, oldest first per client. What is consumed is acknowledged with the next
 * patch. With an `idle` policy, `next` and `drain` never come back empty; see `wasIdle`.
 */
export interface Inputs<Input> {
  /**
   * The client's oldest waiting input, consumed by this call, or undefined. The object's fields
   * hold until the next step.
   */
  next(slot: number): Readonly<Input> | undefined;
  /**
   * The inputs that wait, each consumed as the loop comes to it: `break` leaves the rest. Allocates
   * nothing when warm.
   */
  drain(slot: number): IterableIterator<Readonly<Input>>;
  /** The newest input the client sent, consumed or not; defaults before its first. */
  latest(slot: number): Readonly<Input>;
  /** How many wait, at most `input.bufferMaxSize` (32); then the oldest is dropped. */
  waiting(slot: number): number;
  /** Consumes what waits, unused. */
  clear(slot: number): void;
  /** The last input that the client is told was consumed: its count, or its sequence number. */
  acknowledged(slot: number): number;
  /** Whether the last input taken stood in for one that did not come. */
  wasIdle(slot: number): boolean;
  /**
   * When the client showed what it saw as it made the input consumed last, ms of the room's clock;
   * 0 unless the game rewinds and the client's clock has synced. `renderTime` is of what it shows
   * interpolated, `reckonTime` of what it reckons.
   */
  renderTime(slot: number): number;
  reckonTime(slot: number): number;
}

/** A plain value that a message can carry: what MessagePack can. */
export type Payload = unknown;

export interface SendOptions {
  /** Goes out right after the next patch, instead of before it. */
  readonly afterNextPatch?: boolean;
}

export interface BroadcastOptions extends SendOptions {
  /** Who does not get it: clients, or their slots. */
  readonly except?: RoomClient | number | readonly (RoomClient | number)[];
}

export interface StepContext<
  State = unknown,
  Input = unknown,
  Local = unknown,
  Timer extends string = never,
> extends RoomControl {
  readonly state: StateOf<State>;
  readonly inputs: Inputs<EntityOf<Input>>;
  /**
   * What `createLocal` made for this room of a game with `placement: 'pinned'`.
   * @throws UsageError LOCAL_MISSING in any other room, and in `createLocal` itself.
   */
  readonly local: Local;
  /** Steps since the room was created; the first step is 0. */
  readonly tick: number;
  /** The fixed step in seconds, and in milliseconds. */
  readonly dt: number;
  readonly dtMs: number;
  /** Physics sub-steps of a step, as the game's option says, and theirs in seconds and ms. */
  readonly subSteps: number;
  readonly subDt: number;
  readonly subDtMs: number;
  /** Random numbers from the room's seed, the same on whatever worker. */
  readonly random: RoomRandom;
  /** The state as clients saw it. Throws where the game has no `rewind` option. */
  readonly rewind: Rewind<State>;
  readonly roomId: string;
  /** Clients from `onJoin` to `onLeave`, in order of slot. */
  readonly clients: Iterable<RoomClient>;
  /** Scratch memory until the end of the tick. */
  readonly arena: TickArena;
  client(slot: number): RoomClient | undefined;
  /**
   * Calls `timers[name]` once, before the first step by which `ms` have passed, and never before
   * the next one. Time is the room's own: whole steps. Up to four numbers are kept for the handler;
   * those left out are 0. Returns an id for `cancel`.
   * @throws UsageError TIMERS_FULL
   */
  after(ms: number, name: Timer, a?: number, b?: number, c?: number, d?: number): number;
  /** As `after`, again and again, every `ms` since this call: it does not drift. */
  every(ms: number, name: Timer, a?: number, b?: number, c?: number, d?: number): number;
  /** False when the timer has fired for the last time, was cancelled, or `id` is 0: no id is. */
  cancel(id: number): boolean;
  /** A cache of this room on this worker: what it forgets must be found again another way. */
  cache<Key extends string | number, Value extends NonNullable<unknown> | null>(
    token: CacheToken<Key, Value>,
  ): LookupCache<Key, Value>;
  /**
   * A message to one client. Order is kept: it arrives before the patch of the step that sends it,
   * and after all that was sent before. Who is still joining gets it right after the full state.
   * Throws UsageError OUTPUT_FULL for more than the room could ever send, and VALUE_INVALID for a
   * type of more than 240 bytes.
   */
  send(
    client: RoomClient | number,
    type: string | number,
    payload?: Payload,
    options?: SendOptions,
  ): void;
  /** The same to all. A `Uint8Array` goes as raw bytes, as stock's does. */
  broadcast(type: string | number, payload?: Payload, options?: BroadcastOptions): void;
  /** Bytes as they are, copied by this call: cheaper than MessagePack for both sides. */
  sendBytes(
    client: RoomClient | number,
    type: string | number,
    bytes: Uint8Array,
    options?: SendOptions,
  ): void;
  broadcastBytes(type: string | number, bytes: Uint8Array, options?: BroadcastOptions): void;
  /**
   * Closes the client's connection with a Colyseus close code (4000 … 4999); of a client that is
   * away, gives up its seat.
   */
  disconnect(client: RoomClient | number, code?: number, reason?: string): void;
  /** A line in the server's log, with the room's name and tick. */
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string, fields?: object): void;
}
