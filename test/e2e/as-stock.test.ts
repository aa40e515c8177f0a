/**
 * Clients that drop and come back, each scenario with a game and with an ordinary Colyseus room:
 * the same hooks in the same order with the same codes, the same words to the client.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { matchMaker } from '@colyseus/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadSdk } from '../../src/soak/bots/sdk/load-sdk.ts';
import { startServer, type TestServer } from './harness.ts';
import { Player } from './player.ts';
import { boatOf, comesBack, cut, cutOnServer, type HarbourState, returnWith } from './sailor.ts';
import { StockHarbour } from './stock-harbour.ts';

const { Client } = await loadSdk();
type Sailor = Player<HarbourState>;

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['harbour']);
  matchMaker.defineRoomType('stock', StockHarbour);
});
afterAll(async () => {
  await running.server.close();
  matchMaker.removeRoomType('stock');
});

interface Voyage {
  readonly host: Sailor;
  readonly guest: Sailor;
  /** What the clients heard. */
  readonly heard: unknown[];
}

async function embark(game: string, seconds: number): Promise<Voyage> {
  const client = new Client(running.url);
  const host = new Player<HarbourState>(await client.create(game, { seconds: 0 }));
  const guest = new Player<HarbourState>(await client.joinById(host.room.roomId, { seconds }));
  await guest.until(() => guest.fullStates > 0);
  await host.until(() => host.state.boats.size === 2);
  return { host, guest, heard: [] };
}

const refused = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'came back',
    ({ code, message }) => ({ code, message }),
  );

/** What a close tells the client; its own end makes up 1005 and 1006. */
const scenarios: Record<string, (voyage: Voyage) => Promise<void>> = {
  async 'cut, and back by itself'({ host, guest, heard }) {
    const back = comesBack(guest, 100);
    cutOnServer(guest);
    await host.until(() => boatOf(host, guest).moored);
    await back;
    await guest.until(() => guest.fullStates === 2);
    heard.push(guest.codes.slice(guest.codes.lastIndexOf(10)).slice(0, 3));
    heard.push(await guest.message('ahoy'));
    await guest.room.leave();
  },
  async 'kicked, and back by its token, twice'({ host, guest, heard }) {
    host.room.send('kick', { slot: 1, code: 4_200 });
    heard.push(await guest.closed());
    const again = await returnWith(running.url, guest.room.reconnectionToken);
    heard.push(await again.message('ahoy'));
    // The host may still see it as it was after the kick: then the next line would not wait.
    await host.until(() => !boatOf(host, guest).moored);
    cut(again);
    await host.until(() => boatOf(host, guest).moored);
    const third = await returnWith(running.url, again.room.reconnectionToken);
    heard.push(third.sessionId === guest.sessionId);
    heard.push(await refused(returnWith(running.url, guest.room.reconnectionToken)));
    await third.room.leave();
  },
  async 'back over a connection that is still open'({ guest, heard }) {
    const again = await returnWith(running.url, guest.room.reconnectionToken);
    heard.push(await again.message('ahoy'));
    await again.room.leave();
  },
  async 'refused by onReconnect'({ host, guest, heard }) {
    guest.room.send('teleport', 666);
    await host.until(() => boatOf(host, guest).x === 666);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    heard.push(await refused(returnWith(running.url, guest.room.reconnectionToken)));
    await host.until(() => host.state.boats.size === 1);
  },
  async 'a stranger with a wrong token'({ host, guest, heard }) {
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    heard.push(await refused(returnWith(running.url, `${host.room.roomId}:stranger`)));
    const again = await returnWith(running.url, guest.room.reconnectionToken);
    await again.room.leave();
  },
  async 'beside one whose onJoin throws, with a seat to hold'({ host, guest, heard }) {
    const client = new Client(running.url);
    const options = { seconds: 20, refuse: true };
    heard.push(await refused(client.joinById(host.room.roomId, options)));
    await guest.room.leave();
  },
  async 'left with consent: no way back'({ host, guest, heard }) {
    await guest.room.leave();
    await host.until(() => host.state.boats.size === 1);
    heard.push(await refused(returnWith(running.url, guest.room.reconnectionToken)));
  },
};

async function transcript(game: string, scenario: string, seconds: number): Promise<unknown> {
  const voyage = await embark(game, seconds);
  const { host, heard } = voyage;
  await scenarios[scenario]?.(voyage);
  await host.until(() => host.state.boats.size === 1 && host.state.diary.includes('1:out'));
  const diary = host.state.diary.replaceAll(/,(true|false)\)/g, ')');
  await host.room.leave();
  return { diary, heard };
}

test.for(Object.keys(scenarios))('%s', async (scenario) => {
  const ours = await transcript('harbour', scenario, 20);
  expect(ours).toEqual(await transcript('stock', scenario, 20));
});

test.for([0, 0.2])('cut, and held for %d s in vain', async (seconds) => {
  const words = await Promise.all(
    ['harbour', 'stock'].map(async (game) => {
      const { host, guest } = await embark(game, seconds);
      cut(guest);
      await host.until(() => host.state.diary.includes('1:out'));
      const token = guest.room.reconnectionToken;
      const words = [host.state.diary, await refused(returnWith(running.url, token))];
      await host.room.leave();
      return JSON.stringify(words).replaceAll(/,(true|false)\)/g, ')');
    }),
  );
  expect(words[0]).toBe(words[1]);
});

test('the room is closed while somebody is away', async () => {
  const words = await Promise.all(
    ['harbour', 'stock'].map(async (game) => {
      const { host, guest } = await embark(game, 20);
      cut(guest);
      await host.until(() => boatOf(host, guest).moored);
      host.room.send('close', 4_300);
      const { code } = await host.closed();
      await sleep(50);
      return [code, await refused(returnWith(running.url, `${host.room.roomId}:x`))];
    }),
  );
  const withoutId = words.map((word) => JSON.stringify(word).replace(/\\"[\w-]+\\"/, 'it'));
  expect(withoutId[0]).toBe(withoutId[1]);
});
