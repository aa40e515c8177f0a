/** Clients whose connection is gone and whose seat is not: what stock calls reconnection. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import type { Player } from './player.ts';
import {
  boatOf,
  comesBack,
  cut,
  cutOnServer,
  type HarbourState,
  returnWith,
  sail,
} from './sailor.ts';

type Sailor = Player<HarbourState>;

let running: TestServer;
let url: string;
beforeAll(async () => {
  running = await startServer(['harbour']);
  ({ url } = running);
});
afterAll(async () => running.server.close());

function row(sailor: Sailor, dx: number): void {
  sailor.input.data.dx = dx;
  sailor.input.send();
}

/** Its state is what the other has at the same tick. */
async function agrees(one: Sailor, other: Sailor): Promise<void> {
  const seen = new Map<number, string>();
  const note = (state: HarbourState) => seen.set(state.tick, JSON.stringify(state.toJSON()));
  one.room.onStateChange(note);
  await one.frames(20);
  await eventually(() => seen.has(other.state.tick));
  expect(JSON.stringify(other.state.toJSON())).toBe(seen.get(other.state.tick));
}

describe('a client whose socket is destroyed on the server', () => {
  test('comes back by itself: state, inputs, acks and messages go on', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    for (let sent = 0; sent < 7; sent++) row(guest, 1);
    await guest.until(() => guest.input.lastProcessed === 7);
    const back = comesBack(guest, 300);
    cutOnServer(guest);
    await host.until(() => boatOf(host, guest).moored);
    // The world goes on: somebody comes whom it has not seen, and others leave.
    const other = await sail(url, 0, host);
    await back;
    await guest.until(() => guest.fullStates === 2);
    expect(await guest.message('ahoy')).toEqual({ x: 7 });
    expect(guest.codes.slice(guest.codes.lastIndexOf(10)).slice(0, 3)).toEqual([10, 14, 13]);
    expect(guest.state.boats.size).toBe(3);
    expect(boatOf(guest)).toMatchObject({ x: 7, slot: 1, moored: false });
    for (let sent = 0; sent < 3; sent++) row(guest, 10);
    await guest.until(() => guest.input.lastProcessed === 3);
    expect([guest.input.sentCount, boatOf(guest).x]).toEqual([3, 37]);
    await agrees(host, guest);
    await host.until(() => host.state.diary.includes('1:back'));
    expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,true) 2:in 1:back ');
    guest.room.send('shout', 'land');
    expect(await host.message('shout')).toBe('land');
    await Promise.all([host.room.leave(), guest.room.leave(), other.room.leave()]);
  });

  test('learns on return what went while it was away', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    const other = await sail(url, 0, host);
    await guest.until(() => guest.state.boats.size === 3);
    const back = comesBack(guest, 300);
    cutOnServer(guest);
    await host.until(() => boatOf(host, guest).moored);
    await other.room.leave();
    await host.until(() => host.state.boats.size === 2);
    await back;
    await guest.until(() => guest.fullStates === 2);
    expect([...guest.state.boats.keys()].toSorted()).toEqual(
      [host.sessionId, guest.sessionId].toSorted(),
    );
    await agrees(host, guest);
    await Promise.all([host.room.leave(), guest.room.leave()]);
  });

  test('can do so again and again, in the same slot', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    for (let round = 1; round <= 4; round++) {
      const back = comesBack(guest);
      cutOnServer(guest);
      await back;
      await guest.until(() => guest.fullStates === round + 1);
      row(guest, 1);
      await guest.until(() => guest.input.lastProcessed === 1 && boatOf(guest).x === round);
    }
    const rounds = '1:drop(1006,true) 1:back '.repeat(4);
    expect(guest.state.diary).toBe(`0:in 1:in ${rounds}`);
    await Promise.all([host.room.leave(), guest.room.leave()]);
  });

  test('is one of forty at the same moment', async () => {
    const host = await sail(url, 0);
    const guests = await Promise.all(Array.from({ length: 40 }, () => sail(url, 20, host)));
    const slots = guests.map((guest) => boatOf(guest).slot);
    const back = guests.map((guest) => comesBack(guest));
    for (const guest of guests) cutOnServer(guest);
    await Promise.all(back);
    for (const guest of guests) await guest.until(() => guest.fullStates === 2);
    for (const guest of guests) row(guest, 5);
    for (const guest of guests) await guest.until(() => guest.input.lastProcessed === 1);
    expect(guests.map((guest) => boatOf(guest).slot)).toEqual(slots);
    await host.until(() => guests.every((guest) => boatOf(host, guest).x === 5));
    await agrees(host, guests[17] as Sailor);
    expect(errorsOf(running.logs)).toEqual([]);
    await Promise.all([host, ...guests].map(({ room }) => room.leave()));
  });

  test('during a long step', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    const back = comesBack(guest);
    host.room.send('spin', 300);
    await sleep(30);
    cutOnServer(guest);
    await back;
    await guest.until(() => guest.fullStates === 2);
    row(guest, 2);
    await guest.until(() => guest.input.lastProcessed === 1 && boatOf(guest).x === 2);
    await Promise.all([host.room.leave(), guest.room.leave()]);
  });
});

test('a client that is back before the game has said no is sent away, as in stock', async () => {
  const host = await sail(url, 0);
  const guest = await sail(url, 0, host);
  void comesBack(guest);
  host.room.send('spin', 300);
  await sleep(30);
  cutOnServer(guest);
  expect((await guest.closed()).code).toBe(4003);
  await host.until(() => host.state.boats.size === 1);
  expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,false) 1:out(1006,false) ');
  const next = await sail(url, 0, host);
  expect(boatOf(next).slot).toBe(1);
  await Promise.all([host.room.leave(), next.room.leave()]);
});

test('in rooms that are stolen all the time', { timeout: 40_000 }, async () => {
  const hosts = await Promise.all(Array.from({ length: 6 }, () => sail(url, 0)));
  const guests = await Promise.all(hosts.map((host) => sail(url, 20, host)));
  for (let round = 1; round <= 5; round++) {
    const back = guests.map((guest) => comesBack(guest));
    for (const [at, host] of hosts.entries()) host.room.send('spin', 15 + ((at * round) % 30));
    for (const guest of guests) cutOnServer(guest);
    await Promise.all(back);
    for (const guest of guests) await guest.until(() => guest.fullStates === round + 1);
    for (const guest of guests) row(guest, round);
    for (const guest of guests) await guest.until(() => guest.input.lastProcessed === 1);
  }
  for (const guest of guests) await guest.until(() => boatOf(guest).x === 15);
  const ids = new Set(hosts.map(({ room }) => room.roomId));
  const rooms = running.server.stats().rooms.filter(({ roomId }) => ids.has(roomId));
  expect(rooms.reduce((steals, room) => steals + room.steals, 0)).toBeGreaterThan(0);
  await Promise.all([...hosts, ...guests].map(({ room }) => room.leave()));
});

describe('by its token', () => {
  test('and is kicked by onReconnect', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    guest.room.send('teleport', 777);
    await guest.until(() => boatOf(guest).x === 777);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    const startMs = performance.now();
    await expect(returnWith(url, guest.room.reconnectionToken)).rejects.toMatchObject({
      code: 4_777,
    });
    expect(performance.now() - startMs).toBeLessThan(2_000);
    await host.until(() => host.state.boats.size === 1);
    expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,true) 1:back 1:out(4777,false) ');
    await host.room.leave();
  });

  test('a new client takes the seat', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    row(guest, 4);
    await guest.until(() => guest.input.lastProcessed === 1);
    const token = guest.room.reconnectionToken;
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    const again = await returnWith(url, token);
    expect(again.sessionId).toBe(guest.sessionId);
    expect(again.room.reconnectionToken).not.toBe(token);
    expect(boatOf(again)).toMatchObject({ x: 4, slot: 1 });
    row(again, 4);
    await again.until(() => again.input.lastProcessed === 1 && boatOf(again).x === 8);
    await agrees(host, again);
    await Promise.all([host.room.leave(), again.room.leave()]);
  });

  test.for([0, 300])('also while its old connection is open, in a %d ms step', async (ms) => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    host.room.send('spin', ms);
    await sleep(30);
    const again = await returnWith(url, guest.room.reconnectionToken);
    expect(again.sessionId).toBe(guest.sessionId);
    expect((await guest.closed()).code).toBe(4002);
    row(again, 1);
    await again.until(() => boatOf(again).x === 1);
    expect(again.state.diary).toContain('1:drop(4002,true) 1:back');
    await Promise.all([host.room.leave(), again.room.leave()]);
  });

  test('after it was kicked', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    host.room.send('kick', { slot: 1, code: 4_200 });
    expect(await guest.closed()).toEqual({ code: 4_200, reason: 'kicked' });
    const again = await returnWith(url, guest.room.reconnectionToken);
    expect(again.state.diary).toBe('0:in 1:in 1:drop(4200,true) 1:back ');
    await Promise.all([host.room.leave(), again.room.leave()]);
  });

  test('not with a wrong one, and not without a session that is held', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    const { roomId } = host.room;
    await expect(returnWith(url, `${roomId}:stranger`)).rejects.toMatchObject({ code: 524 });
    await expect(returnWith(url, 'nowhere:stranger')).rejects.toMatchObject({ code: 522 });
    expect(boatOf(host, guest).moored).toBe(true);
    const again = await returnWith(url, guest.room.reconnectionToken);
    await again.room.leave();
    await expect(returnWith(url, again.room.reconnectionToken)).rejects.toMatchObject({
      code: 524,
    });
    await host.room.leave();
  });

  test('unless onReconnect refuses it: onLeave follows, and the seat is free', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    guest.room.send('teleport', 666);
    await guest.until(() => boatOf(guest).x === 666);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    await expect(returnWith(url, guest.room.reconnectionToken)).rejects.toMatchObject({
      code: 4_666,
      message: 'not you again',
    });
    await host.until(() => host.state.boats.size === 1);
    expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,true) 1:back 1:out(4003,false) ');
    const next = await sail(url, 0, host);
    expect(boatOf(next).slot).toBe(1);
    await Promise.all([host.room.leave(), next.room.leave()]);
  });
});

test('nothing of all this was an error', () => {
  expect(errorsOf(running.logs)).toEqual([]);
});
