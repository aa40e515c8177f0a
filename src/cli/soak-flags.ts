/** The flags of `hypogeum soak`, its help, and what they ask of a run. Owns nothing. */
import { checksumEveryLimit, workersLimit } from '../base/limits.ts';
import {
  botsPerRoomDefault,
  checksumEveryDefault,
  type SoakOptions,
  soakBotsLimit,
  soakRoomsLimit,
  soakSecondsDefault,
  soakSecondsLimit,
  soakSeedLimit,
  soakThreadsLimit,
} from '../soak/options.ts';
import { type Limits, type ThresholdName, thresholdNames } from '../soak/report/thresholds.ts';
import {
  commonFlags,
  decimal,
  describeFlags,
  type FlagTable,
  type FlagValues,
  jsonObject,
  oneOf,
  secondsBetween,
  serverUrl,
  someText,
  type ValueFlag,
  wholeNumber,
} from './flags.ts';

const loadFlags = {
  room: { kind: 'value', argument: 'NAME', help: 'game to join (required)', read: someText },
  rooms: {
    kind: 'value',
    argument: 'N',
    help: 'rooms to create (default 1)',
    read: wholeNumber(1, soakRoomsLimit),
  },
  bots: {
    kind: 'value',
    argument: 'N',
    help: `bots in all, spread evenly over the rooms (default ${botsPerRoomDefault} a room)`,
    read: wholeNumber(1, soakBotsLimit),
  },
  seconds: {
    kind: 'value',
    argument: 'S',
    help: `length of the measured window, after all have joined (default ${soakSecondsDefault})`,
    read: secondsBetween(0, soakSecondsLimit),
  },
  ramp: {
    kind: 'value',
    argument: 'S',
    help: 'seconds over which bots join (default: 100 bots a second, at least 1 s)',
    read: secondsBetween(0, soakSecondsLimit),
  },
  kind: {
    kind: 'value',
    argument: 'KIND',
    help: 'sdk: stock clients that decode and check all; raw: decode nothing, for numbers',
    read: oneOf(['sdk', 'raw'] as const),
  },
  threads: {
    kind: 'value',
    argument: 'N',
    help: 'threads for the bots (default: cores - 1, at most one per 50 bots)',
    read: wholeNumber(1, soakThreadsLimit),
  },
  scenario: {
    kind: 'value',
    argument: 'FILE',
    help: 'a module that plays the bots (default: join, send random input)',
    read: someText,
  },
  options: {
    kind: 'value',
    argument: 'JSON',
    help: `create and join options, such as '{"drones":500}'`,
    read: jsonObject,
  },
  seed: {
    kind: 'value',
    argument: 'N',
    help: 'same seed, same input and trouble (default 1)',
    read: wholeNumber(0, soakSeedLimit),
  },
} as const satisfies FlagTable;

const serverFlags = {
  url: {
    kind: 'value',
    argument: 'URL',
    help: 'a running server (default: start one, stop it at the end)',
    read: serverUrl,
  },
  'rooms-dir': {
    kind: 'value',
    argument: 'DIR',
    help: 'folder of games for the server that is started (default ./rooms)',
    read: someText,
  },
  workers: {
    kind: 'value',
    argument: 'N',
    help: 'worker threads of the server that is started (default: its own)',
    read: wholeNumber(1, workersLimit),
  },
  'checksum-every': {
    kind: 'value',
    argument: 'N',
    help: `bots check their state at every Nth patch (default ${checksumEveryDefault}, 0: never)`,
    read: wholeNumber(0, checksumEveryLimit),
  },
} as const satisfies FlagTable;

const troubleFlags = {
  drop: { kind: 'switch', help: 'cut sockets now and then, one every 5 s per ten bots' },
  slow: { kind: 'switch', help: 'a tenth of the bots stop reading for 1-2 s now and then' },
  late: { kind: 'switch', help: 'a quarter of the bots leave and join again all through' },
  storm: { kind: 'switch', help: 'cut all sockets at once, in the middle of the window' },
} as const satisfies FlagTable;

const limitFlags = {
  'max-lateness-p99': limit('MS', 'of how late ticks are, since the server started'),
  'max-step-p99': limit('MS', 'of the steps, since the server started'),
  'max-ack-p99': limit('MS', 'from when an input is due to the patch that acknowledges it'),
  'max-join-p99': limit('MS', 'of the joins'),
  'max-patch-jitter-p99': limit('MS', 'of how unevenly patches come'),
  'max-loop-delay-p99': limit('MS', "of the delays of the server's main thread"),
  'max-rss-slope': limit('MIB', "growth of the server's memory per minute"),
  'max-errors': {
    kind: 'value',
    argument: 'N',
    help: 'errors that are allowed (default 0)',
    read: wholeNumber(0, 1e9),
  },
} as const satisfies FlagTable & Record<ThresholdName, unknown>;

const outputFlags = {
  json: { kind: 'value', argument: 'FILE', help: 'write the report there as JSON', read: someText },
  html: { kind: 'value', argument: 'FILE', help: 'write it as a page with plots', read: someText },
  ...commonFlags,
} as const satisfies FlagTable;

export const soakFlags = {
  ...loadFlags,
  ...serverFlags,
  ...troubleFlags,
  ...limitFlags,
  ...outputFlags,
} as const satisfies FlagTable;

export type SoakValues = FlagValues<typeof soakFlags>;

export const soakHelp = `hypogeum soak: join a game with bots, measure, report

Usage
  hypogeum soak --room NAME [flags]

Bots are stock Colyseus clients on threads of their own: they decode state, compare it with the
server's checksums, send random input at the game's tick rate and leave with consent. Lateness,
steps, steals and memory are the server's own, from its GET /stats. If the bots' threads are the
limit, the report says so.

The load
${describeFlags(loadFlags)}

The server
${describeFlags(serverFlags)}

Trouble (the bot that made a room is spared, so that no room ends under the others)
${describeFlags(troubleFlags)}
  What trouble causes is no error: sockets that it cut are "drops", and a slow reader may be
  closed. A bot that does not get back is an error.

Limits: exit code 1 where one does not hold
${describeFlags(limitFlags)}

What comes out
${describeFlags(outputFlags)}

Exit code 1 if anything went wrong: a bot that could not join, a socket that closed, a frame that
could not be decoded, an error in the server's log, a limit that does not hold. So is a desync: a
state that is not the server's is written to desync-ROOM-TICK.json beside --json.
Ctrl-C ends the run early and still reports; a second Ctrl-C exits at once.
`;

/** What the flags ask of a run, but `room`, without those that were not given. */
export function toOptions(values: SoakValues): Omit<SoakOptions, 'room'> {
  const { rooms, bots, seconds, seed, options, url, workers, kind, threads, scenario } = values;
  const { drop, slow, late, storm } = values;
  const given = {
    ...{ rooms, bots, seconds, seed, options, url, workers, kind, threads, scenario },
    rampSeconds: values.ramp,
    roomsDir: values['rooms-dir'],
    checksumEvery: values['checksum-every'],
  };
  return { ...withoutUndefined(given), drop, slow, late, storm, limits: limitsOf(values) };
}

function limitsOf(values: SoakValues): Limits {
  return withoutUndefined(
    Object.fromEntries(thresholdNames.map((name) => [name, values[name]])),
  ) as Limits;
}

function withoutUndefined<Given extends object>(given: Given) {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as {
    [Name in keyof Given]?: Exclude<Given[Name], undefined>;
  };
}

function limit(argument: string, help: string): ValueFlag<number> {
  const what = argument === 'MS' ? 'p99 in ms ' : '';
  return { kind: 'value', argument, help: `${what}${help}`, read: decimal(0, 1e9) };
}
