/** Seats when a worker answers too late, or no more: what was begun is undone, once. */
import { schema, t } from '@colyseus/schema';
import type { Room as SdkRoom } from '@colyseus/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FromRoom, holdForever, leaveWord, ToRoom } from '../../../src/channel/records.ts';
import { defineGame } from '../../../src/game/define-game.ts';
import { until } from '../sockets/loopback.ts';
import { closing, FrontHouse, kinds } from './front-house.ts';
import { obliging, type Seen, type StandIn, type StandInRoom } from './stand-in.ts';

const game = defineGame({
  state: schema({ round: t.uint16() }, 'State'),
  capacity: { clients: 2 },
  onDrop: () => {},
});
const answerMs = 150;
const refusal = { code: 523, message: `no worker has answered within ${answerMs} ms` };

let house: FrontHouse;
let standIn: StandIn;
let room: StandInRoom;
let host: SdkRoom;
/** Records that the worker has read and not answered. */
let unanswered: Seen[];

beforeEach(async () => {
  house = await FrontHouse.open(game, answerMs);
  ({ standIn } = house);
  host = await house.join();
  room = house.newest();
  await until(() => kinds(room).includes(ToRoom.READY));
  unanswered = [];
});
afterEach(() => house.close());

/** The worker no longer answers records of this kind. */
function ignore(ignored: number): void {
  standIn.script = (to, record) => {
    if (record.kind === ignored) unanswered.push(record);
    else obliging(to, record);
  };
}

const cut = (joined: SdkRoom) => joined.connection.transport.close(3_000);
const leaves = () => room.seen.filter(({ kind }) => kind === ToRoom.LEAVE);
const slotOf = (kind: number) => room.seen.findLast((record) => record.kind === kind)?.slot;

async function joined(): Promise<SdkRoom> {
  const ready = kinds(room).filter((kind) => kind === ToRoom.READY).length;
  const guest = await house.join();
  await until(() => kinds(room).filter((kind) => kind === ToRoom.READY).length > ready);
  return guest;
}

test('a join that nobody answers is refused; JOINED afterwards is answered by LEAVE', async () => {
  ignore(ToRoom.JOIN);
  await expect(house.join()).rejects.toMatchObject(refusal);
  expect(leaves()).toEqual([]);
  room.write(FromRoom.JOINED, 1);
  await until(() => leaves().length === 1);
  expect(leaves()[0]).toMatchObject({ slot: 1, a: leaveWord(4_002, false) });
  standIn.script = obliging;
  await joined();
  expect(slotOf(ToRoom.JOIN)).toBe(1);
});

test('or by nothing, if it was REJECTED', async () => {
  ignore(ToRoom.JOIN);
  await expect(house.join()).rejects.toMatchObject(refusal);
  room.write(FromRoom.REJECTED, 1, 0, 0, JSON.stringify({ name: 'E', code: 1, text: 'no' }));
  standIn.script = obliging;
  await joined();
  expect(slotOf(ToRoom.JOIN)).toBe(1);
  expect(leaves()).toEqual([]);
});

test('a join waits for a slot no longer than for an answer', async () => {
  ignore(ToRoom.LEAVE);
  const guest = await joined();
  await guest.leave();
  await expect(house.join()).rejects.toMatchObject(refusal);
  room.write(FromRoom.LEFT, 1);
  await joined();
  expect(slotOf(ToRoom.JOIN)).toBe(1);
});

test('HELD after a leave that did not wait so long is answered by LEAVE for good', async () => {
  ignore(ToRoom.LEAVE);
  const guest = await joined();
  await guest.leave();
  expect(leaves()).toMatchObject([{ slot: 1, a: leaveWord(4_000, true) }]);
  room.write(FromRoom.HELD, 1, 5_000);
  await until(() => leaves().length === 2);
  expect(leaves()[1]).toMatchObject({ slot: 1, a: leaveWord(4_000, false) });
});

test('HELD after a drop that did not wait so long is nothing: LEAVE is on its way', async () => {
  ignore(ToRoom.DROP);
  cut(await joined());
  await until(() => leaves().length === 1);
  expect(leaves()).toMatchObject([{ slot: 1, a: leaveWord(unanswered[0]?.a as number, false) }]);
  room.write(FromRoom.HELD, 1, holdForever);
  await joined();
  expect(leaves()).toHaveLength(1);
});

test('a return that nobody answers is refused, and leaves', async () => {
  standIn.script = (to, record) => {
    if (record.kind === ToRoom.DROP) to.write(FromRoom.HELD, record.slot, holdForever);
    else if (record.kind !== ToRoom.RETURN) obliging(to, record);
  };
  const guest = await joined();
  cut(guest);
  await until(() => kinds(room).includes(ToRoom.DROP));
  await expect(house.sdk.reconnect(guest.reconnectionToken)).rejects.toMatchObject(refusal);
  await until(() => leaves().length === 1);
  expect(leaves()).toMatchObject([{ slot: 1, a: leaveWord(4_003, false) }]);
  room.write(FromRoom.RETURNED, 1);
  standIn.script = obliging;
  await joined();
  expect(slotOf(ToRoom.JOIN)).toBe(1);
});

test('a client that is kicked on its way back keeps nobody waiting', async () => {
  standIn.script = (to, record) => {
    if (record.kind === ToRoom.DROP) to.write(FromRoom.HELD, record.slot, holdForever);
    else if (record.kind === ToRoom.RETURN) to.write(FromRoom.KICK, record.slot, 4_777);
    else obliging(to, record);
    if (record.kind === ToRoom.RETURN) to.write(FromRoom.RETURNED, record.slot);
  };
  const guest = await joined();
  cut(guest);
  await until(() => kinds(room).includes(ToRoom.DROP));
  const refused = house.sdk.reconnect(guest.reconnectionToken);
  await expect(refused).rejects.toMatchObject({ code: 4_777 });
  await new Promise((resolve) => setTimeout(resolve, answerMs * 2));
  expect(leaves()).toMatchObject([{ slot: 1, a: leaveWord(4_777, false) }]);
  expect(standIn.errors).toEqual([]);
});

test('a room that fails while seats are held or asked about closes who is there', async () => {
  ignore(ToRoom.DROP);
  cut(await joined());
  await until(() => unanswered.length === 1);
  const closed = closing(host);
  host.reconnection.enabled = false;
  const failure = JSON.stringify({ name: 'Error', code: undefined, text: 'step' });
  room.write(FromRoom.FAILED, 0, 1, 0, failure);
  expect((await closed)[0]).toBe(4002);
  await until(() => standIn.closed.length === 1);
  expect(leaves()).toEqual([]);
});
