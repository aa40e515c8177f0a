/**
 * The bots of one thread as their scenario plays them: what run-scenario.ts asks of each is asked
 * of an SDK bot here. On a bot thread; owns the end of the run, as scenarios see it.
 */
import type { Room } from '@colyseus/sdk';
import type { Measure } from '../../measure/measure.ts';
import type { InputValue, Scenario } from '../../scenario.ts';
import type { Destination } from '../bot.ts';
import { type Random, seededRandom } from '../random-input.ts';
import type { SdkBot } from '../sdk/sdk-bot.ts';
import { runScenario, type ScenarioHost } from './run-scenario.ts';

/** The run waits so long for a scenario's first join; the scenario itself goes on. */
const firstJoinMsMax = 15_000;
/** What a scenario draws must not depend on what its bot's random input draws. */
const scenarioSeedStride = 131_071;

export interface PlayersParts {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly measure: Measure;
}

export class ScenarioPlayers {
  readonly #parts: PlayersParts;
  readonly #end = new AbortController();
  readonly #players: Promise<void>[] = [];
  readonly #playing = new Set<SdkBot>();

  constructor(parts: PlayersParts) {
    this.#parts = parts;
  }

  /** Whether its scenario lets it send random input now. */
  isPlaying(bot: SdkBot): boolean {
    return this.#playing.has(bot);
  }

  /** Starts a bot. Resolves with its room's id once it is in, or '' where it did not join. */
  start(bot: SdkBot, index: number, destination: Destination): Promise<string> {
    const entered = Promise.withResolvers<string>();
    const host = new PlayerHost(this.#parts, bot, index, destination, {
      signal: this.#end.signal,
      entered: entered.resolve,
      setPlaying: (isPlaying) => {
        if (isPlaying) this.#playing.add(bot);
        else this.#playing.delete(bot);
      },
    });
    const player = runScenario(this.#parts.scenario, host);
    this.#players.push(player);
    const late = setTimeout(() => entered.resolve(''), firstJoinMsMax);
    void player.then(() => entered.resolve(''));
    return entered.promise.finally(() => clearTimeout(late));
  }

  /** The run ends. Resolves when all are out of their rooms. */
  async end(): Promise<void> {
    this.#end.abort();
    await Promise.all(this.#players);
  }
}

/** What a host tells the players. */
interface Ear {
  readonly signal: AbortSignal;
  entered(roomId: string): void;
  setPlaying(isPlaying: boolean): void;
}

class PlayerHost implements ScenarioHost {
  readonly index: number;
  readonly random: Random;
  readonly #parts: PlayersParts;
  readonly #bot: SdkBot;
  readonly #ear: Ear;
  #destination: Destination;

  constructor(parts: PlayersParts, bot: SdkBot, index: number, destination: Destination, ear: Ear) {
    this.index = index;
    this.random = seededRandom(parts.seed * scenarioSeedStride + index);
    this.#parts = parts;
    this.#bot = bot;
    this.#destination = destination;
    this.#ear = ear;
  }

  get room(): Room | undefined {
    return this.#bot.room;
  }

  get signal(): AbortSignal {
    return this.#ear.signal;
  }

  async join(options: Readonly<Record<string, unknown>>): Promise<Room> {
    const all = { ...this.#parts.options, ...options };
    const roomId = await this.#bot.join(this.#destination, all);
    // Whoever made a room comes back to it, and not to another.
    this.#destination = { joinById: roomId };
    this.#ear.entered(roomId);
    const { room } = this.#bot;
    if (room === undefined) throw new Error('the room ended at once');
    return room;
  }

  leave(): Promise<void> {
    return this.#bot.leave();
  }

  setPlaying(isPlaying: boolean): void {
    this.#ear.setPlaying(isPlaying);
  }

  sendInput(fields: Readonly<Record<string, InputValue | undefined>>): void {
    this.#bot.sendInput(fields);
  }

  error(kind: 'join' | 'scenario', text: string): void {
    this.#parts.measure.error(kind, text);
  }
}
