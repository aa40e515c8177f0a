/**
 * What the buttons do. Main thread; changes what the scheduler, a room and bots are told, and
 * nothing that a game could see but the time that its steps take.
 */
import type { RoomIndex } from '../../base/integers.ts';
import type { NamedGame } from '../room/room-services.ts';
import type { Refusal } from './access.ts';
import { type BotRuns, botSecondsMax, botsMax } from './bot-runs.ts';
import type { BotsControl, HeavyControl, StealingControl } from './frames.ts';
import type { EngineSources } from './sources.ts';

const heavyMsMax = 250;

type Body = Readonly<Record<string, unknown>>;

export class Controls {
  readonly #sources: Pick<EngineSources, 'rooms' | 'scheduler'>;
  readonly #games: readonly NamedGame[];
  readonly #bots: BotRuns;
  readonly #url: () => string;

  /** `url`: where bots find this server. */
  constructor(
    sources: Pick<EngineSources, 'rooms' | 'scheduler'>,
    games: readonly NamedGame[],
    bots: BotRuns,
    url: () => string,
  ) {
    this.#sources = sources;
    this.#games = games;
    this.#bots = bots;
    this.#url = url;
  }

  /** Does what `body`, any JSON, asks for; or says why not, and nothing has changed then. */
  apply(body: unknown): Refusal | undefined {
    if (typeof body !== 'object' || body === null) return refuse('send a JSON object');
    const asked = body as Body;
    switch (asked.do) {
      case 'bots':
        return this.#addBots(asked as Body & BotsControl);
      case 'stop bots':
        this.#bots.stop();
        return undefined;
      case 'heavy':
        return this.#makeHeavy(asked as Body & HeavyControl);
      case 'stealing':
        return this.#switchStealing(asked as Body & StealingControl);
      default:
        return refuse('do must be "bots", "stop bots", "heavy" or "stealing"');
    }
  }

  #addBots({ game, count, seconds }: BotsControl): Refusal | undefined {
    const named = this.#games.find(({ name }) => name === game);
    if (named === undefined) {
      return refuse(`game must be one of ${this.#games.map(({ name }) => name).join(', ')}`);
    }
    if (!isWhole(count, 1, botsMax)) return refuse(`count must be from 1 to ${botsMax}`);
    if (!isWhole(seconds, 1, botSecondsMax)) {
      return refuse(`seconds must be from 1 to ${botSecondsMax}`);
    }
    const wish = { url: this.#url(), game, bots: count, seconds };
    const why = this.#bots.add(wish, named.definition.clientsMax);
    return why === undefined ? undefined : { status: 409, error: why };
  }

  #makeHeavy({ room, ms }: HeavyControl): Refusal | undefined {
    if (!isWhole(ms, 0, heavyMsMax)) return refuse(`ms must be from 0 to ${heavyMsMax}`);
    const link = this.#sources.rooms.get(room as RoomIndex)?.link;
    if (link === undefined) return { status: 404, error: `there is no room ${room}` };
    link.header.heavyMs = ms;
    return undefined;
  }

  #switchStealing({ on }: StealingControl): Refusal | undefined {
    if (typeof on !== 'boolean') return refuse('on must be true or false');
    this.#sources.scheduler.setStealing(on);
    return undefined;
  }
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function refuse(error: string): Refusal {
  return { status: 400, error };
}
