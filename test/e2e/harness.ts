/**
 * A whole server in the test's own process, and what it logs. Threads, sockets and rooms are the
 * real ones; the tests' games are in games/.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { createServer, type HypogeumServer, type RoomStats } from '../../src/index.ts';
import type { ServerOptions } from '../../src/main-thread/options.ts';

/** What waits for events of the server's other threads gives up after this. */
export const patienceMs = 10_000;
const pollMs = 2;

/** One line of the log, as pino writes it. */
export interface LogLine {
  readonly level: number;
  readonly msg: string;
  readonly [field: string]: unknown;
}

export interface TestServer {
  readonly server: HypogeumServer;
  readonly url: string;
  readonly logs: LogLine[];
}

/** A game file of test/e2e/games. */
function game(name: string): URL {
  return new URL(`./games/${name}.ts`, import.meta.url);
}

/** Two workers on a free port of 127.0.0.1, with the named games of games/. */
export async function startServer(
  games: readonly string[],
  options: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const logs: LogLine[] = [];
  const logger = pino({ level: 'debug' }, { write: (line) => logs.push(JSON.parse(line)) });
  const server = await createServer({
    games: Object.fromEntries(games.map((name) => [name, game(name)])),
    port: 0,
    host: '127.0.0.1',
    workers: 2,
    logger,
    ...options,
  });
  return { server, url: server.url, logs };
}

/** Waits for what only statistics and logs can tell. */
export async function eventually(
  condition: () => boolean,
  limitMs: number = patienceMs,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms: ${condition}`);
    await sleep(pollMs);
  }
}

export function roomStats(server: HypogeumServer, roomId: string): RoomStats {
  const room = server.stats().rooms.find((candidate) => candidate.roomId === roomId);
  if (room === undefined) throw new Error(`no room ${roomId} is open`);
  return room;
}

/** Log lines of `error` and above. */
export function errorsOf(logs: readonly LogLine[]): LogLine[] {
  return logs.filter((line) => line.level >= 50);
}
