/**
 * `hypogeum soak`: bots against a server, progress on stderr, a summary on stdout. Main thread of
 * the CLI; owns the run's end by Ctrl-C.
 */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { workersLimit } from '../base/limits.ts';
import {
  botsPerRoomDefault,
  type SoakProgress,
  soakBotsLimit,
  soakRoomsLimit,
  soakSecondsDefault,
  soakSecondsLimit,
  soakSeedLimit,
} from '../soak/options.ts';
import {
  commonFlags,
  describeFlags,
  type FlagTable,
  type FlagValues,
  jsonObject,
  parseFlags,
  secondsBetween,
  serverUrl,
  someText,
  wholeNumber,
} from './flags.ts';
import { packageVersion } from './package-root.ts';
import { onStopSignal } from './signals.ts';

/** Seconds between progress lines where stderr is a log, not a terminal. */
const progressSecondsQuiet = 5;

const soakFlags = {
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
  options: {
    kind: 'value',
    argument: 'JSON',
    help: `create and join options, such as '{"drones":500}'`,
    read: jsonObject,
  },
  seed: {
    kind: 'value',
    argument: 'N',
    help: 'same seed, same input (default 1)',
    read: wholeNumber(0, soakSeedLimit),
  },
  json: { kind: 'value', argument: 'FILE', help: 'write the report there as JSON', read: someText },
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
  ...commonFlags,
} as const satisfies FlagTable;

type SoakValues = FlagValues<typeof soakFlags>;

const help = `hypogeum soak: join a game with bots, measure, report

Usage
  hypogeum soak --room NAME [flags]

Bots are stock Colyseus clients: they decode state, send random input at the game's tick rate
and leave with consent. Lateness and steals are the server's own, from its GET /stats.

Flags
${describeFlags(soakFlags)}

Exit code 1 if anything went wrong: a bot that could not join, a socket that closed, a frame that
could not be decoded, an error in the server's log. Ctrl-C ends the run early and still reports.
`;

export async function soak(argv: readonly string[]): Promise<void> {
  const { values } = parseFlags(soakFlags, argv, process.env, 0);
  if (values.help || values.version) {
    process.stdout.write(values.help ? help : `${packageVersion()}\n`);
    return;
  }
  if (values.json !== undefined) checkWritable(values.json);
  // Loaded here: help and a refused flag need no SDK.
  const { formatReport, runSoak } = await import('../soak/index.ts');
  const stop = new AbortController();
  onStopSignal(() => stop.abort());
  const report = await runSoak({ ...toOptions(values), signal: stop.signal, onProgress });
  if (values.json !== undefined) writeReport(values.json, report);
  // Exits when it is written: a pipe may take its time, an idle connection must not.
  process.stdout.write(`${formatReport(report)}\n`, () => process.exit(report.ok ? 0 : 1));
}

function toOptions(values: SoakValues) {
  const { room, rooms, bots, seconds, seed, options, workers } = values;
  if (room === undefined) throw refuse('name a game with --room NAME (see --help)');
  const url = values.url;
  const rampSeconds = values.ramp;
  const roomsDir = values['rooms-dir'];
  return {
    room,
    ...(rooms === undefined ? {} : { rooms }),
    ...(bots === undefined ? {} : { bots }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(rampSeconds === undefined ? {} : { rampSeconds }),
    ...(seed === undefined ? {} : { seed }),
    ...(options === undefined ? {} : { options }),
    ...(url === undefined ? {} : { url }),
    ...(roomsDir === undefined ? {} : { roomsDir }),
    ...(workers === undefined ? {} : { workers }),
  };
}

function onProgress(progress: SoakProgress): void {
  if (!process.stderr.isTTY && progress.seconds % progressSecondsQuiet !== 0) return;
  const { phase, seconds, joins, errors } = progress;
  const rates =
    `${Math.round(progress.patchesPerSecond)} patches/s, ` +
    `${Math.round(progress.bytesPerSecond / 1e3)} kB/s`;
  process.stderr.write(`${phase} ${seconds} s: ${joins} bots, ${rates}, ${errors} errors\n`);
}

/** Found out before the run, not after it. */
function checkWritable(file: string): void {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory();
  if (isFolder) throw refuse(`--json must name a file, and ${file} is a folder`);
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (cause) {
    throw refuse(`--json cannot write to ${dirname(file)}`, cause);
  }
}

function writeReport(file: string, report: object): void {
  try {
    writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw refuse(`--json cannot write ${file}: ${String(cause)}`, cause);
  }
}

function refuse(message: string, cause?: unknown): UsageError {
  return new UsageError('OPTION_INVALID', message, cause === undefined ? {} : { cause });
}
