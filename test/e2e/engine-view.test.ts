/**
 * The engine view on a real server: what its stream tells is what its threads did, what its buttons
 * change is seen there, and who may not press is told why.
 */
import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { catchUpStepsMax } from '../../src/base/limits.ts';
import { EngineWatcher, press, type Visit } from './engine-watcher.ts';
import { eventually, startServer, type TestServer } from './harness.ts';
import { type LedgerState, openLedger } from './ledger-player.ts';
import type { Player } from './player.ts';

const heavyMs = 60;

let running: TestServer | undefined;
const watchers: EngineWatcher[] = [];

afterEach(async () => {
  for (const watcher of watchers.splice(0)) watcher.close();
  await running?.server.close();
});

async function start(): Promise<string> {
  running = await startServer(['ledger'], { engineView: true });
  return running.url;
}

async function watch(url: string, headers: Record<string, string> = {}): Promise<EngineWatcher> {
  const watcher = await EngineWatcher.open(url, headers);
  watchers.push(watcher);
  return watcher;
}

async function openLedgers(url: string, count: number): Promise<Player<LedgerState>[]> {
  const players: Player<LedgerState>[] = [];
  for (let left = count; left > 0; left--) players.push((await openLedger(url)).player);
  return players;
}

/** The room's index, by which visits name it. */
async function indexOf(watcher: EngineWatcher, roomId: string): Promise<number> {
  const find = () => watcher.rooms.at(-1)?.rooms.find(({ id }) => id === roomId);
  await watcher.until(() => find() !== undefined);
  return find()!.index;
}

const isStolen = ({ from }: Visit) => from !== -1;

describe('the stream', () => {
  test('tells each visit that ran, and nothing else', async () => {
    const url = await start();
    const watcher = await watch(url);
    const [hello] = watcher.hellos;
    expect(hello).toMatchObject({ workers: 2, games: ['ledger'], controls: true, bots: false });
    const players = await openLedgers(url, 6);
    await watcher.pass(20);
    await Promise.all(players.map(({ room }) => room.leave()));
    const { server } = running!;
    await eventually(() => server.stats().rooms.length === 0);
    await watcher.pass(2);
    const { frames } = watcher;
    const visits = watcher.visits();
    const { workers, totals } = server.stats();
    const takes = workers.reduce((sum, worker) => sum + worker.takes, 0);
    expect(frames.flatMap(({ lanes }) => lanes.map(({ skipped }) => skipped))).toEqual(
      frames.flatMap(() => [0, 0]),
    );
    expect(visits).toHaveLength(takes);
    expect(visits.filter(isStolen)).toHaveLength(totals.steals);
    // A late room's steps may share a visit.
    const stepped = visits.filter(({ latenessUs }) => latenessUs >= 0);
    expect(stepped.length).toBeGreaterThanOrEqual(totals.ticks / catchUpStepsMax);
    expect(stepped.length).toBeLessThanOrEqual(totals.ticks);
    for (const { index, takes, busyMs } of workers) {
      const mine = visits.filter(({ worker }) => worker === index);
      expect(mine).toHaveLength(takes);
      const insideMs = mine.reduce((sum, { durationUs }) => sum + durationUs, 0) / 1_000;
      expect(insideMs).toBeGreaterThan(busyMs * 0.9 - 1);
    }
  });

  test('has a frame ten times a second, one after the other, with what ended in it', async () => {
    const url = await start();
    const watcher = await watch(url);
    await openLedgers(url, 2);
    const first = watcher.frames.length;
    await watcher.pass(30);
    const frames = watcher.frames.slice(first, first + 30);
    for (const [at, frame] of frames.entries()) {
      if (at > 0) expect(frame.fromMs).toBe(frames[at - 1]!.toMs);
      for (const { visits } of frame.lanes) {
        for (let visit = 0; visit < visits.length; visit += 5) {
          const endMs = (visits[visit + 1]! + visits[visit + 2]!) / 1_000;
          // The worker writes it down, and main comes, a moment later.
          expect(endMs).toBeLessThanOrEqual(frame.toMs - frame.fromMs + 1);
        }
      }
    }
    // A timer of 100 ms, on a machine that others use as well.
    const meanMs = (frames.at(-1)!.toMs - frames[0]!.fromMs) / frames.length;
    expect(meanMs).toBeGreaterThan(95);
    expect(meanMs).toBeLessThan(300);
  });

  test('has the figures of each second, and the rooms', async () => {
    const url = await start();
    const watcher = await watch(url);
    const [player] = await openLedgers(url, 3);
    await watcher.until(() => (watcher.seconds.at(-1)?.clients ?? 0) === 3);
    const before = watcher.seconds.length;
    await watcher.until(() => watcher.seconds.length > before + 1);
    const second = watcher.seconds.at(-1)!;
    const table = watcher.rooms.at(-1)!;
    expect(second.threads.map(({ name }) => name)).toEqual(['main', 'worker 0', 'worker 1']);
    expect(second.ticks).toBeGreaterThan(0);
    expect(second.bytesOut).toBeGreaterThan(0);
    const steps = second.lateness.counts.reduce((sum, count) => sum + count, 0);
    // Workers count a step as late when it begins, and as a tick when its visit ends.
    expect(Math.abs(steps - second.ticks)).toBeLessThanOrEqual(2 * catchUpStepsMax);
    expect(second.view.watchers).toBe(1);
    expect(second.view.cpu).toBeGreaterThan(0);
    expect(table.total).toBe(3);
    const row = table.rooms.find(({ id }) => id === player!.room.roomId);
    expect(row).toMatchObject({ game: 'ledger', clients: 1, heavyMs: 0, pinned: false });
    expect(row!.tickUs).toBeGreaterThan(0);
    const bytes = table.rooms.reduce((sum, { bytesOut }) => sum + bytesOut, 0);
    expect(bytes).toBe(second.bytesOut);
  });

  test('is for eight watchers; the ninth is told so, and comes in when one has left', async () => {
    const url = await start();
    for (let count = 0; count < 8; count++) await watch(url);
    await expect(watch(url)).rejects.toThrow('503: 8 watch already: close another view first');
    watchers[0]!.close();
    const { promise, resolve } = Promise.withResolvers<void>();
    const retry = async (): Promise<void> => {
      await watch(url).then(() => resolve(), retry);
    };
    void retry();
    await promise;
    await Promise.all(watchers.slice(1).map((watcher) => watcher.pass(2)));
  });

  test('ends with the server', async () => {
    const url = await start();
    const watcher = await watch(url);
    await running!.server.close();
    await watcher.until(() => watcher.isEnded);
  });
});

describe('buttons', () => {
  test('a room that is made heavy takes longer, and others are stolen around it', async () => {
    const url = await start();
    const watcher = await watch(url);
    const [player] = await openLedgers(url, 7);
    const room = await indexOf(watcher, player!.room.roomId);
    expect(await press(url, { do: 'heavy', room, ms: heavyMs })).toEqual([200, { ok: true }]);
    const first = watcher.frames.length;
    const heavy = () => watcher.visits(first).filter((visit) => visit.room === room);
    const isHeavy = ({ durationUs }: Visit) => durationUs >= heavyMs * 1_000;
    await watcher.until(() => heavy().filter(isHeavy).length > 5);
    await watcher.until(() => watcher.visits(first).filter(isStolen).length > 5);
    const row = () => watcher.rooms.at(-1)!.rooms.find(({ index }) => index === room)!;
    await watcher.until(() => row().heavyMs === heavyMs && row().tickUs >= heavyMs * 1_000);
    expect(watcher.rooms.at(-1)!.rooms[0]!.index).toBe(room);
    await press(url, { do: 'heavy', room, ms: 0 });
    await watcher.until(() => row().heavyMs === 0 && row().tickUs < heavyMs * 500);
  });

  test('without stealing nothing is stolen and those beside a heavy room are late', async () => {
    const url = await start();
    const watcher = await watch(url);
    expect(await press(url, { do: 'stealing', on: false })).toEqual([200, { ok: true }]);
    // Their homes are the workers in turn.
    const players = await openLedgers(url, 6);
    const room = await indexOf(watcher, players[0]!.room.roomId);
    await press(url, { do: 'heavy', room, ms: heavyMs });
    await watcher.pass(5);
    const first = watcher.frames.length;
    await watcher.pass(15);
    const frames = watcher.frames.slice(first);
    expect(frames.map(({ stealing }) => stealing)).toEqual(frames.map(() => false));
    const visits = watcher.visits(first);
    expect(visits.filter(isStolen)).toEqual([]);
    const home = visits.find((visit) => visit.room === room)!.worker;
    const beside = visits.filter((visit) => visit.worker === home && visit.room !== room);
    expect(new Set(beside.map((visit) => visit.room)).size).toBe(2);
    expect(median(beside.map(({ latenessUs }) => latenessUs))).toBeGreaterThan(heavyMs * 500);
    // Switched on, they are taken from there.
    await press(url, { do: 'stealing', on: true });
    const then = watcher.frames.length;
    await watcher.until(() => watcher.visits(then).filter(isStolen).length > 5);
    expect(watcher.frames.at(-1)!.stealing).toBe(true);
  });

  test('are refused with words: bad bodies, another site, a proxy, a form', async () => {
    const url = await start();
    const wrong = press(url, { do: 'heavy', room: 5, ms: 1 });
    expect(await wrong).toEqual([404, { error: 'there is no room 5' }]);
    const bots = press(url, { do: 'bots', game: 'ledger', count: 1, seconds: 1 });
    expect(await bots).toEqual([409, { error: 'nobody here can start bots: hypogeum serve can' }]);
    const off = { do: 'stealing', on: false } as const;
    const refused = async (headers: Record<string, string>) => (await press(url, off, headers))[0];
    expect(await refused({ origin: 'http://evil.example' })).toBe(403);
    expect(await refused({ 'x-forwarded-for': '127.0.0.1' })).toBe(403);
    expect(await refused({ 'content-type': 'text/plain' })).toBe(415);
    expect(await statusAtHost(url, 'evil.example')).toBe(403);
    expect(await statusAtHost(url, 'localhost')).toBe(400);
    const body = '{"do":';
    const headers = { 'content-type': 'application/json' };
    const broken = await fetch(`${url}/engine/control`, { method: 'POST', headers, body });
    expect(broken.status).toBe(400);
    expect(await broken.json()).toEqual({ error: 'the body is not JSON, or too long' });
    const long = { ...off, more: 'x'.repeat(5_000) };
    expect((await press(url, long))[0]).toBe(413);
    expect((await watch(url)).hellos[0]!.controls).toBe(true);
    expect((await watch(url, { via: '1.1 front' })).hellos[0]!.controls).toBe(false);
  });
});

/** What a button answers that is no button, at an address of that name: fetch sets its own. */
function statusAtHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, 'content-type': 'application/json' };
    const asking = request(`${url}/engine/control`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asking.once('error', reject);
    asking.end('{"do":"nothing"}');
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
