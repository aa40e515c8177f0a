/** The server's end, and a main thread that stands still: nothing is lost but time. */
import { afterEach, describe, expect, test } from 'vitest';
import { addsUp, openCrowd } from './crowd-player.ts';
import { eventually, roomStats, startServer, type TestServer } from './harness.ts';
import { joinLedger, type LedgerPlayer, openLedger } from './ledger-player.ts';

let running: TestServer | undefined;
afterEach(async () => running?.server.close());

/** The main thread does nothing else: no sockets, no mail. */
function stall(ms: number): void {
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
}

describe('close', () => {
  test('tells clients 4001, disposes of rooms, and makes way for another server', async () => {
    for (let life = 0; life < 2; life++) {
      running = await startServer(['ledger', 'crowd']);
      const { server, url, logs } = running;
      const first = await openLedger(url);
      const second = await joinLedger(url, first.player.room.roomId);
      const crowd = await openCrowd(url, 100);
      await Promise.all([second.player.frames(3), crowd.frames(3)]);
      await server.close();
      for (const player of [first.player, second.player, crowd]) {
        expect((await player.closed()).code).toBe(4001);
      }
      const texts = logs.map(({ msg }) => msg);
      expect(texts.filter((text) => text === 'ledger closed')).toHaveLength(1);
      expect(texts.filter((text) => text === 'crowd closed')).toHaveLength(1);
      expect(logs.filter(({ level }) => level >= 40)).toEqual([]);
      await expect(fetch(url)).rejects.toThrow();
    }
  });

  test('while clients come and go leaves no one waiting', async () => {
    running = await startServer(['ledger']);
    const { server, url } = running;
    const host = await openLedger(url);
    const { roomId } = host.player.room;
    const comers = Array.from({ length: 8 }, () => joinLedger(url, roomId));
    const outcomes = Promise.allSettled(comers);
    await comers[0];
    await server.close();
    for (const outcome of await outcomes) {
      if (outcome.status !== 'fulfilled') continue;
      expect((await outcome.value.player.closed()).code).toBe(4001);
    }
    expect((await host.player.closed()).code).toBe(4001);
  });
});

describe('a main thread that stands still', () => {
  test('holds up patches of a big room, which are made up for, and loses nothing', async () => {
    running = await startServer(['crowd']);
    const { server, url } = running;
    const player = await openCrowd(url, 8_000);
    const { roomId } = player.room;
    await player.frames(3);
    for (let round = 0; round < 3; round++) {
      const { ticks } = roomStats(server, roomId);
      stall(400);
      expect(roomStats(server, roomId).ticks).toBeGreaterThan(ticks);
      const { tick } = player.state;
      await player.until(() => player.state.tick > tick + 20 && addsUp(player.state));
    }
    expect(roomStats(server, roomId).deferredPatches).toBeGreaterThan(0);
    expect([player.fullStates, player.closing]).toEqual([1, undefined]);
  });

  test('and many small ones go on where they are when it wakes', async () => {
    running = await startServer(['ledger']);
    const { server, url } = running;
    const ledgers: LedgerPlayer[] = [];
    for (let count = 0; count < 6; count++) ledgers.push(await openLedger(url));
    for (let round = 0; round < 3; round++) {
      stall(300);
      await Promise.all(
        ledgers.map(async ({ player }) => {
          const { input } = player;
          input.data.dx = round + 1;
          input.send();
          await player.until(() => input.lastProcessed === input.sentCount);
        }),
      );
    }
    for (const { player, checked } of ledgers) {
      expect(checked.wrongTicks).toEqual([]);
      expect(player.state.entries.get(player.sessionId)?.n).toBe(3);
    }
    await Promise.all(ledgers.map(({ player }) => player.room.leave()));
    await eventually(() => server.stats().rooms.length === 0);
  });
});
