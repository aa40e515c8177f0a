/** A Redis that is not there, goes away, or comes back with nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest';
import { create, join } from '../e2e/player.ts';
import { type ArenaState, type ChatState, ClusterProcess, comesBack, createIn } from './cluster.ts';
import { findRedis, RedisServer } from './redis-server.ts';
import { gamesFolder, runCli } from './run-cli.ts';

const executable = findRedis('test/cli/redis-outage');
const gone = 'Redis is gone: rooms go on, matchmaking waits until it is back';

describe.runIf(executable !== undefined)('a Redis that', () => {
  let redis: RedisServer;
  const processes: ClusterProcess[] = [];

  beforeEach(async () => {
    redis = await RedisServer.start(executable ?? '');
  });
  afterEach(async () => {
    await Promise.all(processes.splice(0).map((one) => one.kill()));
    await redis?.stop();
  });

  async function start(): Promise<ClusterProcess> {
    const one = await ClusterProcess.start(redis);
    processes.push(one);
    return one;
  }

  it('goes away costs no room: they tick on, and matchmaking goes on when it is back', async () => {
    const [a, b] = [await start(), await start()];
    const players = [
      await createIn<ArenaState>(a, 'arena'),
      await createIn<ArenaState>(b, 'arena'),
    ];
    const chat = await createIn<ChatState>(a, 'chat');
    await redis.stop();
    await Promise.all([a, b].map(({ cli }) => cli.lineWith(gone)));
    const waiting = create<ArenaState>(a.url, 'arena');
    for (const player of players) {
      const { ticks } = player.state;
      await player.until(() => player.state.ticks > ticks + 20);
      player.room.send('say', 'still here');
      await player.message('say');
    }
    await comesBack(chat);
    await sleep(1_500);
    await redis.startAgain();
    await Promise.all([a, b].map(({ cli }) => cli.lineWith('Redis is back after')));
    await (await waiting).room.leave();
    // It came back empty, and was told of the rooms anew.
    for (const [index, { room }] of players.entries()) {
      const other = index === 0 ? b : a;
      const guest = await join<ArenaState>(other.url, room.roomId);
      expect(other.holds(guest)).toBe(false);
    }
    for (const one of [a, b]) {
      expect(one.complaints).toEqual([gone]);
      expect(await one.stop()).toMatchObject({ code: 0, stderr: '' });
    }
  });

  it('is away does not hold up a shutdown', async () => {
    const a = await start();
    const player = await createIn<ArenaState>(a, 'arena');
    const chat = await createIn(a, 'chat');
    await redis.stop();
    await a.cli.lineWith(gone);
    const waiting = create(a.url, 'arena').catch(() => undefined);
    await sleep(100);
    const { code, stderr, ms } = await a.stop();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(ms).toBeLessThan(3_000);
    expect((await player.closed()).code).toBe(4001);
    expect((await chat.closed()).code).toBe(4001);
    expect(a.complaints).toEqual([gone]);
    await waiting;
  });

  it('refuses what it is told, being full, ends the server in order, as in stock', async () => {
    const a = await start();
    const player = await createIn<ArenaState>(a, 'arena');
    const client = new Redis(redis.url);
    await client.config('SET', 'maxmemory', '1');
    client.disconnect();
    await expect(create(a.url, 'arena')).rejects.toThrow(/OOM/);
    const { code, stderr } = await a.cli.ended;
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(a.complaints[0]).toMatch(/^nobody caught: OOM/);
    expect((await player.closed()).code).toBe(4001);
  });

  it('wants another password is one line, which does not tell it', async () => {
    const url = redis.url.replace('//', '//someone:secret@');
    const end = await refusedStart(['--redis-url', url]);
    expect(end.stderr).toContain('WRONGPASS');
    expect(end.stderr).not.toContain('secret');
  });
});

describe('a start is refused in one line, within seconds,', () => {
  it('where nothing listens', async () => {
    const { stderr } = await refusedStart(['--redis-url', 'redis://127.0.0.1:1']);
    expect(stderr).toMatch(
      /^hypogeum: --redis-url \(REDIS_URL\): redis:\/\/127\.0\.0\.1:1 .*ECONNREFUSED/,
    );
  });
});

test('a redis-server that was asked for and is not there is a failure, not a skip', () => {
  expect(() => findRedis('this', { REDIS_SERVER_PATH: '/nowhere' })).toThrow(
    'no redis-server at /nowhere',
  );
});

async function refusedStart(args: string[]) {
  const address = ['--public-address', '127.0.0.1:2567'];
  const startedMs = performance.now();
  const listen = ['--host', '127.0.0.1', '--port', '0'];
  const end = await runCli(['serve', gamesFolder, ...listen, ...address, ...args]);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(end.code).toBe(1);
  expect(end.stderr).toMatch(/^hypogeum: [^\n]+\n$/);
  return end;
}
