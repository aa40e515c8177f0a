/** Bots that check what they decode: against our server, and against one that lies. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Room } from '@colyseus/sdk';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/soak/bots/random-input.ts';
import { loadSdk } from '../../../src/soak/bots/sdk/load-sdk.ts';
import { SdkBot } from '../../../src/soak/bots/sdk/sdk-bot.ts';
import { Measure } from '../../../src/soak/measure/measure.ts';
import { runSoak } from '../../../src/soak/run-soak.ts';
import { runCli } from '../../cli/run-cli.ts';
import { eventually, startServer, type TestServer } from '../../e2e/harness.ts';
import { LyingRoom } from '../lying-room.ts';
import { type StockServer, startStockServer } from '../stock-server.ts';

let stock: StockServer;
let ours: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'hypogeum-desync-'));

beforeAll(async () => {
  stock = await startStockServer({ lying: LyingRoom });
  const skirmish = new URL('../../../rooms/skirmish.ts', import.meta.url);
  ours = await startServer([], { games: { skirmish }, checksumEvery: 2 });
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await ours?.server.close();
  await stock?.close();
});

/** A bot, and the room behind it, whose decoded state a test can spoil. */
async function botIn(url: string, room: string, options = {}) {
  const { Client } = await loadSdk();
  const measure = new Measure();
  const client = new Client(url);
  const bot = new SdkBot(client, { url, index: 3, seed: 5, measure, random: seededRandom(1) });
  const roomId = await bot.join({ create: room }, options);
  const told = { checksums: 0, desyncs: [] as unknown[] };
  const take = () => {
    const taken = measure.take();
    told.checksums = taken.counters.checksums;
    told.desyncs.push(...taken.desyncReports);
    return { ...told, errors: taken.errors.samples };
  };
  return { bot, roomId, take, sdkRoom: bot.room as Room };
}

describe('a bot in a room of ours', () => {
  it('finds its state equal, again and again', async () => {
    const { bot, take } = await botIn(ours.url, 'skirmish');
    await eventually(() => take().checksums > 10);
    await bot.leave();
    expect(take()).toMatchObject({ desyncs: [], errors: [] });
  });

  it('tells once, with both states, what became different', async () => {
    const { bot, roomId, sdkRoom, take } = await botIn(ours.url, 'skirmish');
    await eventually(() => take().checksums > 2);
    // What a decoder would have done wrong: one field of one entity, which no patch mends.
    const own = sdkRoom.state.ships.get(sdkRoom.sessionId);
    own.hue = (own.hue + 1) & 255;
    await eventually(() => take().desyncs.length > 0);
    await bot.leave();
    const { desyncs } = take();
    expect(desyncs).toHaveLength(1);
    expect(desyncs[0]).toMatchObject({
      ...{ seed: 5, bot: 3, roomId },
      difference: `ships.${sdkRoom.sessionId}.hue: own ${own.hue}, server ${own.hue - 1}`,
      ownState: { ships: { [sdkRoom.sessionId]: { hue: own.hue } } },
      serverState: { ships: { [sdkRoom.sessionId]: { hue: own.hue - 1 } } },
    });
    const { tick, serverTick } = desyncs[0] as { tick: number; serverTick: number };
    expect(serverTick).toBeGreaterThanOrEqual(tick);
  });

  it('tells also of an entity that it has and the server has not', async () => {
    const { bot, sdkRoom, take } = await botIn(ours.url, 'skirmish');
    await eventually(() => take().checksums > 2);
    const own = sdkRoom.state.ships.get(sdkRoom.sessionId);
    sdkRoom.state.ships.set('ghost', own);
    await eventually(() => take().desyncs.length > 0);
    await bot.leave();
    expect(take().desyncs[0]).toMatchObject({
      difference: expect.stringMatching(/^ships\.ghost: own \{ .*, server nothing$/),
    });
  });
});

describe('a bot that leaves', () => {
  it('tells of a desync before it goes, also where the server does not say its state', async () => {
    const { bot, take } = await botIn(stock.url, 'lying', { mute: true });
    await eventually(() => take().checksums > 0);
    expect(take().desyncs).toEqual([]);
    await bot.leave();
    expect(take()).toMatchObject({
      desyncs: [{ serverTick: null, serverState: null, ownState: { ships: { flagship: {} } } }],
      errors: [],
    });
  });
});

describe('a run against a server that lies', () => {
  it('has a desync of every bot, and is not ok', async () => {
    const report = await runSoak({
      ...{ room: 'lying', url: stock.url, bots: 3, rampSeconds: 0, seconds: 1 },
    });
    expect(report).toMatchObject({ ok: false, errors: 0, desyncs: 3, checksums: 3 });
    expect(report.desyncReports.map(({ bot }) => bot).sort()).toEqual([0, 1, 2]);
    expect(report.desyncReports[0]).toMatchObject({
      difference: 'ships.flagship.x: own 3, server 4',
      checksum: 12_345,
    });
  });

  it('ends the command with 1, and writes a file that says where', async () => {
    const json = join(folder, 'report.json');
    const end = await runCli([
      ...['soak', '--room', 'lying', '--url', stock.url, '--bots', '1'],
      ...['--ramp', '0', '--seconds', '1', '--json', json],
    ]);
    expect(end.code).toBe(1);
    const [name = ''] = readdirSync(folder).filter((file) => file.startsWith('desync-'));
    expect(end.stderr).toContain(join(folder, name));
    const desync = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    expect(name).toBe(`desync-${desync.roomId}-${desync.tick}.json`);
    expect(desync).toMatchObject({ seed: 1, bot: 0, ownState: { ships: { flagship: { x: 3 } } } });
  });
});
