/**
 * A stock SDK client that remembers what reached it: state frames by kind, messages in order, how
 * it was closed. Waiting is by events: each frame and each close looks at what is waited for.
 */
import type { InputHandle, Room } from '@colyseus/sdk';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { patienceMs } from './harness.ts';

const { Client } = await loadSdk();

/** The protocol's codes; the bits above them are modifiers. */
const codeMask = 0x1f;
const fullStateCode = 14;
const patchCode = 15;

export interface Closing {
  readonly code: number;
  readonly reason: string;
}

interface Waiting {
  readonly condition: () => boolean;
  readonly resolve: () => void;
}

export class Player<State extends object> {
  readonly room: Room<unknown, State>;
  fullStates = 0;
  patches = 0;
  /** Codes of all frames, in order of arrival. */
  readonly codes: number[] = [];
  readonly messages: { readonly type: string; readonly payload: unknown }[] = [];
  closing: Closing | undefined;
  readonly #waiting = new Set<Waiting>();

  constructor(room: Room<unknown, State>) {
    this.room = room;
    room.reconnection.enabled = false;
    const { events } = room.connection;
    const deliver = events.onmessage;
    events.onmessage = (event: { data: ArrayBuffer }) => {
      const code = new Uint8Array(event.data)[0] & codeMask;
      this.codes.push(code);
      if (code === fullStateCode) this.fullStates++;
      if (code === patchCode) this.patches++;
      deliver?.(event);
      this.#look();
    };
    room.onMessage('*', (type, payload) => this.messages.push({ type: String(type), payload }));
    room.onLeave((code, reason = '') => {
      this.closing = { code, reason };
      this.#look();
    });
  }

  get state(): State {
    return this.room.state;
  }

  get sessionId(): string {
    return this.room.sessionId;
  }

  get input(): InputHandle<Record<string, unknown>> {
    return this.room.input<Record<string, unknown>>();
  }

  /** Resolves at the first frame or close at which `condition` holds, or now. */
  async until(condition: () => boolean, limitMs: number = patienceMs): Promise<void> {
    if (condition()) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting = { condition, resolve };
    this.#waiting.add(waiting);
    const limit = setTimeout(() => {
      reject(new Error(`not within ${limitMs} ms: ${condition}; closed: ${this.closing?.code}`));
    }, limitMs);
    try {
      await promise;
    } finally {
      clearTimeout(limit);
      this.#waiting.delete(waiting);
    }
  }

  /** The payload of the first message of that type that has come or comes. */
  async message<Payload>(type: string): Promise<Payload> {
    const find = () => this.messages.find((message) => message.type === type);
    await this.until(() => find() !== undefined);
    return find()?.payload as Payload;
  }

  async closed(): Promise<Closing> {
    await this.until(() => this.closing !== undefined);
    return this.closing as Closing;
  }

  /** `count` more state frames. */
  async frames(count: number): Promise<void> {
    const last = this.fullStates + this.patches + count;
    await this.until(() => this.fullStates + this.patches >= last);
  }

  #look(): void {
    for (const { condition, resolve } of this.#waiting) {
      if (condition()) resolve();
    }
  }
}

/** Creates a room of `game`; resolves once its state is there. */
export async function create<State extends object>(
  url: string,
  game: string,
  options: object = {},
): Promise<Player<State>> {
  return settled(new Player<State>(await new Client(url).create(game, options)));
}

/** Joins a room that is there; resolves once its state is there. */
export async function join<State extends object>(
  url: string,
  roomId: string,
  options: object = {},
): Promise<Player<State>> {
  return settled(new Player<State>(await new Client(url).joinById(roomId, options)));
}

async function settled<State extends object>(player: Player<State>): Promise<Player<State>> {
  await player.until(() => player.fullStates > 0 || player.closing !== undefined);
  return player;
}
