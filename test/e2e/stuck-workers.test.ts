/** No worker has time: clients hear so, the log says it, and what was begun is undone later. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { errorsOf, eventually, startServer, type TestServer } from './harness.ts';
import { create, join, type Player } from './player.ts';
import { boatOf, cut, type HarbourState, returnWith, sail } from './sailor.ts';

const answerMs = 300;
const stuckMs = 1_500;
const overdue = { code: 523, message: `no worker has answered within ${answerMs} ms` };

interface DoorState {
  readonly log: string;
}

let running: TestServer;
let spinners: Player<HarbourState>[];
beforeEach(async () => {
  running = await startServer(['harbour', 'door'], { answerMs });
  spinners = [await sail(running.url, 0), await sail(running.url, 0)];
});
afterEach(() => running.server.close());

/** Both workers, each in a room of its own. */
async function stick(): Promise<void> {
  for (const { room } of spinners) room.send('spin', stuckMs);
  await sleep(50);
}

const complaints = () => errorsOf(running.logs).map(({ msg }) => msg);

test('a creation and a join are refused in time, once in the log, and leave nothing', async () => {
  const host = await create<DoorState>(running.url, 'door');
  const { roomId } = host.room;
  const roomsBefore = running.server.stats().rooms.length;
  await stick();
  await expect(create(running.url, 'door')).rejects.toMatchObject(overdue);
  const joins = [join(running.url, roomId), join(running.url, roomId)];
  for (const attempt of joins) await expect(attempt).rejects.toMatchObject(overdue);
  const lines = complaints();
  expect(lines).toHaveLength(2);
  expect(lines.every((line) => line.startsWith(overdue.message))).toBe(true);

  // The workers are free again: the joins that nobody waited for are over.
  await host.until(() => host.state.log === 'in in in out(4002) out(4002) ');
  const guests = [await join(running.url, roomId), await join(running.url, roomId)];
  await eventually(() => running.server.stats().rooms.length === roomsBefore);
  expect(complaints()).toHaveLength(2);
  for (const { room } of [host, ...guests]) await room.leave();
});

test('a client that leaves does not wait for ever', async () => {
  const host = await create<DoorState>(running.url, 'door');
  const guest = await join<DoorState>(running.url, host.room.roomId);
  await stick();
  const startMs = performance.now();
  expect(await guest.room.leave()).toBe(4000);
  expect(performance.now() - startMs).toBeLessThan(stuckMs / 2);
  await host.until(() => host.state.log === 'in in out(4000) ');
  const next = await join<DoorState>(running.url, host.room.roomId);
  await next.room.leave();
  await host.room.leave();
});

test('a seat is not held when the game says so too late', async () => {
  const host = await sail(running.url, 0);
  const guest = await sail(running.url, 20, host);
  await stick();
  cut(guest);
  // Core has been told no by then, and the worker's yes is taken back.
  await host.until(() => host.state.diary.includes('1:out(1006'));
  expect(host.state.diary).toBe('0:in 1:in 1:drop(1006,true) 1:out(1006,false) ');
  await expect(returnWith(running.url, guest.room.reconnectionToken)).rejects.toThrow();
  const next = await sail(running.url, 0, host);
  expect(boatOf(next).slot).toBe(1);
  await Promise.all([host.room.leave(), next.room.leave()]);
});
