/**
 * What a soak is asked to do, checked and completed. Thread-neutral; owns nothing.
 */
import { UsageError } from '../base/errors.ts';
import { checksumEveryLimit, workersLimit } from '../base/limits.ts';
import type { BotKind } from './bots/make-bot.ts';
import { threadsDefault } from './bots/threads/bot-threads.ts';
import type { TroublePlan } from './bots/trouble.ts';
import type { Limits } from './report/thresholds.ts';

/** Every field of `SoakOptions` but `room` has a default. */
export interface SoakOptions {
  /** Name of the game to join. */
  readonly room: string;
  /** Rooms to create. Default 1. */
  readonly rooms?: number;
  /** Bots in all, spread evenly over the rooms. Default 10 a room. */
  readonly bots?: number;
  /** Length of the measured window, which opens when every bot has joined. Default 20. */
  readonly seconds?: number;
  /** Seconds over which the bots join. Default: 100 bots a second, at least 1. */
  readonly rampSeconds?: number;
  /** Same seed, same input. Default 1. */
  readonly seed?: number;
  /** Create and join options. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** A running server. Default: one is started as a child process, and stopped at the end. */
  readonly url?: string;
  /** Folder of games for the server that is started. Default ./rooms. */
  readonly roomsDir?: string;
  /** Worker threads of the server that is started. Default: its own. */
  readonly workers?: number;
  /** 'sdk' decodes and checks everything; 'raw' decodes nothing, for numbers. Default 'sdk'. */
  readonly kind?: BotKind;
  /** Threads that bots run on. Default: cores - 1, and no more than one per 50 bots. */
  readonly threads?: number;
  /** A module whose default export plays the bots, in place of random input. */
  readonly scenario?: string;
  /**
   * The server that is started sends a checksum behind every Nth patch, for bots to compare; 0 for
   * none. Default 10, and 0 for raw bots.
   */
  readonly checksumEvery?: number;
  /** Sockets are cut now and then, and come back. See bots/trouble.ts for this and the next. */
  readonly drop?: boolean;
  /** Some bots stop reading now and then. */
  readonly slow?: boolean;
  /** Some bots leave and join again all through the window. */
  readonly late?: boolean;
  /** In the middle of the window all sockets are cut at once. */
  readonly storm?: boolean;
  /** What the report's `ok` is judged by, besides desyncs. Default: no errors. */
  readonly limits?: Limits;
  /** Aborting ends the run early; what was measured until then is reported. */
  readonly signal?: AbortSignal;
  /** Called each second. */
  readonly onProgress?: (progress: SoakProgress) => void;
}

export interface SoakProgress {
  readonly phase: 'joining' | 'measuring';
  /** Seconds since the phase began. */
  readonly seconds: number;
  /** Bots that are in. */
  readonly bots: number;
  readonly joins: number;
  readonly errors: number;
  readonly desyncs: number;
  readonly drops: number;
  /** The busiest bot thread's, 0 … 1. */
  readonly botLoad: number;
  /** Of the last second. */
  readonly patchesPerSecond: number;
  readonly bytesPerSecond: number;
}

export interface SoakPlan {
  readonly room: string;
  readonly rooms: number;
  readonly bots: number;
  readonly seconds: number;
  readonly rampSeconds: number;
  readonly seed: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly url: string | undefined;
  readonly roomsDir: string;
  readonly workers: number | undefined;
  readonly kind: BotKind;
  readonly threads: number;
  readonly scenario: string | undefined;
  readonly checksumEvery: number;
  readonly trouble: TroublePlan;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: SoakProgress) => void) | undefined;
}

export const soakRoomsLimit = 10_000;
export const soakBotsLimit = 50_000;
export const soakSecondsLimit = 7 * 86_400;
export const soakThreadsLimit = 64;
export const checksumEveryDefault = 10;
export const soakSeedLimit = 0xffff_ffff;
export const soakSecondsDefault = 20;
export const botsPerRoomDefault = 10;
const joinsPerSecondDefault = 100;

/** Fills in the defaults. Throws `UsageError` OPTION_INVALID that names the option. */
export function completeOptions(given: SoakOptions): SoakPlan {
  if (given.room === '') throw refuse('room must name a game');
  const rooms = whole('rooms', given.rooms ?? 1, 1, soakRoomsLimit);
  const bots = whole('bots', given.bots ?? rooms * botsPerRoomDefault, 1, soakBotsLimit);
  if (bots < rooms) throw refuse(`bots (${bots}) must be at least rooms (${rooms})`);
  const ramp = given.rampSeconds ?? Math.max(1, bots / joinsPerSecondDefault);
  if (given.url !== undefined && (given.workers !== undefined || given.roomsDir !== undefined)) {
    throw refuse('url names a running server: workers and rooms-dir are for one that soak starts');
  }
  const kind = given.kind ?? 'sdk';
  if (given.scenario !== undefined && kind === 'raw') {
    throw refuse('scenario is for bots that decode, and raw bots do not');
  }
  if (given.scenario !== undefined && given.late) {
    throw refuse('late is for bots that play at random: a scenario says itself who comes and goes');
  }
  return {
    room: given.room,
    rooms,
    bots,
    seconds: within('seconds', given.seconds ?? soakSecondsDefault, 0, soakSecondsLimit),
    rampSeconds: within('ramp', ramp, 0, soakSecondsLimit),
    seed: whole('seed', given.seed ?? 1, 0, soakSeedLimit),
    options: given.options ?? {},
    url: given.url,
    roomsDir: given.roomsDir ?? 'rooms',
    workers:
      given.workers === undefined ? undefined : whole('workers', given.workers, 1, workersLimit),
    kind,
    threads: whole(
      'threads',
      given.threads ?? threadsDefault(bots),
      1,
      Math.min(bots, soakThreadsLimit),
    ),
    scenario: given.scenario,
    checksumEvery: checksumEveryOf(given, kind),
    trouble: troubleOf(given, rooms, bots),
    limits: given.limits ?? {},
    signal: given.signal,
    onProgress: given.onProgress,
  };
}

function checksumEveryOf(given: SoakOptions, kind: BotKind): number {
  const asked = given.checksumEvery;
  if (asked === undefined) {
    return kind === 'raw' || given.url !== undefined ? 0 : checksumEveryDefault;
  }
  if (given.url !== undefined) {
    throw refuse('checksum-every is for a server that soak starts: give it to the one at url');
  }
  if (kind === 'raw' && asked > 0) {
    throw refuse('checksum-every is for bots that decode, and raw bots do not');
  }
  return whole('checksum-every', asked, 0, checksumEveryLimit);
}

function troubleOf(given: SoakOptions, rooms: number, bots: number): TroublePlan {
  const { drop = false, slow = false, late = false, storm = false } = given;
  const isAny = drop || slow || late || storm;
  if (isAny && bots < rooms * 2) {
    const why = 'the bot that makes a room keeps it, so trouble needs another';
    throw refuse(`bots (${bots}) must be at least two a room (${rooms * 2}): ${why}`);
  }
  return { drop, slow, late, storm };
}

function whole(name: string, value: number, min: number, max: number): number {
  if (Number.isInteger(value)) return within(name, value, min, max);
  throw refuse(`${name} must be a whole number, not ${value}`);
}

function within(name: string, value: number, min: number, max: number): number {
  if (value >= min && value <= max) return value;
  throw refuse(`${name} must be from ${min} to ${max}, not ${value}`);
}

function refuse(message: string): UsageError {
  return new UsageError('OPTION_INVALID', message);
}
