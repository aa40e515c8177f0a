/**
 * `ctx`: what a game's functions see of their room, on one worker. It holds nothing of the room
 * but views of its memory, and caches that may be forgotten at any time.
 */
import { UsageError } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import type { CacheToken } from '../game/define-cache.ts';
import type { GameDefinition } from '../game/define-game.ts';
import type {
  BroadcastOptions,
  Inputs,
  RoomClient,
  SendOptions,
  StepContext,
} from '../game/step-context.ts';
import type { TickArena } from '../memory/arena/tick-arena.ts';
import { LookupCache } from '../memory/lookup-cache.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import type { TimerQueue } from '../memory/time/timer-queue.ts';
import { ClientHandle } from './client-handle.ts';
import { ClientInputs } from './client-inputs.ts';
import { ClientRewind } from './client-rewind.ts';
import { addTimer } from './fire-timers.ts';
import { type MessageType, MessageWriter } from './message-frame.ts';
import { consentedCode, RoomControls } from './room-controls.ts';
import type { RoomLocal } from './room-local.ts';
import type { RoomOutlet } from './room-outlet.ts';

/** pino's numbers. */
const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const;
/** This thread's one frame for messages to clients. */
const frame = new MessageWriter();
const noSlots: readonly number[] = [];

export class RoomContext extends RoomControls implements StepContext {
  readonly state: StepContext['state'];
  readonly inputs: Inputs<never>;
  readonly dt: number;
  readonly dtMs: number;
  readonly subSteps: number;
  readonly subDt: number;
  readonly subDtMs: number;
  readonly random: StepContext['random'];
  readonly roomId: string;
  readonly arena: TickArena;
  readonly #game: GameDefinition;
  readonly #rewind: ClientRewind | undefined;
  readonly #memory: RoomMemory;
  readonly #outlet: RoomOutlet;
  readonly #local: RoomLocal;
  readonly #caches = new Map<CacheToken<never, unknown>, unknown>();
  readonly #clients: ClientHandle[] = [];
  #list: RoomClient[] = [];
  #listVersion = -1;

  constructor(
    game: GameDefinition,
    memory: RoomMemory,
    arena: TickArena,
    outlet: RoomOutlet,
    roomId: string,
    local: RoomLocal,
  ) {
    super(memory.header, outlet, game.clientsMax);
    this.state = memory.state as unknown as StepContext['state'];
    const inputs = new ClientInputs(memory.inputs, memory.slots, game.inputOptions, this);
    this.inputs = inputs as unknown as Inputs<never>;
    this.dtMs = game.stepMs;
    this.dt = 1 / game.tickRate;
    this.subSteps = game.subSteps;
    // As clients compute them, so that both integrate by the same bits.
    this.subDt = this.dt / game.subSteps;
    this.subDtMs = game.stepMs / game.subSteps;
    this.random = memory.random;
    this.#game = game;
    this.#rewind = memory.past && new ClientRewind(memory, game.stepMs);
    this.roomId = roomId;
    this.arena = arena;
    this.#memory = memory;
    this.#outlet = outlet;
    this.#local = local;
  }

  get local(): unknown {
    return this.#local.value;
  }

  get tick(): number {
    return this.#memory.header.tick;
  }

  get rewind(): StepContext['rewind'] {
    if (this.#rewind !== undefined) return this.#rewind as StepContext['rewind'];
    throw new UsageError(
      'REWIND_MISSING',
      'ctx.rewind: the game remembers nothing; add rewind: { maxMs: 300 } to defineGame',
    );
  }

  after(ms: number, name: string, a = 0, b = 0, c = 0, d = 0): number {
    const row = addTimer(this.#game, this.#memory, ms, name, false);
    return (this.#memory.timers as TimerQueue).carry(row, a, b, c, d);
  }

  every(ms: number, name: string, a = 0, b = 0, c = 0, d = 0): number {
    const row = addTimer(this.#game, this.#memory, ms, name, true);
    return (this.#memory.timers as TimerQueue).carry(row, a, b, c, d);
  }

  cancel(id: number): boolean {
    return this.#memory.timers?.cancel(id) ?? false;
  }

  get clients(): readonly RoomClient[] {
    const { slots } = this.#memory;
    if (slots.version !== this.#listVersion) {
      this.#listVersion = slots.version;
      this.#list = [];
      for (let slot = 0; slot < slots.clients; slot++) {
        const client = this.client(slot);
        if (client) this.#list.push(client);
      }
    }
    return this.#list;
  }

  client(slot: number): RoomClient | undefined {
    const { slots } = this.#memory;
    if (!slots.isTaken(slot)) return undefined;
    const generation = slots.generations[slot];
    const known = this.#clients[slot];
    if (known?.generation === generation) return known;
    const client = new ClientHandle(slots, slot as Slot);
    this.#clients[slot] = client;
    return client;
  }

  cache<Key extends string | number, Value extends NonNullable<unknown> | null>(
    token: CacheToken<Key, Value>,
  ): LookupCache<Key, Value> {
    const key = token as CacheToken<never, unknown>;
    let cache = this.#caches.get(key) as LookupCache<Key, Value> | undefined;
    if (cache === undefined) {
      cache = new LookupCache<Key, Value>(token.capacity);
      this.#caches.set(key, cache);
    }
    return cache;
  }

  send(
    client: RoomClient | number,
    type: MessageType,
    payload?: unknown,
    options?: SendOptions,
  ): void {
    const slot = slotOf(client);
    if (!this.#isReached(slot)) return;
    this.#outlet.send(slot, frame.message(type, payload), options?.afterNextPatch === true);
  }

  sendBytes(
    client: RoomClient | number,
    type: MessageType,
    bytes: Uint8Array,
    options?: SendOptions,
  ): void {
    const slot = slotOf(client);
    if (!this.#isReached(slot)) return;
    this.#outlet.send(slot, frame.bytes(type, bytes), options?.afterNextPatch === true);
  }

  broadcast(type: MessageType, payload?: unknown, options?: BroadcastOptions): void {
    if (payload instanceof Uint8Array) return this.broadcastBytes(type, payload, options);
    this.#broadcast(frame.message(type, payload), options);
  }

  broadcastBytes(type: MessageType, bytes: Uint8Array, options?: BroadcastOptions): void {
    this.#broadcast(frame.bytes(type, bytes), options);
  }

  #broadcast(message: MessageWriter, options: BroadcastOptions | undefined): void {
    const isAfterPatch = options?.afterNextPatch === true;
    if (options?.except === undefined) this.#outlet.broadcast(message, noSlots, isAfterPatch);
    else this.#outlet.broadcast(message, this.#slotsOf(options.except), isAfterPatch);
  }

  #slotsOf(except: NonNullable<BroadcastOptions['except']>): readonly number[] {
    const slots = isList(except) ? except.map(slotOf) : [slotOf(except)];
    return slots.filter((slot) => this.#isTaken(slot));
  }

  /** There, and not away. */
  #isReached(slot: number): boolean {
    return this.#isTaken(slot) && !this.#memory.slots.isAway(slot);
  }

  /** Also asked of numbers that are the author's own. */
  #isTaken(slot: number): boolean {
    return Number.isInteger(slot) && slot >= 0 && this.#memory.slots.isTaken(slot);
  }

  disconnect(client: RoomClient | number, code: number = consentedCode, reason = ''): void {
    const slot = slotOf(client);
    if (this.#isTaken(slot)) this.#outlet.kick(slot, code, reason);
  }

  log(level: keyof typeof levels, text: string, fields: object = {}): void {
    this.#outlet.log(levels[level], text, { ...fields, tick: this.tick });
  }
}

function slotOf(client: RoomClient | number): number {
  return typeof client === 'number' ? client : client.slot;
}

function isList(
  except: NonNullable<BroadcastOptions['except']>,
): except is readonly (RoomClient | number)[] {
  return Array.isArray(except);
}
