/** Scenarios with SDK bots in real rooms: what they may do, what is counted, and how they end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Client, Room } from '@colyseus/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadScenario } from '../../../../src/soak/bots/scenario/load-scenario.ts';
import { runScenario } from '../../../../src/soak/bots/scenario/run-scenario.ts';
import { defineScenario, type Scenario } from '../../../../src/soak/scenario.ts';
import { eventually, startServer, type TestServer } from '../../../e2e/harness.ts';
import { SdkHost } from '../../scenario-host.ts';
import { type StockServer, startStockServer } from '../../stock-server.ts';

/** Says nothing back: whoever waits for a line waits in vain. */
class SilentRoom extends Room {
  override onCreate(): void {
    this.onMessage('chat', (_client: Client, _line: unknown) => {});
  }
}

/** Lets nobody in before 1.5 s have passed. */
class SlowRoom extends Room {
  static asked = 0;

  override async onJoin(): Promise<void> {
    SlowRoom.asked += 1;
    await sleep(1_500);
  }
}

let stock: StockServer;
let ours: TestServer;
beforeAll(async () => {
  stock = await startStockServer({ silent: SilentRoom, slow: SlowRoom });
  const skirmish = new URL('../../../../rooms/skirmish.ts', import.meta.url);
  ours = await startServer([], { games: { skirmish } });
});
afterAll(async () => {
  await ours?.server.close();
  await stock?.close();
});

/** A bot of game `game`, running; `end` ends the run, and says when the bot is done. */
function start(scenario: Scenario, game = 'input') {
  const stop = new AbortController();
  const host = new SdkHost(stock.url, game, stop.signal);
  const done = runScenario(scenario, host);
  const end = (): Promise<void> => {
    stop.abort();
    return done;
  };
  return { host, done, end };
}

describe('a scenario', () => {
  it('joins, plays until the end, and leaves', async () => {
    const scenario = defineScenario(async (bot) => {
      await bot.join();
      await bot.play();
      await bot.leave();
    });
    const { host, end } = start(scenario);
    await eventually(() => host.inputs > 5);
    expect(host.isPlaying).toBe(true);
    await end();
    expect([host.isPlaying, host.joins, host.closeCodes, host.errors]).toEqual([
      false,
      1,
      [4000],
      [],
    ]);
  });

  it('may join and leave again and again, play a while, and send what it wants', async () => {
    interface Tiny {
      readonly players: ReadonlyMap<string, { readonly x: number }>;
    }
    const seen: unknown[] = [];
    const scenario = defineScenario<Tiny, { turn: number }>(async (bot) => {
      await bot.join();
      await bot.leave();
      seen.push(bot.isIn, bot.index);
      const room = await bot.join();
      bot.input({ turn: 5 });
      bot.input({ turn: 3 });
      bot.input({});
      const x = () => bot.room.state.players?.get(room.sessionId)?.x;
      await eventually(() => x() === 11);
      await bot.play(0.1);
      seen.push(bot.isRunning, bot.random() < 1);
    });
    const { host, done } = start(scenario);
    await done;
    expect(seen).toEqual([false, 0, true, true]);
    expect([host.closeCodes, host.errors, host.isPlaying]).toEqual([[4000, 4000], [], false]);
    expect(host.inputs).toBeGreaterThan(3);
  });

  it('that throws is one error, and its bot leaves', async () => {
    const { host, done } = start(
      defineScenario(async (bot) => {
        await bot.join();
        void bot.play();
        throw new Error('lost');
      }),
    );
    await done;
    expect([host.errors, host.closeCodes]).toEqual([['scenario: lost'], [4000]]);
    expect(host.isPlaying).toBe(false);
  });

  it('may expect things, and goes on where they are not so', async () => {
    const { host, done } = start(
      defineScenario(async (bot) => {
        expect([bot.expect(true, 'no'), bot.expect(false, 'two is one')]).toEqual([true, false]);
        bot.fail('and so is three');
      }),
    );
    await done;
    expect(host.errors).toEqual(['scenario: two is one', 'scenario: and so is three']);
  });

  it('that is refused is an error of a join, unless it expected that', async () => {
    const refused = start(defineScenario(async (bot) => void (await bot.join({ refuse: true }))));
    await refused.done;
    expect(refused.host.errors).toEqual(['join: not today']);
    const brave = start(
      defineScenario(async (bot) => {
        await expect(bot.join({ refuse: true })).rejects.toThrow('not today');
        await bot.join();
        await bot.join();
      }),
    );
    await brave.done;
    expect(brave.host.errors).toEqual(['scenario: bot.join: this bot is in a room already']);
  });

  it('that uses a room it is not in says so', async () => {
    const room = start(defineScenario(async (bot) => void bot.room));
    const input = start(defineScenario(async (bot) => bot.input({ turn: 1 })));
    await Promise.all([room.done, input.done]);
    expect(room.host.errors).toEqual(['scenario: bot.room: this bot is in no room']);
    expect(input.host.errors).toEqual(['scenario: bot.input: this bot is in no room']);
  });

  it('that never asks whether the run goes on stops at its next wait', async () => {
    let turns = 0;
    const { host, end } = start(
      defineScenario(async (bot) => {
        await bot.join();
        for (;;) {
          await bot.sleep(turns === 3 ? Number.POSITIVE_INFINITY : 1);
          turns += 1;
        }
      }),
    );
    await eventually(() => turns === 3);
    await sleep(50);
    expect(turns).toBe(3);
    await end();
    const atEnd = turns;
    await sleep(50);
    expect([turns, atEnd, host.closeCodes, host.errors]).toEqual([4, 4, [4000], []]);
  });

  it('that never returns is ended, and nothing that it says then is counted', async () => {
    const { host, end } = start(
      defineScenario(async (bot) => {
        await bot.join();
        await bot.sleep(60_000);
        expect(bot.expect(false, 'cut short')).toBe(false);
        await new Promise(() => {});
      }),
    );
    await eventually(() => host.joins === 1);
    await end();
    expect([host.closeCodes, host.errors]).toEqual([[4000], []]);
  });

  it('that was left behind in a join, or by itself, is out in the end', async () => {
    const { host, end } = start(
      defineScenario(async (bot) => {
        await bot.join({ slow: true });
        await bot.leave();
        await bot.join();
      }),
      'slow',
    );
    await eventually(() => SlowRoom.asked > 0);
    await end();
    expect([host.joins, host.closeCodes, host.errors]).toEqual([1, [4000], []]);
    const careless = start(
      defineScenario(async (bot) => {
        void bot.sleep(10).then(() => bot.join());
      }),
    );
    await careless.done;
    await sleep(50);
    expect([careless.host.joins, careless.host.errors]).toEqual([0, []]);
    await careless.end();
  });

  it('may play twice at once: the longer one counts', async () => {
    const { host, done } = start(
      defineScenario(async (bot) => {
        await bot.join();
        const long = bot.play(0.3);
        await bot.play(0.05);
        expect(host.isPlaying).toBe(true);
        await long;
        expect(host.isPlaying).toBe(false);
      }),
    );
    await done;
    expect(host.errors).toEqual([]);
  });

  it('of many bots: each has random numbers of its own', async () => {
    const drawn = new Set<number>();
    const stop = new AbortController();
    const scenario = defineScenario(async (bot) => {
      drawn.add(bot.random());
      await bot.play();
    });
    const hosts = Array.from({ length: 50 }, (_, index) => {
      return new SdkHost(stock.url, 'input', stop.signal, index);
    });
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning);
    process.on('warning', onWarning);
    const done = hosts.map((host) => runScenario(scenario, host));
    await eventually(() => hosts.every((host) => host.isPlaying));
    stop.abort();
    await Promise.all(done);
    process.off('warning', onWarning);
    expect([drawn.size, warnings]).toEqual([50, []]);
  });
});

describe('chatty', () => {
  it('hears itself in skirmish', async () => {
    const chatty = await loadScenario('test/soak/scenarios/chatty.ts');
    const stop = new AbortController();
    const hosts = [0, 1].map((index) => new SdkHost(ours.url, 'skirmish', stop.signal, index));
    const done = hosts.map((host) => runScenario(chatty, host));
    await eventually(() => hosts.every((host) => host.closeCodes.length >= 2));
    stop.abort();
    await Promise.all(done);
    for (const host of hosts) {
      expect(host.errors).toEqual([]);
      expect(new Set(host.closeCodes)).toEqual(new Set([4000]));
      expect(host.inputs).toBeGreaterThan(10);
    }
  });

  it('says where nothing comes back', async () => {
    const { host, end } = start(await loadScenario('test/soak/scenarios/chatty.ts'), 'silent');
    await eventually(() => host.errors.length > 0);
    await end();
    expect(host.errors).toEqual(['scenario: a line did not come back in 2000 ms']);
  });
});
