/**
 * `hypogeum serve`: hosts every game in a folder until it is told to stop. Main thread of the
 * CLI; owns the server's life.
 */
import type { Logger } from 'pino';
import { toErrorRecord, UsageError } from '../base/errors.ts';
import {
  checksumEveryLimit,
  roomsMaxDefault,
  roomsMaxLimit,
  workersLimit,
} from '../base/limits.ts';
import type { EngineViewOptions } from '../index.ts';
import { type Listening, listeningKey } from '../soak/server/listening-line.ts';
import {
  bareAddress,
  commonFlags,
  describeFlags,
  type FlagTable,
  type FlagValues,
  oneOf,
  parseFlags,
  redisUrl,
  secret,
  someText,
  wholeNumber,
} from './flags.ts';
import { checkFolder, findGames } from './game-files.ts';
import { createLogger, logLevels } from './logger.ts';
import { demoFolder, packageVersion } from './package-root.ts';
import { onStopSignal, onUncaught } from './signals.ts';
import { startSoakBots } from './soak-bots.ts';

const portDefault = 2567;
/** A drain that takes longer than this is cut off; process managers kill after 5 to 10 s. */
const drainMsMax = 2_800;

const serveFlags = {
  port: {
    kind: 'value',
    argument: 'PORT',
    env: 'PORT',
    help: `TCP port, 0 for any free one (default ${portDefault})`,
    read: wholeNumber(0, 65_535),
  },
  host: {
    kind: 'value',
    argument: 'HOST',
    env: 'HOST',
    help: 'address to listen on, such as 127.0.0.1 (default: all)',
    read: someText,
  },
  workers: {
    kind: 'value',
    argument: 'N',
    env: 'WORKERS',
    help: `worker threads, 1 to ${workersLimit} (default: cores - 1, at least 2)`,
    read: wholeNumber(1, workersLimit),
  },
  'rooms-max': {
    kind: 'value',
    argument: 'N',
    help: `rooms in this process at once (default ${roomsMaxDefault})`,
    read: wholeNumber(1, roomsMaxLimit),
  },
  'log-level': {
    kind: 'value',
    argument: 'LEVEL',
    env: 'LOG_LEVEL',
    help: `${logLevels.join('|')} (default info)`,
    read: oneOf(logLevels),
  },
  public: {
    kind: 'value',
    argument: 'DIR',
    help: 'folder to serve at / (default: the demo client, where it is built)',
    read: someText,
  },
  'redis-url': {
    kind: 'value',
    argument: 'URL',
    env: 'REDIS_URL',
    help: 'share rooms with other processes through this Redis',
    read: redisUrl,
  },
  'public-address': {
    kind: 'value',
    argument: 'ADDR',
    env: 'PUBLIC_ADDRESS',
    help: 'host[:port][/path] for clients; required with Redis',
    read: bareAddress,
  },
  'no-stealing': {
    kind: 'switch',
    help: 'rooms stay on their home worker: only to compare with',
  },
  stats: { kind: 'switch', help: 'answer GET /stats with counters and lateness as JSON' },
  engine: {
    kind: 'switch',
    help: 'a live view of workers and rooms at /engine/, with buttons for this machine',
  },
  'engine-token': {
    kind: 'value',
    argument: 'TOKEN',
    env: 'ENGINE_TOKEN',
    help: 'as --engine, for whoever has this token',
    read: secret,
  },
  'checksum-every': {
    kind: 'value',
    argument: 'N',
    help: 'for soaks: send clients a checksum behind every Nth patch (default 0: none)',
    read: wholeNumber(0, checksumEveryLimit),
  },
  checked: {
    kind: 'switch',
    help: 'fail loudly on late use of tick memory or of what was deleted (slow)',
  },
  ...commonFlags,
} as const satisfies FlagTable;

type ServeValues = FlagValues<typeof serveFlags>;

const help = `hypogeum serve: host every game in a folder

Usage
  hypogeum serve [rooms-dir] [flags]

Each *.ts, *.js or *.mjs file in rooms-dir (default ./rooms) whose default export is
defineGame({...}) becomes a game with the file's name: rooms/skirmish.ts is "skirmish".
One whose default export is a Colyseus Room class is an ordinary room under that name.

Flags (a flag wins over its environment variable)
${describeFlags(serveFlags)}

Ctrl-C or SIGTERM lets rooms end and exits with 0 within 3 s; a second Ctrl-C exits at once.
`;

export async function serve(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseFlags(serveFlags, argv, process.env, 1);
  if (values.help || values.version) {
    process.stdout.write(values.help ? help : `${packageVersion()}\n`);
    return;
  }
  const modules = findGames(positionals[0] ?? 'rooms');
  if (values.public !== undefined) checkFolder(values.public, '--public');
  if (values['redis-url'] !== undefined && values['public-address'] === undefined) {
    const text = 'with --redis-url (REDIS_URL), --public-address (PUBLIC_ADDRESS) is required';
    throw new UsageError(
      'OPTION_INVALID',
      `${text}: host[:port] by which clients reach this process`,
    );
  }
  const logger = createLogger(values['log-level'] ?? 'info');
  const server = await startServer(modules, values, logger);
  // Before the line: whoever reads it may ask to stop at once.
  onStopSignal((why) => void drain(server, logger, why));
  onUncaught((thrown) => {
    logger.fatal({ error: toErrorRecord(thrown) }, `nobody caught: ${toErrorRecord(thrown).text}`);
    // As in stock: the first ends the server, those that follow from its end do not matter.
    if (process.exitCode === 1) return;
    process.exitCode = 1;
    void drain(server, logger, 'an error that nobody caught');
  });
  const { url, workers, games, rooms } = server;
  const listening: Listening = { url, workers, games, ...(rooms.length > 0 && { rooms }) };
  const names = [games.join(', '), ...(rooms.length > 0 ? [`rooms: ${rooms.join(', ')}`] : [])];
  const text = `listening on ${url} with ${workers} workers: ${names.filter(Boolean).join('; ')}`;
  logger.info({ [listeningKey]: listening }, text);
}

/** What this file uses of a `HypogeumServer`. */
interface Closable {
  close(): Promise<void>;
}

async function startServer(games: Record<string, URL>, values: ServeValues, logger: Logger) {
  // Loaded here: help and a refused flag need no Colyseus.
  const { createServer } = await import('../index.ts');
  const publicDir = values.public ?? demoFolder();
  const port = values.port ?? portDefault;
  try {
    return await createServer({
      games,
      port,
      logger,
      checked: values.checked,
      stealing: !values['no-stealing'],
      stats: values.stats,
      engineView: engineViewOf(values),
      ...(values.host === undefined ? {} : { host: values.host }),
      ...(values.workers === undefined ? {} : { workers: values.workers }),
      ...(values['rooms-max'] === undefined ? {} : { roomsMax: values['rooms-max'] }),
      ...(values['checksum-every'] === undefined
        ? {}
        : { checksumEvery: values['checksum-every'] }),
      ...(publicDir === undefined ? {} : { publicDir }),
      ...(values['redis-url'] === undefined ? {} : { redisUrl: values['redis-url'] }),
      ...(values['public-address'] === undefined
        ? {}
        : { publicAddress: values['public-address'] }),
    });
  } catch (thrown) {
    throw nameTheFlag(thrown, port, values.host);
  }
}

function engineViewOf(values: ServeValues): false | EngineViewOptions {
  const token = values['engine-token'];
  if (token !== undefined) return { token, bots: startSoakBots };
  return values.engine && { bots: startSoakBots };
}

/** Listening errors, in the words of the command line; anything else as it is. */
function nameTheFlag(thrown: unknown, port: number, host: string | undefined): unknown {
  const at = `${host ?? '*'}:${port}`;
  switch (toErrorRecord(thrown).code) {
    case 'PORT_TAKEN':
    case 'EADDRINUSE':
      return new UsageError(
        'PORT_TAKEN',
        `port ${port} is taken (${at}): choose another with --port, or 0 for any`,
        { cause: thrown },
      );
    case 'EACCES':
      return new UsageError('OPTION_INVALID', `no permission to listen on ${at}: change --port`, {
        cause: thrown,
      });
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new UsageError('OPTION_INVALID', `cannot listen on ${at}: change --host`, {
        cause: thrown,
      });
    default:
      return thrown instanceof UsageError && thrown.message.startsWith('redisUrl: ')
        ? new UsageError(thrown.code, `--redis-url (REDIS_URL): ${thrown.message.slice(10)}`)
        : thrown;
  }
}

async function drain(server: Closable, logger: Logger, why: string): Promise<void> {
  logger.info({ why }, 'draining');
  setTimeout(() => {
    logger.error({ drainMsMax }, 'did not drain in time: exiting with rooms still open');
    process.exit(1);
  }, drainMsMax).unref();
  await server.close();
  // 0, unless the server ended by itself before: it has set the code then.
  process.exit();
}
