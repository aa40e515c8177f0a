/** What may be an ordinary room, what may not and why, and an author's own HTTP routes. */
import { defineRoom, LobbyRoom, QueueRoom, Room } from '@colyseus/core';
import { Client as SdkClient } from '@colyseus/sdk';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createServer, type HypogeumServer, type ServerOptions } from '../../../src/index.ts';
import { isOrdinaryRoom } from '../../../src/main-thread/load/ordinary-rooms.ts';
import { freePort } from '../../cli/redis-server.ts';

const games = { probe: new URL('../games/probe.ts', import.meta.url) };
const logger = pino({ level: 'silent' });
const servers: HypogeumServer[] = [];

async function start(options: Partial<ServerOptions>): Promise<HypogeumServer> {
  const common = { port: 0, host: '127.0.0.1', workers: 1, logger };
  const server = await createServer({ games, ...common, ...options });
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

class Plain extends Room {}
/** As `Room` of another copy of the package would look. */
class Foreign {
  onBeforeShutdown(): void {}
}

test('an ordinary room is a class that extends Room, or defineRoom of one', () => {
  for (const room of [Room, Object, 42, null, undefined, 'lobby', Foreign, new Plain()]) {
    expect(isOrdinaryRoom(room)).toBe(false);
  }
  for (const room of [Plain, LobbyRoom, QueueRoom, defineRoom(Plain)]) {
    expect(isOrdinaryRoom(room)).toBe(true);
  }
});

describe('rooms that cannot be served are refused:', () => {
  const rooms = (value: unknown) => ({ rooms: { chat: value } }) as Partial<ServerOptions>;
  test.for([
    ['a number', rooms(42), /^rooms: "chat" is neither a class that extends Room nor defineRoom/],
    ['another class', rooms(Map), /^rooms: "chat" is neither/],
    ['one of another copy', rooms(Foreign), /^rooms: "chat" is made with another copy of @coly/],
    ['a name for two', { rooms: { probe: Plain } }, /^rooms: "probe" is also in games/],
    ['a name with a slash', { rooms: { 'a/b': Plain } }, /^rooms: "a\/b" cannot be a room name/],
    ['nothing at all', { games: {}, rooms: {} }, /^games: name at least one room/],
  ] as const)('%s', async ([, options, message]) => {
    const error = await start(options as Partial<ServerOptions>).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'UsageError', code: 'ROOMS_INVALID' });
    expect(error.message).toMatch(message);
  });
});

test('a server may have ordinary rooms alone, and again', async () => {
  for (let life = 0; life < 2; life++) {
    const server = await start({ games: {}, rooms: { plain: Plain } });
    const room = await new SdkClient(server.url).joinOrCreate('plain');
    room.reconnection.enabled = false;
    await expect(new SdkClient(server.url).create('probe')).rejects.toThrow(/not defined/);
    const closed = new Promise<number>((resolve) => room.onLeave(resolve));
    await server.close();
    expect(await closed).toBe(4001);
  }
});

test('names that every object has are names like others', async () => {
  const server = await start({ games: { toString: games.probe }, rooms: { constructor: Plain } });
  const client = new SdkClient(server.url);
  for (const name of ['toString', 'constructor']) await (await client.create(name)).leave();
});

test('routes of the author come ahead of files, and leave matchmaking alone', async () => {
  const server = await start({
    publicDir: new URL('../public', import.meta.url),
    express: (app) => {
      app.get('/index.html', (_request, response) => void response.send('mine'));
      app.get('/health', (_request, response) => void response.send('not mine'));
    },
  });
  expect(await (await fetch(`${server.url}/index.html`)).text()).toBe('mine');
  expect(await (await fetch(`${server.url}/`)).text()).toContain('served');
  expect(await (await fetch(`${server.url}/health`)).json()).toEqual({ status: 'ok' });
  const room = await new SdkClient(server.url).create('probe');
  await room.leave();
});

describe('addresses', () => {
  test('a public address is what clients are sent to, also without Redis', async () => {
    const server = await start({ publicAddress: 'play.example/one/' });
    const response = await fetch(`${server.url}/matchmake/create/probe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ publicAddress: 'play.example/one' });
  });

  test('may end in a path, as behind a proxy', async () => {
    const port = await freePort();
    const server = await start({ port, publicAddress: `127.0.0.1:${port}/one/two` });
    const room = await new SdkClient(server.url).create('probe');
    const { ws } = room.connection.transport as unknown as { ws: { url: string } };
    expect(new URL(ws.url).pathname).toMatch(/^\/one\/two\/[^/]+\/[^/]+$/);
    await room.leave();
  });

  test.for([
    [{ publicAddress: 'ws://play.example' }, /^publicAddress must be host.* without ws:\/\//],
    [{ publicAddress: '' }, /^publicAddress must be/],
    [{ publicAddress: 'play.example:99999' }, /^publicAddress must be/],
    [{ redisUrl: 'redis://127.0.0.1:1' }, /^publicAddress is missing/],
    [{ redisUrl: 'http://a:b@c', publicAddress: 'a' }, /^redisUrl must be .*redis:\/\/127[^@]*$/],
    [{ redisUrl: 'redis://u:pw@127.0.0.1:1', publicAddress: 'a' }, /^redisUrl: [^@]*ECONNREFUSED/],
  ] as const)('%o is refused', async ([options, message]) => {
    const error = await start(options).catch((thrown) => thrown);
    expect(error).toMatchObject({ name: 'UsageError', code: 'OPTION_INVALID' });
    expect(error.message).toMatch(message);
  });
});
