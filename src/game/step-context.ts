/**
 * What a game's functions are given: `ctx`. The same object at every call for a room on one
 * worker; nothing taken from it may be kept past the call, because the next tick can run on
 * another worker. Types only: worker-thread/room-context.ts is the implementation.
 */
import type { Slot } from '../base/integers.ts';
import type { LookupCache } from '../memory/lookup-cache.ts';
import type { EntityOf, StateOf } from '../memory/state-handle.ts';
import type { TickArena } from '../memory/tick-arena.ts';
import type { CacheToken } from './define-cache.ts';
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

/** The clients' inputs, oldest first per client. */
export interface Inputs<Input> {
  /**
   * The client's oldest waiting input, consumed by this call, or undefined. The object's fields
   * hold until the next step. What is consumed is acknowledged with the next patch.
   */
  next(slot: number): Readonly<Input> | undefined;
  /** The newest input the client sent, consumed or not; defaults before its first. */
  latest(slot: number): Readonly<Input>;
  /** How many wait. At most 32 do; then the oldest is dropped. */
  waiting(slot: number): number;
}

/** A plain value that a message can carry: what MessagePack can. */
export type Payload = unknown;

export interface StepContext<State = unknown, Input = unknown> extends RoomControl {
  readonly state: StateOf<State>;
  readonly inputs: Inputs<EntityOf<Input>>;
  /** Steps since the room was created; the first step is 0. */
  readonly tick: number;
  /** The fixed step in seconds, and in milliseconds. */
  readonly dt: number;
  readonly dtMs: number;
  readonly roomId: string;
  /** Clients from `onJoin` to `onLeave`, in order of slot. */
  readonly clients: Iterable<RoomClient>;
  /** Scratch memory until the end of the tick. */
  readonly arena: TickArena;
  client(slot: number): RoomClient | undefined;
  /** A cache of this room on this worker: what it forgets must be found again another way. */
  cache<Key extends string | number, Value extends NonNullable<unknown> | null>(
    token: CacheToken<Key, Value>,
  ): LookupCache<Key, Value>;
  /** A message to one client, or to all. Order among messages and patches is kept. */
  send(client: RoomClient | number, type: string, payload?: Payload): void;
  broadcast(type: string, payload?: Payload): void;
  /**
   * Closes the client's connection with a Colyseus close code (4000 … 4999); of a client that is
   * away, gives up its seat.
   */
  disconnect(client: RoomClient | number, code?: number, reason?: string): void;
  /** A line in the server's log, with the room's name and tick. */
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string, fields?: object): void;
}
