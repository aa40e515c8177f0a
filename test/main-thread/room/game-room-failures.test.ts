/**
 * GameRoom when things go wrong: rooms that fail, workers that do not answer, clients that leave
 * or flood. Real Colyseus server, stock SDK clients, scripted worker.
 */
import { CloseCode } from '@colyseus/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FromRoom, ToRoom } from '../../../src/channel/records.ts';
import { disposeLimitMs } from '../../../src/main-thread/room/game-room.ts';
import { until } from '../sockets/loopback.ts';
import { closing, FrontHouse, kinds } from './front-house.ts';
import { obliging, type StandIn, type StandInRoom } from './stand-in.ts';

let house: FrontHouse;
let standIn: StandIn;

beforeEach(async () => {
  house = await FrontHouse.open();
  ({ standIn } = house);
});
afterEach(() => house.close());

const failure = JSON.stringify({ name: 'Error', code: undefined, text: 'step', stack: 's' });

test('a room that failed closes its clients and its lease; others do not notice', async () => {
  const [first, other] = [await house.sdk.create('game'), await house.sdk.create('game')];
  first.reconnection.enabled = false;
  const [failing, fine] = standIn.rooms as [StandInRoom, StandInRoom];
  const closed = closing(first);
  failing.write(FromRoom.FAILED, 0, 42, 0, failure);
  expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
  await until(() => standIn.closed.length === 1);
  expect(kinds(failing)).not.toContain(ToRoom.LEAVE);
  expect(other.connection.isOpen).toBe(true);
  expect(standIn.services.rooms.has(fine.opened.room as never)).toBe(true);
});

test('FAILED right behind CREATED fails the creation', async () => {
  standIn.script = (room, { kind }) => {
    if (kind !== ToRoom.CREATE) return;
    room.write(FromRoom.CREATED);
    room.write(FromRoom.FAILED, 0, 0, 0, failure);
  };
  await expect(house.join()).rejects.toThrow('failed');
  await until(() => standIn.closed.length === 1);
});

test('a join that is under way when the room fails is refused', async () => {
  await house.join();
  standIn.script = (room, { kind }) => {
    if (kind === ToRoom.JOIN) room.write(FromRoom.FAILED, 0, 1, 0, failure);
  };
  await expect(house.join()).rejects.toThrow('failed');
});

test('an out ring that is no ring any more fails the room, not the process', async () => {
  const joined = await house.join();
  const closed = closing(joined);
  house.newest().write(99);
  expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
});

test('a client that leaves while its join waits leaves once, after JOINED', async () => {
  await house.join();
  const room = house.newest();
  let pending: number | undefined;
  standIn.script = (to, record) => {
    if (record.kind === ToRoom.JOIN) pending = record.slot;
    else obliging(to, record);
  };
  const reservation = await house.sdk.http.post('/matchmake/joinOrCreate/game', { body: {} });
  const { sessionId, roomId, processId } = reservation.data as Record<string, string>;
  const base = `ws://127.0.0.1:${house.port}`;
  const socket = new WebSocket(`${base}/${processId}/${roomId}?sessionId=${sessionId}`);
  await until(() => pending !== undefined);
  socket.close();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(kinds(room)).not.toContain(ToRoom.LEAVE);
  room.write(FromRoom.JOINED, pending);
  await until(() => kinds(room).includes(ToRoom.LEAVE));
  await until(() => kinds(room).filter((kind) => kind === ToRoom.LEAVE).length === 1);
  standIn.script = obliging;
  room.write(FromRoom.LEFT, pending);
  expect((await house.join()).connection.isOpen).toBe(true);
});

test('a full ring closes the client whose frame found it full', async () => {
  const joined = await house.join();
  await until(() => kinds(house.newest()).includes(ToRoom.READY));
  standIn.isAsleep = true;
  const closed = closing(joined);
  const text = 'x'.repeat(3_500);
  for (let count = 0; count < 40; count++) joined.send('chat', text);
  const [code, reason] = await closed;
  expect([code, reason]).toEqual([CloseCode.WITH_ERROR, 'the room cannot keep up with its input']);
  expect(standIn.services.counters).toEqual({ inputsDropped: 1, clientsClosed: 1 });
  standIn.isAsleep = false;
  // LEAVE waited for space.
  await until(() => kinds(house.newest()).includes(ToRoom.LEAVE));
});

test('options that could never fit are refused', async () => {
  await expect(house.join({ text: 'x'.repeat(100_000) })).rejects.toThrow('bytes of options');
  await until(() => standIn.closed.length === 1);
});

test('too many rooms: the client hears which option to raise', async () => {
  for (let count = 0; count < 4; count++) await house.sdk.create('game');
  await expect(house.sdk.create('game')).rejects.toThrow('roomsMax');
});

test('a worker that never disposes is not waited for, and its lease not reused', async () => {
  const joined = await house.join();
  const room = house.newest();
  standIn.script = (to, record) => {
    if (record.kind === ToRoom.LEAVE) standIn.stuckIn = to.opened.room;
  };
  const leftAtMs = performance.now();
  await joined.leave();
  await until(() => standIn.services.rooms.get(room.opened.room as never)?.clients.length === 0);
  await new Promise((resolve) => setTimeout(resolve, disposeLimitMs + 200));
  expect(performance.now() - leftAtMs).toBeGreaterThan(disposeLimitMs);
  expect(standIn.closed).toEqual([]);
  expect(standIn.services.memory.idleBytes).toBe(0);
  standIn.unstick();
  await until(() => standIn.closed.length === 1);
});
