/**
 * `ctx`: what a game's functions see of their room, on one worker. It holds nothing of the room
 * but views of its memory, and caches that may be forgotten at any time.
 */
import { UsageError } from '../base/errors.ts';
import type { Slot } from '../base/integers.ts';
import type { CacheToken } from '../game/define-cache.ts';
import type { GameDefinition } from '../game/define-game.ts';
import type { Inputs, RoomClient, StepContext } from '../game/step-context.ts';
import type { Handle } from '../memory/handle-class.ts';
import type { InputQueues } from '../memory/input-queues.ts';
import { LookupCache } from '../memory/lookup-cache.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { SlotState, type SlotTable } from '../memory/slot-table.ts';
import type { TickArena } from '../memory/tick-arena.ts';
import { ClientHandle } from './client-handle.ts';
import { consentedCode, RoomControls } from './room-controls.ts';
import type { RoomOutlet } from './room-outlet.ts';

/** pino's numbers. */
const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const;

export class RoomContext extends RoomControls implements StepContext {
  readonly state: StepContext['state'];
  readonly inputs: Inputs<never>;
  readonly dt: number;
  readonly dtMs: number;
  readonly roomId: string;
  readonly arena: TickArena;
  readonly #memory: RoomMemory;
  readonly #outlet: RoomOutlet;
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
  ) {
    super(memory.header, outlet, game.clientsMax);
    this.state = memory.state as unknown as StepContext['state'];
    this.inputs = new ClientInputs(memory.inputs, memory.slots) as unknown as Inputs<never>;
    this.dtMs = game.stepMs;
    this.dt = 1 / game.tickRate;
    this.roomId = roomId;
    this.arena = arena;
    this.#memory = memory;
    this.#outlet = outlet;
  }

  get tick(): number {
    return this.#memory.header.tick;
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

  send(client: RoomClient | number, type: string, payload?: unknown): void {
    const slot = slotOf(client);
    const { slots } = this.#memory;
    if (slots.isTaken(slot) && !slots.isAway(slot)) this.#outlet.message(slot, type, payload);
  }

  broadcast(type: string, payload?: unknown): void {
    this.#outlet.message(undefined, type, payload);
  }

  disconnect(client: RoomClient | number, code: number = consentedCode, reason = ''): void {
    const slot = slotOf(client);
    if (this.#memory.slots.isTaken(slot)) this.#outlet.kick(slot, code, reason);
  }

  log(level: keyof typeof levels, text: string, fields: object = {}): void {
    this.#outlet.log(levels[level], text, { ...fields, tick: this.tick });
  }
}

function slotOf(client: RoomClient | number): number {
  return typeof client === 'number' ? client : client.slot;
}

class ClientInputs implements Inputs<Handle> {
  readonly #queues: InputQueues | undefined;
  readonly #slots: SlotTable;

  constructor(queues: InputQueues | undefined, slots: SlotTable) {
    this.#queues = queues;
    this.#slots = slots;
  }

  next(slot: number): Handle | undefined {
    if (!this.#isTaken(slot)) return undefined;
    return this.#mustHaveInput().next(slot);
  }

  latest(slot: number): Handle {
    if (!this.#isTaken(slot)) {
      throw new UsageError('VALUE_INVALID', `inputs.latest(${slot}): no client has that slot`);
    }
    return this.#mustHaveInput().latest(slot);
  }

  waiting(slot: number): number {
    return this.#isTaken(slot) ? this.#slots.waiting[slot] : 0;
  }

  #isTaken(slot: number): boolean {
    return slot < this.#slots.clients && this.#slots.states[slot] !== SlotState.FREE;
  }

  #mustHaveInput(): InputQueues {
    if (this.#queues !== undefined) return this.#queues;
    throw new UsageError(
      'INPUT_MISSING',
      'ctx.inputs: the game defines no input; add input: schema({...}) to defineGame',
    );
  }
}
