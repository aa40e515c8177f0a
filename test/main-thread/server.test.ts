/** The whole server: real workers, real sockets, stock SDK clients. */

import type { AddressInfo } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CloseCode } from '@colyseus/core';
import { Client as SdkClient, type Room as SdkRoom } from '@colyseus/sdk';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createServer,
  type HypogeumServer,
  type ServerOptions,
  type ServerStats,
} from '../../src/index.ts';
import { until } from './sockets/loopback.ts';

interface ProbeState {
  readonly ticks: number;
  readonly players: Map<string, { readonly x: number }>;
}

setFlagsFromString('--expose-gc');

const games = { probe: new URL('./games/probe.ts', import.meta.url) };
const logger = pino({ level: 'silent' });
const servers: HypogeumServer[] = [];

async function start(options: Partial<ServerOptions> = {}): Promise<HypogeumServer> {
  const server = await createServer({
    games,
    port: 0,
    host: '127.0.0.1',
    workers: 2,
    logger,
    ...options,
  });
  servers.push(server);
  return server;
}

async function join(server: HypogeumServer): Promise<SdkRoom<ProbeState>> {
  const room = await new SdkClient(server.url).create<ProbeState>('probe');
  room.reconnection.enabled = false;
  return room;
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

describe('a running server', () => {
  test('runs a game on its workers for a stock client: state, input, messages', async () => {
    const server = await start();
    const room = await join(server);
    await until(() => room.state.players?.get(room.sessionId) !== undefined);
    const input = room.input();
    for (let count = 0; count < 5; count++) {
      (input.data as { dx: number }).dx = 2;
      input.send();
    }
    await until(() => room.state.players.get(room.sessionId)?.x === 10);
    await until(() => input.lastProcessed === 5);
    const echoes: unknown[] = [];
    room.onMessage('echo', (payload) => echoes.push(payload));
    room.send('echo', { text: 'größe', list: [1, 2] });
    await until(() => echoes.length === 1);
    expect(echoes).toEqual([{ text: 'größe', list: [1, 2] }]);
    const ticks = room.state.ticks;
    await until(() => room.state.ticks > ticks + 10);
    await room.leave();
    await until(() => server.stats().rooms.length === 0);
  });

  test('tells its health and, if asked to, its statistics', async () => {
    const server = await start({ stats: true });
    const room = await join(server);
    await until(() => room.state.ticks > 5);
    const health = await fetch(`${server.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    const stats = (await (await fetch(`${server.url}/stats`)).json()) as ReturnType<
      HypogeumServer['stats']
    >;
    expect(stats.workers).toHaveLength(2);
    expect(stats.rooms).toMatchObject([{ roomId: room.roomId, game: 'probe', clients: 1 }]);
    expect(stats.rooms[0]?.ticks).toBeGreaterThan(0);
    expect(stats.rooms[0]?.patchBytes).toBeGreaterThan(0);
    expect(stats.totals.ticks).toBeGreaterThan(0);
    expect(stats.totals.latenessMs.max).toBeGreaterThanOrEqual(stats.totals.latenessMs.p50);
    expect(stats.workers[0]).not.toHaveProperty('histograms');
  });

  test('tells what its threads cost', async () => {
    const server = await start({ stats: true });
    const room = await join(server);
    await until(() => room.state.ticks > 5);
    const collect = runInNewContext('gc') as () => void;
    collect();
    // Turns of the event loop, for the observer and the loop's own timer.
    await until(() => (server.stats().process.main.gc?.count ?? 0) > 0);
    await until(() => (server.stats().process.main.loopDelayMs?.max ?? 0) > 0);
    const { process: own, workers, totals } = server.stats();
    const { cpuMs, gc, loopDelayMs } = own.main;
    expect(gc?.ms).toBeGreaterThan(0);
    expect(loopDelayMs?.max).toBeGreaterThanOrEqual(loopDelayMs?.p50 ?? Number.NaN);
    expect(own.rssBytes).toBeGreaterThan(own.heapUsedBytes);
    expect(cpuMs).toBeGreaterThan(0);
    const cpuMsOfWorkers = workers.map((worker) => worker.cpuMs);
    expect(Math.min(...cpuMsOfWorkers)).toBeGreaterThan(0);
    expect(cpuMsOfWorkers.reduce((sum, ms) => sum + ms, cpuMs)).toBeLessThan(own.cpuMs);
    const slowest = Math.max(...workers.map(({ stepMs }) => stepMs.max));
    expect(totals.stepMs.max).toBe(slowest);
    expect(slowest).toBeGreaterThan(0);
  });

  test('has workers write down their CPU time now and then, and nobody watch main', async () => {
    const server = await start();
    await join(server);
    const cpuMs = () => server.stats().workers.reduce((sum, worker) => sum + worker.cpuMs, 0);
    const before = cpuMs();
    await until(() => cpuMs() > before);
    const { gc, loopDelayMs } = server.stats().process.main;
    expect([gc, loopDelayMs]).toEqual([null, null]);
  });

  test('tells the histograms of its workers, if asked to', async () => {
    const server = await start({ stats: true });
    const room = await join(server);
    await until(() => room.state.ticks > 5);
    await room.leave();
    await until(() => server.stats().rooms.length === 0);
    const response = await fetch(`${server.url}/stats?histograms=1`);
    const { workers } = (await response.json()) as ServerStats;
    for (const { ticks, histograms, latenessMs } of workers) {
      const { latenessUs = [], stepUs = [] } = histograms ?? {};
      expect(latenessUs.reduce((sum, [, count]) => sum + count, 0)).toBe(ticks);
      expect(stepUs.length === 0).toBe(ticks === 0);
      expect(latenessUs.at(-1)?.[0] ?? 0).toBeGreaterThanOrEqual(
        Math.round(latenessMs.max * 1_000),
      );
    }
  });

  test('keeps its statistics to itself by default', async () => {
    const server = await start();
    expect((await fetch(`${server.url}/stats`)).status).toBe(404);
  });

  test('serves a folder of files at /', async () => {
    const server = await start({ publicDir: new URL('./public', import.meta.url) });
    expect(await (await fetch(`${server.url}/`)).text()).toContain('served');
    expect((await fetch(`${server.url}/index.html`)).status).toBe(200);
    expect((await fetch(`${server.url}/nothing`)).status).toBe(404);
    expect((await join(server)).sessionId).toBeDefined();
  });

  test('a step that throws ends its room only', async () => {
    const server = await start();
    const [broken, fine] = [await join(server), await join(server)];
    const closed = new Promise<number>((resolve) => broken.onLeave(resolve));
    broken.send('throw');
    expect(await closed).toBe(CloseCode.WITH_ERROR);
    const ticks = fine.state.ticks;
    await until(() => fine.state.ticks > ticks + 5);
    await until(() => server.stats().rooms.length === 1);
  });

  test('a worker that dies takes its room with it, and is replaced', async () => {
    const server = await start();
    const [doomed, fine] = [await join(server), await join(server)];
    const closed = new Promise<number>((resolve) => doomed.onLeave(resolve));
    doomed.send('die');
    expect(await closed).toBe(CloseCode.WITH_ERROR);
    const ticks = fine.state.ticks;
    await until(() => fine.state.ticks > ticks + 5);
    const later = await Promise.all([join(server), join(server), join(server)]);
    await until(() => later.every((room) => room.state.ticks > 5));
    await until(() => server.stats().rooms.length === 4);
  });
});

describe('close', () => {
  test('says goodbye, frees the port, and leaves the process to another server', async () => {
    const first = await start();
    const room = await join(first);
    const closed = new Promise<number>((resolve) => room.onLeave(resolve));
    const { port } = first;
    await first.close();
    expect(await closed).toBe(CloseCode.SERVER_SHUTDOWN);
    const second = await start({ port });
    expect(second.port).toBe(port);
    const again = await join(second);
    await until(() => again.state.ticks > 2);
  });

  test('twice is once', async () => {
    const server = await start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });
});

describe('what cannot be started says why, and leaves nothing behind', () => {
  test('a taken port', async () => {
    const taker = createNetServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taker.once('listening', resolve));
    const { port } = taker.address() as AddressInfo;
    const refused = start({ port });
    await expect(refused).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    await new Promise((resolve) => taker.close(resolve));
    expect((await start({ port })).port).toBe(port);
  });

  test('a second server in the process', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ code: 'OPTION_INVALID' });
  });

  test.for([
    [{ workers: 0 }, 'OPTION_INVALID', 'workers'],
    [{ workers: 1.5 }, 'OPTION_INVALID', 'workers'],
    [{ roomsMax: 0 }, 'OPTION_INVALID', 'roomsMax'],
    [{ port: 70_000 }, 'OPTION_INVALID', 'port'],
    [{ arenaBytes: 1 }, 'OPTION_INVALID', 'arenaBytes'],
    [{ checksumEvery: -1 }, 'OPTION_INVALID', 'checksumEvery'],
    [{ checksumEvery: 0.5 }, 'OPTION_INVALID', 'checksumEvery'],
    [{ games: {} }, 'ROOMS_INVALID', 'games'],
    [{ games: { 'a/b': games.probe } }, 'ROOMS_INVALID', 'a/b'],
    [
      { games: { bad: new URL('./games/not-a-game.ts', import.meta.url) } },
      'GAME_INVALID',
      'game "bad"',
    ],
    [
      { games: { vast: new URL('./games/vast.ts', import.meta.url) } },
      'CAPACITY_INVALID',
      'game "vast": a room would take',
    ],
    [{ games: { none: 'no/such/file.ts' } }, 'GAME_INVALID', 'game "none"'],
  ] as const)('%o', async ([options, code, text]) => {
    await expect(start(options)).rejects.toMatchObject({
      name: 'UsageError',
      code,
      message: expect.stringContaining(text),
    });
  });
});
