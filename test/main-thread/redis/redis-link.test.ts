/** A server that shares its rooms through Redis, in the test's own process: it leaves nothing. */
import { matchMaker } from '@colyseus/core';
import { Client as SdkClient } from '@colyseus/sdk';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '../../../src/index.ts';
import { RedisConnection } from '../../../src/main-thread/redis/redis-connection.ts';
import { findRedis, freePort, RedisServer } from '../../cli/redis-server.ts';
import chat from '../../e2e/mixed/games/chat.ts';

const executable = findRedis('test/main-thread/redis-link');
const games = { probe: new URL('../games/probe.ts', import.meta.url) };

describe.runIf(executable !== undefined)('through Redis', () => {
  let redis: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    redis = await RedisServer.start(executable ?? '');
    client = new Redis(redis.url);
  });
  afterAll(async () => {
    client?.disconnect();
    await redis?.stop();
  });

  const lines: { level: number; msg: string }[] = [];
  const logger = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) });

  async function start() {
    const port = await freePort();
    const publicAddress = `127.0.0.1:${port}`;
    const common = { games, rooms: { chat }, host: '127.0.0.1', workers: 1, logger };
    return createServer({ ...common, port, publicAddress, redisUrl: redis.url });
  }

  async function connectionCount(): Promise<number> {
    return String(await client.client('LIST'))
      .trim()
      .split('\n').length;
  }

  test('a server lists its rooms, and takes list and connections with it, twice', async () => {
    for (let life = 0; life < 2; life++) {
      const server = await start();
      const room = await new SdkClient(server.url).create('probe');
      room.reconnection.enabled = false;
      expect(await client.hkeys('roomcaches')).toEqual([room.roomId]);
      // Presence and driver share one connection; subscriptions need another.
      expect(await connectionCount()).toBe(3);
      await server.close();
      expect(await client.keys('*')).not.toContain('roomcaches');
      expect(await client.hlen('roomcount')).toBe(0);
      expect(await connectionCount()).toBe(1);
    }
    expect(lines).toEqual([]);
  });

  test('a room that does not end is off the list when the server has closed', async () => {
    const server = await start();
    const room = await new SdkClient(server.url).create('chat', { stubborn: true });
    room.reconnection.enabled = false;
    await server.close();
    expect(await client.exists('roomcaches')).toBe(0);
    expect(lines.map(({ msg }) => msg)).toContain('rooms did not close in time');
    expect(matchMaker.state).toBe(matchMaker.MatchMakerState.SHUTTING_DOWN);
  });

  test('commands wait for a Redis that is away, and get nothing once nobody waits', async () => {
    const port = await freePort();
    const connection = new RedisConnection(port, '127.0.0.1', {
      maxRetriesPerRequest: null,
      retryStrategy: () => 20,
    });
    connection.on('error', () => {});
    const answers: unknown[] = [];
    void connection.hgetall('roomcaches').then((answer) => answers.push(answer));
    const outcome = connection.multi().hincrby('a', 'b', 1).exec();
    void outcome.then((answer) => answers.push(answer));
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(answers).toEqual([]);
    connection.giveUpWhenLost();
    expect(await connection.get('later')).toBeNull();
    expect(await connection.quit()).toBeNull();
    // A pipeline stays without an answer: it would take nothing for an error.
    expect(answers).toEqual([null]);
  });
});
