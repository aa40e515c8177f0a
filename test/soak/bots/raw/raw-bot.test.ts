/** Raw bots in real rooms: what they tell of joins, acks, drops and returns. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Bot } from '../../../../src/soak/bots/bot.ts';
import { seededRandom } from '../../../../src/soak/bots/random-input.ts';
import { RawBot } from '../../../../src/soak/bots/raw/raw-bot.ts';
import { eventually, startServer, type TestServer } from '../../../e2e/harness.ts';
import { type StockServer, startStockServer } from '../../stock-server.ts';
import { Heard } from '../heard.ts';
import { type RudeServer, startRudeServer } from '../rude-server.ts';

let stock: StockServer;
let ours: TestServer;
let pacer: NodeJS.Timeout | undefined;
beforeAll(async () => {
  stock = await startStockServer();
  const skirmish = new URL('../../../../rooms/skirmish.ts', import.meta.url);
  ours = await startServer([], { games: { skirmish } });
});
afterEach(() => clearInterval(pacer));
afterAll(async () => {
  await ours?.server.close();
  await stock?.close();
});

function rawBot(url: string) {
  const heard = new Heard();
  return { heard, bot: new RawBot(url, heard, seededRandom(1)) };
}

function pace(...bots: readonly Bot[]): void {
  pacer = setInterval(() => {
    for (const bot of bots) bot.sendDue(performance.now());
  }, 4);
}

describe('a raw bot', () => {
  it('sends at the room’s rate and measures every input from when it was due', async () => {
    const { bot, heard } = rawBot(stock.url);
    const roomId = await bot.join({ create: 'input' }, {});
    expect([roomId.length > 0, bot.isIn, heard.joinMs.length]).toEqual([true, true, 1]);
    pace(bot);
    await eventually(() => heard.inputs >= 20);
    clearInterval(pacer);
    await eventually(() => heard.ackMs.length === heard.inputs);
    // Due in order and sent late, acknowledged by patches: no ack is before its input.
    expect(Math.min(...heard.ackMs)).toBeGreaterThan(0);
    expect(heard.patches).toBeGreaterThan(15);
    expect(heard.received).toBeGreaterThan(heard.patches * 9);
    expect([...heard.expectedMs]).toEqual([50]);
    expect(heard.intervalMs.length).toBeGreaterThan(5);
    await bot.leave();
    await bot.leave();
    expect([bot.isIn, heard.errors]).toEqual([false, []]);
  });

  it('counts the time in which a late thread did not send', async () => {
    const { bot, heard } = rawBot(stock.url);
    await bot.join({ create: 'input' }, {});
    // Nobody lets it send for four of its steps: its first input is that late.
    await sleep(250);
    bot.sendDue(performance.now());
    await eventually(() => heard.ackMs.length === 1);
    expect(heard.ackMs[0]).toBeGreaterThan(190);
    await bot.leave();
  });

  it('comes back to its seat after a cut, and goes on', async () => {
    const { bot, heard } = rawBot(ours.url);
    await bot.join({ create: 'skirmish' }, {});
    pace(bot);
    await eventually(() => heard.ackMs.length > 5);
    bot.cut();
    bot.cut();
    expect([bot.isIn, heard.drops]).toEqual([false, 1]);
    await eventually(() => bot.isIn);
    const acked = heard.ackMs.length;
    await eventually(() => heard.ackMs.length > acked + 5);
    await bot.leave();
    expect([heard.joinMs.length, heard.returnMs.length, heard.errors]).toEqual([1, 1, []]);
    expect(heard.returnMs[0]).toBeGreaterThan(199);
  });

  it('joins anew where its seat was not held', async () => {
    const host = rawBot(stock.url);
    const guest = rawBot(stock.url);
    const roomId = await host.bot.join({ create: 'input' }, {});
    await guest.bot.join({ joinById: roomId }, {});
    guest.bot.cut();
    await eventually(() => guest.bot.isIn);
    pace(guest.bot);
    await eventually(() => guest.heard.ackMs.length > 3);
    await Promise.all([host.bot.leave(), guest.bot.leave()]);
    expect([guest.heard.returnMs.length, guest.heard.errors]).toEqual([1, []]);
  });

  it('says so where it cannot come back, and comes back before it leaves', async () => {
    const lonely = rawBot(stock.url);
    await lonely.bot.join({ create: 'input' }, {});
    lonely.bot.cut();
    await eventually(() => lonely.heard.errors.length === 1);
    expect(lonely.heard.errors[0]).toMatch(/^reconnect: room "\S+" not found/);
    const hasty = rawBot(ours.url);
    await hasty.bot.join({ create: 'skirmish' }, {});
    hasty.bot.cut();
    await hasty.bot.leave();
    // Its seat is held: who leaves with consent gives it up.
    expect([hasty.bot.isIn, hasty.heard.errors, hasty.heard.returnMs.length]).toEqual([
      false,
      [],
      1,
    ]);
  });

  it('counts what it did not ask for', async () => {
    const { bot, heard } = rawBot(stock.url);
    await bot.join({ create: 'kicking' }, {});
    pace(bot);
    await eventually(() => !bot.isIn);
    expect([heard.errors, heard.inputs]).toEqual([['close: close code 4321 out'], 0]);
    await expect(bot.join({ create: 'none' }, {})).rejects.toThrow('"none" not defined');
  });

  it('leaves a server that does not answer, and says so', async () => {
    const rude: RudeServer = await startRudeServer((socket) => {
      socket.send(Buffer.from('\x0a\x03tok\x04none\x00', 'latin1'));
      socket.on('message', (frame: Buffer) => frame[0] === 12 && socket.close(4002));
    });
    const { bot, heard } = rawBot(rude.url);
    await bot.join({ create: 'rude' }, {});
    await bot.leave();
    expect(heard.errors).toEqual(['leave: close code 4002']);
    rude.close();
  });
});
