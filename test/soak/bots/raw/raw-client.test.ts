/**
 * Raw clients against stock rooms, rooms of this project, and a server that sends nonsense: they
 * see what an SDK client sees, and survive what would break one.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { seededRandom } from '../../../../src/soak/bots/random-input.ts';
import { RawClient } from '../../../../src/soak/bots/raw/raw-client.ts';
import { loadSdk } from '../../../../src/soak/bots/sdk/load-sdk.ts';
import { errorsOf, eventually, startServer, type TestServer } from '../../../e2e/harness.ts';
import { type StockServer, startStockServer } from '../../stock-server.ts';
import { handshakeFrame, type RudeServer, startRudeServer } from '../rude-server.ts';

const random = seededRandom(1);
const seats: string[] = [];

/** Holds a seat, wants instants on its inputs, and writes down who comes. */
class HeldRoom extends Room {
  override inputs = this.defineInput(schema({ turn: t.int8() }, 'Turn'), { tickRate: 20 });

  override onJoin(client: Client): void {
    seats.push(`in ${client.sessionId}`);
  }

  override onDrop(client: Client): void {
    this.allowReconnection(client, 5);
  }

  override onReconnect(client: Client): void {
    seats.push(`back ${client.sessionId}`);
  }

  override onLeave(client: Client, code?: number): void {
    seats.push(`out ${client.sessionId} ${code}`);
  }
}

const room = (name: string): URL => new URL(`../../../../rooms/${name}.ts`, import.meta.url);

let stock: StockServer;
let ours: TestServer;
beforeAll(async () => {
  stock = await startStockServer({ held: HeldRoom });
  ours = await startServer([], { games: { skirmish: room('skirmish'), swarm: room('swarm') } });
});
afterAll(async () => {
  await ours?.server.close();
  await stock?.close();
});

/** A raw and an SDK client in one room count the same patches, told apart by the room's clock. */
async function countsAsSdk(url: string, game: string): Promise<RawClient> {
  const { Client } = await loadSdk();
  const watcher = await new Client(url).create(game);
  const bySdk = new Set<number>();
  watcher.onMessage('*', () => {});
  watcher.onStateChange(() => bySdk.add(watcher.clock.lastServerTime()));
  const byRaw = new Set<number>();
  const raw: RawClient = new RawClient(url, { patch: () => byRaw.add(raw.serverMs) });
  expect(await raw.join({ joinById: watcher.roomId })).toBe(watcher.roomId);
  await eventually(() => byRaw.size >= 15 && bySdk.size >= 15);
  const [from = 0, to = 0] = [[...byRaw][2], [...byRaw][12]];
  await eventually(() => watcher.clock.lastServerTime() >= to);
  const within = (seen: Set<number>) => [...seen].filter((at) => at >= from && at <= to);
  expect(within(byRaw)).toEqual(within(bySdk));
  expect(raw.patches).toBeGreaterThanOrEqual(byRaw.size);
  expect(raw.frames).toBeGreaterThan(raw.patches);
  await watcher.leave();
  return raw;
}

/** Its inputs reach the room, which consumes them in order. */
async function playsIn(raw: RawClient, inputs: number): Promise<void> {
  for (let sent = 1; sent <= inputs; sent++) {
    expect(raw.sendInput(random, performance.now())).toBe(sent);
    await sleep(raw.inputStepMs);
  }
  await eventually(() => raw.acked === inputs);
}

describe('a raw client', () => {
  it('counts, plays and leaves in a stock room', async () => {
    const raw = await countsAsSdk(stock.url, 'input');
    expect([raw.inputStepMs, raw.patchMs]).toEqual([50, 50]);
    await playsIn(raw, 20);
    expect([await raw.leave(), raw.isIn, raw.errors]).toEqual([4000, false, 0]);
    expect(raw.sendInput(random, performance.now())).toBe(0);
  });

  it('counts, plays and leaves in skirmish, whose inputs carry instants', async () => {
    const raw = await countsAsSdk(ours.url, 'skirmish');
    expect(raw.inputStepMs).toBeCloseTo(1e3 / 30);
    await playsIn(raw, 20);
    expect([await raw.leave(), raw.errors]).toEqual([4000, 0]);
    expect(errorsOf(ours.logs)).toEqual([]);
  });

  it('counts and leaves in swarm, which takes no input', async () => {
    const raw = new RawClient(ours.url);
    await raw.join({ create: 'swarm' }, { drones: 100 });
    await eventually(() => raw.patches > 10);
    expect([raw.inputStepMs, raw.sendInput(random, 0)]).toEqual([0, 0]);
    expect(raw.bytes).toBeGreaterThan(raw.patches * 100);
    expect([await raw.leave(), raw.errors]).toEqual([4000, 0]);
  });

  it('comes back to a seat that is held, and its inputs are counted anew', async () => {
    const raw = new RawClient(stock.url);
    await raw.join({ create: 'held' });
    await playsAs(raw, 3);
    const { sessionId } = raw;
    raw.cut();
    expect([raw.isIn, await raw.leave()]).toEqual([false, 0]);
    await raw.returnToSeat();
    expect([raw.isIn, raw.sessionId, raw.acked]).toEqual([true, sessionId, 0]);
    await playsAs(raw, 2);
    expect(await raw.leave()).toBe(4000);
    const own = seats.filter((line) => line.includes(sessionId));
    expect(own).toEqual([`in ${sessionId}`, `back ${sessionId}`, `out ${sessionId} 4000`]);
    await expect(raw.returnToSeat()).rejects.toThrow(/seat reservation expired|not found|closed/);
  });

  it('comes back to skirmish, which holds seats', async () => {
    const raw = new RawClient(ours.url);
    await raw.join({ create: 'skirmish' });
    await playsIn(raw, 3);
    raw.cut();
    await raw.returnToSeat();
    await playsIn(raw, 3);
    expect([await raw.leave(), raw.errors]).toEqual([4000, 0]);
  });

  it('reads nothing while it is paused, and then all of it', async () => {
    const raw = new RawClient(stock.url);
    await raw.join({ create: 'input' });
    await eventually(() => raw.patches > 2);
    raw.pause(400);
    const before = raw.patches;
    await sleep(300);
    expect(raw.patches).toBe(before);
    // 400 ms of a room at 20 Hz at once: the bound leaves room for a busy machine.
    await eventually(() => raw.patches >= before + 5);
    raw.pause(60_000);
    expect(await raw.leave()).toBe(4000);
  });

  it('says why it was refused', async () => {
    const raw = new RawClient(stock.url);
    await expect(raw.join({ create: 'no-such' })).rejects.toThrow(/"no-such" not defined/);
    await expect(raw.join({ joinById: 'none' })).rejects.toThrow(/"none" not found/);
    await expect(raw.join({ create: 'input' }, { refuse: true })).rejects.toThrow('not today');
    expect(raw.isIn).toBe(false);
    await raw.join({ create: 'input' });
    await expect(raw.join({ create: 'input' })).rejects.toThrow('this client is in');
    await raw.leave();
    await expect(new RawClient('http://127.0.0.1:9').join({ create: 'x' })).rejects.toThrow(
      'fetch',
    );
  });

  it('hears of a room that throws it out, and a join can be cut', async () => {
    const closed: string[] = [];
    const raw = new RawClient(stock.url, { closed: (...how) => closed.push(how.join(' ')) });
    await raw.join({ create: 'kicking' });
    await eventually(() => closed.length > 0);
    expect([closed, raw.isIn]).toEqual([['4321 out'], false]);
    const joining = raw.join({ create: 'input' });
    raw.cut();
    await expect(joining).rejects.toThrow('cut');
  });
});

/** As `playsIn`, for a room that has no step: an input counts as consumed when it is taken. */
async function playsAs(raw: RawClient, inputs: number): Promise<void> {
  for (let sent = 1; sent <= inputs; sent++) expect(raw.sendInput(random, 0)).toBe(sent);
  await sleep(raw.inputStepMs);
}

describe('a raw client among nonsense', () => {
  let rude: RudeServer;
  afterAll(() => rude?.close());

  async function greeted(greet: (socket: WebSocket) => void) {
    rude?.close();
    rude = await startRudeServer(greet);
    const errors: string[] = [];
    const raw = new RawClient(rude.url, { error: (kind, text) => errors.push(`${kind}: ${text}`) });
    return { raw, errors };
  }

  it('counts frames that are none, and stays', async () => {
    const { raw, errors } = await greeted((socket) => {
      const frames = [[], [0x8f, 1, 2], [99], [0x0b], [0x0b, 1, 0xdb, 9, 9, 9, 9], [10], [23]];
      socket.send(handshakeFrame());
      for (const frame of frames) socket.send(Buffer.from(frame));
      socket.send('text');
      for (const frame of [[13], [17, 1], [18], [22], [15], [14], [0x8f, 1, 0, 0, 0, 7, 0, 0, 0]]) {
        socket.send(Buffer.from(frame));
      }
    });
    await raw.join({ create: 'rude' });
    await eventually(() => raw.frames === 16);
    expect(errors).toEqual([
      'decode: a text, or no bytes',
      'decode: a TIMED frame of 3 bytes',
      'decode: a frame of unknown code 3',
      'decode: 1 bytes at 1 of a frame of 1',
      expect.stringMatching(/^decode: .* of a frame of 7$/),
      'decode: a handshake that nobody asked for',
      'decode: a frame of unknown code 23',
      'decode: a text, or no bytes',
    ]);
    expect([raw.errors, raw.patches, raw.acked, raw.serverMs, raw.isIn]).toEqual([
      8,
      3,
      7,
      1,
      true,
    ]);
    raw.cut();
  });

  it('rejects a join whose handshake makes no sense', async () => {
    const { raw } = await greeted((socket) => socket.send(handshakeFrame(1, 0)));
    await expect(raw.join({ create: 'rude' })).rejects.toThrow('a frame that makes no sense');
    expect(raw.isIn).toBe(false);
  });

  it('rejects a join that is answered with an error or a close', async () => {
    const error = Buffer.from('\x0b\x07\xa3bad', 'latin1');
    const refused = await greeted((socket) => socket.send(error));
    await expect(refused.raw.join({ create: 'rude' })).rejects.toThrow('7 bad');
    const closed = await greeted((socket) => socket.close(4002, 'go'));
    await expect(closed.raw.join({ create: 'rude' })).rejects.toThrow('close code 4002 go');
  });

  it('rejects what is no seat', async () => {
    rude?.close();
    rude = await startRudeServer(() => {}, { roomId: 'r' });
    const joining = new RawClient(rude.url).join({ create: 'rude' });
    await expect(joining).rejects.toThrow('matchmaking: no seat in {"roomId":"r"}');
  });

  it('acknowledges the handshake, goes when asked to, and knows a lost socket', async () => {
    const { raw, errors } = await greeted((socket) => {
      socket.send(handshakeFrame());
      socket.send(Buffer.of(12));
      socket.once('message', () => once(socket, 'message').then(() => socket.terminate()));
    });
    await raw.join({ create: 'rude' });
    await eventually(() => !raw.isIn);
    expect([rude.heard, errors]).toEqual([[10, 12], []]);
  });
});
