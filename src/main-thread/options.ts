/**
 * What `createServer` accepts, and what it makes of it: every option checked, every default
 * filled in, before anything is started. Main thread.
 */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ServerOptions as CoreOptions, RoomDefinitions } from '@colyseus/core';
import { type Logger, pino } from 'pino';
import { UsageError } from '../base/errors.ts';
import {
  answerMsDefault,
  arenaBytesDefault,
  checksumEveryLimit,
  roomsMaxDefault,
  roomsMaxLimit,
  workersLimit,
} from '../base/limits.ts';
import type { GameSource } from '../channel/control.ts';
import {
  type EngineViewOptions,
  type EngineViewPlan,
  engineViewPlan,
} from './engine-view/engine-options.ts';
import { checkOrdinaryRoom } from './load/ordinary-rooms.ts';
import { publicAddressOf, redisUrlOf } from './redis/several-processes.ts';

export interface ServerOptions {
  /**
   * Room name -> module, a URL or a path. Its default export is `defineGame(...)`, or an ordinary
   * room as in `rooms`. May be empty where `rooms` is not.
   */
  readonly games: Readonly<Record<string, URL | string>>;
  /**
   * Room name -> ordinary Colyseus room, which runs on the main thread: a class that extends
   * `Room`, or `defineRoom(Class, options)` with stock's filterBy, sortBy, enableRealtimeListing.
   */
  readonly rooms?: RoomDefinitions;
  /** 0 takes any free port. Default 2567, as stock. */
  readonly port?: number;
  /** The address to listen on. Default: all. */
  readonly host?: string;
  /** Threads that run ticks. Default: one less than the machine's cores, at least 2. */
  readonly workers?: number;
  /** Rooms at a time. Default 4096. */
  readonly roomsMax?: number;
  /** Scratch bytes per worker for `ctx.arena`. Default 16 MiB. */
  readonly arenaBytes?: number;
  /** A worker has so many ms to answer a creation or a join; then it is refused. Default 10 s. */
  readonly answerMs?: number;
  /**
   * Makes it an error to use arena views after their tick, to write to fields of an entity that was
   * deleted, and to write values of another type. Costs time and garbage: for development.
   */
  readonly checked?: boolean;
  /**
   * Behind every so many patches, rooms send their clients a checksum of the state, and a client
   * may ask for the state: for soak tests, which check what they decode. Default 0: never.
   */
  readonly checksumEvery?: number;
  /**
   * False: a room only runs on its home worker, until the engine view's button says otherwise. For
   * comparison. Default true.
   */
  readonly stealing?: boolean;
  /** Default: JSON lines on stdout, level info. */
  readonly logger?: Logger;
  /** A folder of static files to serve at /. */
  readonly publicDir?: string | URL;
  /** Answers GET /stats. Default false: it tells anyone who asks. */
  readonly stats?: boolean;
  /**
   * Serves a live view of workers and rooms at /engine/, with buttons that change how they run.
   * Default false: without a token it tells anyone who asks.
   */
  readonly engineView?: boolean | EngineViewOptions;
  /** Mounts routes of your own, such as @colyseus/monitor, ahead of `publicDir`. */
  readonly express?: ExpressHook;
  /**
   * `redis://[user:password@]host[:port][/db]`, or rediss: several processes share their rooms
   * through it. Needs `publicAddress`.
   */
  readonly redisUrl?: string;
  /** Where clients reach this very process: `host[:port][/path]`, without `ws://`. */
  readonly publicAddress?: string;
}

/** Stock's own hook. */
export type ExpressHook = NonNullable<CoreOptions['express']>;

/** The options with nothing left to decide. */
export interface ServerPlan {
  readonly games: readonly GameSource[];
  readonly rooms: RoomDefinitions;
  readonly port: number;
  readonly host: string | undefined;
  readonly workers: number;
  readonly roomsMax: number;
  readonly arenaBytes: number;
  readonly answerMs: number;
  readonly checked: boolean;
  readonly checksumEvery: number;
  readonly stealing: boolean;
  readonly logger: Logger;
  readonly publicDir: string | undefined;
  readonly stats: boolean;
  readonly engineView: EngineViewPlan | undefined;
  readonly express: ExpressHook | undefined;
  readonly redisUrl: string | undefined;
  readonly publicAddress: string | undefined;
}

const portDefault = 2_567;
const portMax = 65_535;
const workersDefaultMin = 2;
const arenaBytesMin = 4_096;
const arenaBytesMax = 1 << 30;
const answerMsMin = 10;
const answerMsMax = 600_000;
/** A room name is a part of the matchmaking URL. */
const roomNamePattern = /^[A-Za-z0-9_.~-]+$/;

/** Throws UsageError OPTION_INVALID or ROOMS_INVALID, naming the option. */
export function planServer(options: ServerOptions): ServerPlan {
  const { host, checked = false, stealing = true, stats = false, publicDir, express } = options;
  const { rooms = {} } = options;
  const redisUrl = redisUrlOf(options.redisUrl);
  const workersDefault = Math.max(workersDefaultMin, availableParallelism() - 1);
  return {
    games: gameSources(options.games, rooms),
    rooms,
    port: integer('port', options.port ?? portDefault, 0, portMax),
    host,
    workers: integer('workers', options.workers ?? workersDefault, 1, workersLimit),
    roomsMax: integer('roomsMax', options.roomsMax ?? roomsMaxDefault, 1, roomsMaxLimit),
    arenaBytes: integer(
      'arenaBytes',
      options.arenaBytes ?? arenaBytesDefault,
      arenaBytesMin,
      arenaBytesMax,
    ),
    answerMs: integer('answerMs', options.answerMs ?? answerMsDefault, answerMsMin, answerMsMax),
    checked,
    checksumEvery: integer('checksumEvery', options.checksumEvery ?? 0, 0, checksumEveryLimit),
    stealing,
    logger: options.logger ?? pino({ name: 'hypogeum' }),
    publicDir: publicDir === undefined ? undefined : folderOf(publicDir),
    stats,
    engineView: engineViewPlan(options.engineView),
    express,
    redisUrl,
    publicAddress: publicAddressOf(options.publicAddress, redisUrl),
  };
}

function gameSources(
  games: Readonly<Record<string, URL | string>>,
  rooms: RoomDefinitions,
): GameSource[] {
  const sources = Object.entries(games).map(([name, module]) => {
    checkName('games', name);
    return { name, url: urlOf(module).href };
  });
  for (const [name, room] of Object.entries(rooms)) {
    checkName('rooms', name);
    if (Object.hasOwn(games, name)) refuseRooms(`rooms: "${name}" is also in games`);
    checkOrdinaryRoom(`rooms: "${name}"`, room);
  }
  if (sources.length > 0 || Object.keys(rooms).length > 0) return sources;
  return refuseRooms('games: name at least one room and its module');
}

function checkName(option: string, name: string): void {
  if (roomNamePattern.test(name)) return;
  refuseRooms(`${option}: "${name}" cannot be a room name: letters, digits and _ . ~ - only`);
}

function refuseRooms(text: string): never {
  throw new UsageError('ROOMS_INVALID', text);
}

function urlOf(module: URL | string): URL {
  if (typeof module !== 'string') return module;
  return module.startsWith('file:') ? new URL(module) : pathToFileURL(resolve(module));
}

function folderOf(folder: URL | string): string {
  return typeof folder === 'string' ? resolve(folder) : fileURLToPath(folder);
}

function integer(option: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  const text = `${option} must be an integer from ${min} to ${max}, not ${value}`;
  throw new UsageError('OPTION_INVALID', text);
}
