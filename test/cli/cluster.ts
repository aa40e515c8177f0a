/**
 * Real `hypogeum serve` processes that share one Redis, each at an address of its own, and what
 * tells where a room of theirs is.
 */
import { relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Room } from '@colyseus/sdk';
import { create, type Player } from '../e2e/player.ts';
import { freePort, type RedisServer } from './redis-server.ts';
import { CliProcess } from './run-cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** A game and ordinary rooms: arena, chat, lobby, queue, relay. */
const games = fileURLToPath(new URL('../e2e/mixed/games', import.meta.url));
/** Processes tell each other their load once a second. */
const loadMs = 300;
const attemptsMax = 30;

export interface ArenaState {
  readonly ticks: number;
  readonly fighters: ReadonlyMap<string, object>;
}
export interface ChatState {
  readonly lines: readonly string[];
}

interface LogLine {
  readonly level: number;
  readonly msg: string;
}

export class ClusterProcess {
  readonly cli: CliProcess;
  /** `host:port`, as it is told to clients. */
  readonly address: string;

  private constructor(cli: CliProcess, address: string) {
    this.cli = cli;
    this.address = address;
  }

  /** Resolves once it listens. Redis and address come from the environment, as in production. */
  static async start(redis: RedisServer): Promise<ClusterProcess> {
    const port = await freePort();
    const address = `127.0.0.1:${port}`;
    const listen = ['--host', '127.0.0.1', '--port', `${port}`, '--workers', '1'];
    const cli = new CliProcess(['serve', relative(root, games), ...listen], {
      REDIS_URL: redis.url,
      PUBLIC_ADDRESS: address,
    });
    await cli.lineWith('"listening"');
    return new ClusterProcess(cli, address);
  }

  get url(): string {
    return `http://${this.address}`;
  }

  /** What its log says at `warn` and above. */
  get complaints(): string[] {
    const lines = this.cli.stdout.split('\n').filter((line) => line.startsWith('{'));
    const entries = lines.map((line) => JSON.parse(line) as LogLine);
    return entries.filter(({ level }) => level >= 40).map(({ msg }) => msg);
  }

  holds(player: { readonly room: Pick<Room, 'connection'> }): boolean {
    return addressOf(player.room) === this.address;
  }

  /** `kill -9`, unless it has ended. */
  async kill(): Promise<void> {
    const { child, ended } = this.cli;
    if (child.exitCode === null) child.kill('SIGKILL');
    await ended;
  }

  /** SIGTERM; resolves with its end and how long it took. */
  async stop(): Promise<{ code: number | null; stderr: string; ms: number }> {
    const askedMs = performance.now();
    this.cli.child.kill('SIGTERM');
    const { code, stderr } = await this.cli.ended;
    return { code, stderr, ms: performance.now() - askedMs };
  }
}

/** Asks `through` for rooms until one is in `holder`; the others are left. */
export async function createIn<State extends object>(
  holder: ClusterProcess,
  game: string,
  through: ClusterProcess = holder,
  options: object = {},
): Promise<Player<State>> {
  const elsewhere: Player<State>[] = [];
  try {
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const player = await create<State>(through.url, game, options);
      if (holder.holds(player)) return player;
      elsewhere.push(player);
      await sleep(loadMs);
    }
    throw new Error(`no room of ${game} came to be in ${holder.address}`);
  } finally {
    await Promise.all(elsewhere.map(({ room }) => room.leave()));
  }
}

/** A network that fails: no closing handshake. */
export function cutOff({ room }: { readonly room: Pick<Room, 'connection'> }): void {
  (room.connection.transport as unknown as Socket).ws.terminate();
}

/** Cuts the client off; resolves once it has come back by itself, as stock clients do. */
export async function comesBack<State>(player: {
  readonly room: Room<unknown, State>;
}): Promise<void> {
  const { room } = player;
  const { promise, resolve } = Promise.withResolvers<void>();
  room.reconnection.enabled = true;
  room.reconnection.minUptime = 0;
  room.onReconnect(() => resolve());
  cutOff(player);
  await promise;
  room.reconnection.enabled = false;
}

interface Socket {
  readonly ws: { readonly url: string; terminate(): void };
}

function addressOf(room: Pick<Room, 'connection'>): string {
  return new URL((room.connection.transport as unknown as Socket).ws.url).host;
}
