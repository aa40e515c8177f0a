/** Seats that are held for clients that do not come back, and what ends the wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';
import { boatOf, cut, type HarbourState, returnWith, sail } from './sailor.ts';

let running: TestServer;
let url: string;
beforeAll(async () => {
  running = await startServer(['harbour', 'pier']);
  ({ url } = running);
});
afterAll(async () => running.server.close());

describe('a seat that is held', () => {
  test('for a time goes to onLeave afterwards, with the same code', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 0.3, host);
    cut(guest);
    await host.until(() => host.state.diary.includes('1:drop(1006,true)'));
    await host.until(() => host.state.diary.includes('1:out(1006,false)'));
    expect(host.state.boats.size).toBe(1);
    await expect(returnWith(url, guest.room.reconnectionToken)).rejects.toMatchObject({
      code: 524,
    });
    const next = await sail(url, 0, host);
    expect(boatOf(next).slot).toBe(1);
    await Promise.all([host.room.leave(), next.room.leave()]);
  });

  test('without a limit is given up by disconnect', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, -1, host);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    host.room.send('kick', { slot: 1, code: 4_000 });
    await host.until(() => host.state.boats.size === 1);
    expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,true) 1:out(1006,false) ');
    await host.room.leave();
  });

  test('is not held when the game says so: onLeave at once', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 0, host);
    cut(guest);
    await host.until(() => host.state.boats.size === 1);
    expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,false) 1:out(1006,false) ');
    await host.room.leave();
  });

  test('and not held leaves the room empty: it ends at once', async () => {
    const guest = await sail(url, 0);
    const { roomId } = guest.room;
    const isOpen = () => running.server.stats().rooms.some((room) => room.roomId === roomId);
    const startMs = performance.now();
    cut(guest);
    await eventually(() => !isOpen());
    expect(performance.now() - startMs).toBeLessThan(700);
  });

  test('with consent runs no onDrop', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    expect(await guest.room.leave()).toBe(4000);
    await host.until(() => host.state.boats.size === 1);
    expect(host.state.diary).toBe('0:in 1:in 1:out(4000,false) ');
    await host.room.leave();
  });

  test('keeps the room, which ends when its time is over', async () => {
    const guest = await sail(url, 0.5);
    const { roomId, reconnectionToken } = guest.room;
    cut(guest);
    await sleep(200);
    const again = await returnWith(url, reconnectionToken);
    cut(again);
    await eventually(() => running.server.stats().rooms.every((room) => room.roomId !== roomId));
    const line = running.logs.find(({ msg, room }) => msg === 'harbour closed' && room === roomId);
    expect(line?.diary).toBe('0:in 0:drop(1006,true) 0:back 0:drop(1006,true) 0:out(1006,false) ');
  });

  test('counts as a client: its seat is nobody else’s', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, 20, host);
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    const next = await sail(url, 0, host);
    expect(boatOf(next).slot).toBe(2);
    await Promise.all([host.room.leave(), next.room.leave()]);
  });

  test('is given up when the room is closed: onLeave runs before onDispose', async () => {
    const host = await sail(url, 0);
    const guest = await sail(url, -1, host);
    const { roomId } = host.room;
    cut(guest);
    await host.until(() => boatOf(host, guest).moored);
    host.room.send('close', 4_300);
    expect((await host.closed()).code).toBe(4_300);
    await eventually(() => running.server.stats().rooms.every((room) => room.roomId !== roomId));
    const line = running.logs.find(({ msg, room }) => msg === 'harbour closed' && room === roomId);
    for (const word of ['1:out(1006,false)', '0:drop(4300,false)', '0:out(4300,false)']) {
      expect(line?.diary).toContain(word);
    }
  });
});

describe('in onLeave, where a game has no onDrop', () => {
  interface PierState {
    readonly diary: string;
  }
  const arrive = (seconds: number) => create<PierState>(url, 'pier', { seconds });
  const back = (player: Player<PierState>) =>
    returnWith(url, player.room.reconnectionToken) as unknown as Promise<Player<PierState>>;

  test('the seat is held, and onLeave runs again when its time is over', async () => {
    const host = await arrive(0);
    const guest = await join<PierState>(url, host.room.roomId, { seconds: 0.2 });
    cut(guest as unknown as Player<HarbourState>);
    await host.until(() => host.state.diary === 'in in leave(1006,true) leave(1006,false) ');
    await expect(back(guest)).rejects.toMatchObject({ code: 524 });
    await host.room.leave();
  });

  test('and the client comes back to it, also when it had asked to leave', async () => {
    const host = await arrive(0);
    const guest = await join<PierState>(url, host.room.roomId, { seconds: 20 });
    expect(await guest.room.leave()).toBe(4000);
    const again = await back(guest);
    expect(again.state.diary).toBe('in in leave(4000,true) back ');
    await again.frames(0);
    cut(again as unknown as Player<HarbourState>);
    await host.until(() => host.state.diary.endsWith('leave(1006,true) '));
    const third = await back(again);
    await host.room.leave();
    await third.room.leave();
  });
});

test('nothing of all this was an error', () => {
  expect(errorsOf(running.logs)).toEqual([]);
});
