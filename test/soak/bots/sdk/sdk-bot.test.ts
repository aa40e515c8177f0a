/** An SDK bot that trouble meets, in a stock room that a test commands. */
import { type Client, Room } from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../src/soak/bots/random-input.ts';
import { watchDecoderConsole } from '../../../../src/soak/bots/sdk/decoder-console.ts';
import { loadSdk } from '../../../../src/soak/bots/sdk/load-sdk.ts';
import { SdkBot } from '../../../../src/soak/bots/sdk/sdk-bot.ts';
import { Measure } from '../../../../src/soak/measure/measure.ts';
import { eventually } from '../../../e2e/harness.ts';
import { type StockServer, startStockServer } from '../../stock-server.ts';

const State = schema({ ticks: t.uint32() }, 'Held');
const holdSeconds = 5;
const closeCode = 4002;

/** Holds seats where its creator asked for it. */
class CommandedRoom extends Room {
  static newest: CommandedRoom | undefined;
  override state = new State().assign({ ticks: 0 });
  joins = 0;
  #isHolding = false;

  override onCreate(options: { hold?: boolean }): void {
    CommandedRoom.newest = this;
    this.#isHolding = options.hold === true;
    this.clock.setInterval(() => {
      this.state.ticks += 1;
    }, 50);
  }

  override onJoin(): void {
    this.joins += 1;
  }

  override async onDrop(client: Client): Promise<void> {
    if (this.#isHolding) await this.allowReconnection(client, holdSeconds);
  }

  throwOut(sessionId: string): void {
    this.clients.find((client) => client.sessionId === sessionId)?.leave(closeCode);
  }
}

let stock: StockServer;
let giveConsoleBack: () => void;
beforeAll(async () => {
  giveConsoleBack = watchDecoderConsole(() => {});
  stock = await startStockServer({ commanded: CommandedRoom });
});
afterAll(async () => {
  giveConsoleBack();
  await stock.close();
});

async function newBot() {
  const { Client } = await loadSdk();
  const measure = new Measure();
  const parts = { url: stock.url, index: 0, seed: 1, measure, random: seededRandom(1) };
  const bot = new SdkBot(new Client(stock.url), parts);
  return { bot, taken: () => measure.take() };
}

/** A host that stays, and a guest in its room. */
async function pair(options: object) {
  const host = await newBot();
  const guest = await newBot();
  const roomId = await host.bot.join({ create: 'commanded' }, { ...options });
  await guest.bot.join({ joinById: roomId }, {});
  return { host, guest, room: CommandedRoom.newest as CommandedRoom };
}

describe('an SDK bot', () => {
  it('whose socket is cut has its seat back where the room held it', async () => {
    const { host, guest, room } = await pair({ hold: true });
    const before = guest.bot.room?.sessionId;
    guest.bot.cut();
    expect(guest.bot.isIn).toBe(false);
    await eventually(() => guest.bot.isIn);
    expect([guest.bot.room?.sessionId === before, room.joins]).toEqual([true, 2]);
    await Promise.all([guest.bot.leave(), host.bot.leave()]);
    const { counters, errors } = guest.taken();
    expect(counters).toMatchObject({ drops: 1, reconnects: 1, slowCloses: 0 });
    expect(errors.samples).toEqual([]);
  });

  it('joins anew where it did not, and leaves when it is back', async () => {
    const { host, guest, room } = await pair({});
    guest.bot.cut();
    await guest.bot.leave();
    expect(room.joins).toBe(3);
    await host.bot.leave();
    const { counters, errors } = guest.taken();
    expect([counters.reconnects, errors.samples]).toEqual([1, []]);
  });

  it('says so where there is nothing to come back to', async () => {
    const { bot, taken } = await newBot();
    await bot.join({ create: 'commanded' }, {});
    bot.cut();
    await bot.leave();
    const { counters, errors } = taken();
    expect([counters.drops, counters.reconnects]).toEqual([1, 0]);
    expect(errors.samples).toEqual([expect.stringMatching(/^reconnect: .*not found/)]);
  });

  it('may be closed while it does not read, and not at any other time', async () => {
    const { host, guest, room } = await pair({});
    guest.bot.pause(200);
    room.throwOut(guest.bot.room?.sessionId ?? '');
    await eventually(() => room.joins === 3 && guest.bot.isIn);
    const slow = guest.taken();
    expect(slow.counters).toMatchObject({ drops: 1, slowCloses: 1, reconnects: 1 });
    expect(slow.errors.samples).toEqual([]);
    room.throwOut(guest.bot.room?.sessionId ?? '');
    await eventually(() => !guest.bot.isIn);
    expect(guest.taken().errors.samples).toEqual([`close: close code ${closeCode}`]);
    await host.bot.leave();
  });

  it('reads nothing while it is paused', async () => {
    const { bot, taken } = await newBot();
    await bot.join({ create: 'commanded' }, {});
    await eventually(() => taken().counters.patches > 3);
    bot.pause(400);
    const at = taken().counters.patches;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(taken().counters.patches).toBe(at);
    await eventually(() => taken().counters.patches > at + 4);
    await bot.leave();
    expect(taken().errors.samples).toEqual([]);
  });
});
