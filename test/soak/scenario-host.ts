/** Bots for scenarios in tests: the stock SDK in a real room, and what is counted as an error. */
import type { InputHandle, Room } from '@colyseus/sdk';
import { fillRandom, inputFieldsOf, seededRandom } from '../../src/soak/bots/random-input.ts';
import type { ScenarioHost } from '../../src/soak/bots/scenario/run-scenario.ts';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';

const paceMs = 20;

export class SdkHost implements ScenarioHost {
  readonly index: number;
  readonly random: () => number;
  readonly signal: AbortSignal;
  readonly errors: string[] = [];
  readonly closeCodes: number[] = [];
  joins = 0;
  inputs = 0;
  room: Room | undefined;
  readonly #url: string;
  readonly #game: string;
  #input: InputHandle<object> | undefined;
  #pacer: NodeJS.Timeout | undefined;

  constructor(url: string, game: string, signal: AbortSignal, index = 0) {
    this.#url = url;
    this.#game = game;
    this.signal = signal;
    this.index = index;
    this.random = seededRandom(index + 1);
  }

  get isPlaying(): boolean {
    return this.#pacer !== undefined;
  }

  async join(options: Readonly<Record<string, unknown>>): Promise<Room> {
    const { Client } = await loadSdk();
    const room: Room = await new Client(this.#url).joinOrCreate(this.#game, { ...options });
    room.reconnection.enabled = false;
    room.onMessage('*', () => {});
    this.room = room;
    this.#input = inputOf(room);
    this.joins += 1;
    return room;
  }

  async leave(): Promise<void> {
    const { room } = this;
    this.room = undefined;
    this.#input = undefined;
    if (room !== undefined) this.closeCodes.push(await room.leave());
  }

  setPlaying(isPlaying: boolean): void {
    clearInterval(this.#pacer);
    this.#pacer = isPlaying ? setInterval(() => this.#sendRandom(), paceMs) : undefined;
  }

  sendInput(fields: Readonly<Record<string, unknown>>): void {
    if (this.#input === undefined) return;
    Object.assign(this.#input.data, fields);
    if (this.#input.send() > 0) this.inputs += 1;
  }

  error(kind: string, text: string): void {
    this.errors.push(`${kind}: ${text}`);
  }

  #sendRandom(): void {
    const data = this.#input?.data;
    if (data === undefined) return;
    fillRandom(data, inputFieldsOf(data), this.random);
    this.sendInput({});
  }
}

/** Undefined where the game takes no input: the SDK throws there. */
function inputOf(room: Room): InputHandle<object> | undefined {
  try {
    return room.input<object>();
  } catch {
    return undefined;
  }
}
