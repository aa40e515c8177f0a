/**
 * GameRoom between a real Colyseus server with stock SDK clients on one side and a scripted
 * worker on the other: the ordinary life of a room.
 */
import { CloseCode, ErrorCode, getMessageBytes, Protocol } from '@colyseus/core';
import { Encoder } from '@colyseus/schema';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FromRoom, leaveCode, leaveWord, roomSlot, ToRoom } from '../../../src/channel/records.ts';
import { until } from '../sockets/loopback.ts';
import { closing, FrontHouse, kinds, State } from './front-house.ts';
import { obliging, type StandIn, type StandInRoom } from './stand-in.ts';

let house: FrontHouse;
let standIn: StandIn;

beforeEach(async () => {
  house = await FrontHouse.open();
  ({ standIn } = house);
});
afterEach(() => house.close());

describe('a room from its first record to its last', () => {
  test('options, join, acknowledgement, state, input, message, leave, disposal', async () => {
    const joined = await house.join({ level: 3 });
    const room = house.newest();
    await until(() => kinds(room).includes(ToRoom.READY));
    const [create, join0] = room.seen;
    expect(JSON.parse(String(create?.body))).toEqual({ level: 3 });
    expect(JSON.parse(String(join0?.body))).toEqual({
      sessionId: joined.sessionId,
      options: { level: 3 },
    });

    const input = joined.input();
    const state = new State();
    state.round = 7;
    const encoder = new Encoder(state);
    room.write(FromRoom.FULL_STATE, 0, 1_000, 5, encoder.encodeAll());
    await until(() => joined.state.round === 7);
    encoder.discardChanges();
    state.round = 8;
    const acks = Buffer.alloc(8);
    acks.writeUInt32LE(9, 0);
    room.write(FromRoom.PATCH, 0, 1_050, 2, Buffer.concat([acks, encoder.encode()]));
    await until(() => joined.state.round === 8);
    expect(input.lastProcessed).toBe(9);

    (input.data as { dx: number }).dx = 1;
    input.send();
    joined.send('chat', { text: 'hi' });
    await until(() => kinds(room).includes(ToRoom.MESSAGE));
    const [frame, message] = room.seen.slice(-2);
    expect(frame).toMatchObject({ kind: ToRoom.INPUT, slot: 0 });
    expect((frame?.body[0] as number) & 0x1f).toBe(Protocol.ROOM_INPUT_RELIABLE);
    const chat = getMessageBytes.raw(Protocol.ROOM_DATA, 'chat', { text: 'hi' });
    expect(message?.body.subarray(0, 6)).toEqual(chat.subarray(0, 6));

    const heard: unknown[] = [];
    joined.onMessage('chat', (payload) => heard.push(payload));
    room.write(FromRoom.SEND, 0, 0, 0, chat);
    room.write(FromRoom.BROADCAST, 0, 0, 0, chat);
    await until(() => heard.length === 2);

    await joined.leave();
    await until(() => standIn.closed.length === 1);
    expect(room.seen.slice(-2)).toEqual([
      {
        kind: ToRoom.LEAVE,
        slot: 0,
        a: leaveWord(CloseCode.CONSENTED, true),
        body: Buffer.alloc(0),
      },
      { kind: ToRoom.DISPOSE, slot: 0, a: 0, body: Buffer.alloc(0) },
    ]);
    expect(standIn.services.rooms.size).toBe(0);
    expect(standIn.services.memory.idleBytes).toBe(room.opened.memory.byteLength);
  });

  test('an index and its memory serve the next room under another epoch', async () => {
    await (await house.join()).leave();
    await until(() => standIn.closed.length === 1);
    await house.join();
    const [first, second] = standIn.rooms as [StandInRoom, StandInRoom];
    expect(second.opened.memory).toBe(first.opened.memory);
    expect(second.opened.room).toBe(first.opened.room);
    expect(second.opened.epoch).not.toBe(first.opened.epoch);
  });

  test('frames that are neither message nor input stay with core', async () => {
    const joined = await house.join();
    const room = house.newest();
    const forwarded = () => room.seen.filter(({ kind }) => kind === ToRoom.MESSAGE);
    for (const code of [0, 11, 14, 15, 16, 22, 31]) joined.connection.send(Buffer.of(code));
    expect(await new Promise((resolve) => joined.ping(resolve))).toBeGreaterThanOrEqual(0);
    await until(() => kinds(room).length === 3);
    expect(kinds(room)).toEqual([ToRoom.CREATE, ToRoom.JOIN, ToRoom.READY]);
    joined.send('unheard of');
    joined.sendBytes('unheard of', Buffer.of(1));
    joined.request('unheard of').catch(() => {});
    await until(() => forwarded().length === 3);
    expect(forwarded().map(({ body }) => body[0])).toEqual([
      Protocol.ROOM_DATA,
      Protocol.ROOM_DATA_BYTES,
      Protocol.ROOM_REQUEST,
    ]);
  });
});

describe('a worker that says no', () => {
  const error = { name: 'E', code: 4_777, text: 'not today', stack: undefined };

  test.for([
    [420, 420],
    [4_777, ErrorCode.MATCHMAKE_UNHANDLED],
  ])('to CREATE with code %i: the client hears %i and the text', async ([code, heard]) => {
    standIn.script = (room, { kind }) => {
      if (kind !== ToRoom.CREATE) return;
      room.write(FromRoom.REJECTED, roomSlot, 0, 0, JSON.stringify({ ...error, code }));
    };
    await expect(house.join()).rejects.toMatchObject({ code: heard, message: 'not today' });
    await until(() => standIn.closed.length === 1);
    expect(standIn.services.rooms.size).toBe(0);
  });

  test('to JOIN: the client hears it, and the slot is free for the next', async () => {
    standIn.script = (room, record) => {
      if (record.kind === ToRoom.JOIN && record.body.includes('refuse')) {
        room.write(FromRoom.REJECTED, record.slot, 0, 0, JSON.stringify(error));
      } else {
        obliging(room, record);
      }
    };
    await house.join();
    await expect(house.join({ refuse: true })).rejects.toMatchObject({ code: 4_777 });
    await house.join();
    const slots = house.newest().seen.filter(({ kind }) => kind === ToRoom.JOIN);
    expect(slots.map(({ slot }) => slot)).toEqual([0, 1, 1]);
    expect(kinds(house.newest())).not.toContain(ToRoom.LEAVE);
  });

  test('by KICK: the client is closed with its code and a reason that fits', async () => {
    const joined = await house.join();
    const closed = closing(joined);
    house.newest().write(FromRoom.KICK, 0, 4_100, 0, 'é'.repeat(100));
    expect(await closed).toEqual([4_100, 'é'.repeat(61)]);
    await until(() => kinds(house.newest()).includes(ToRoom.LEAVE));
    const leave = house.newest().seen.find(({ kind }) => kind === ToRoom.LEAVE);
    expect(leaveCode(leave?.a as number)).toBe(4_100);
  });

  test('by KICK with a code that may not be sent: closed all the same', async () => {
    const joined = await house.join();
    const closed = closing(joined);
    house.newest().write(FromRoom.KICK, 0, 500);
    expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
  });
});
