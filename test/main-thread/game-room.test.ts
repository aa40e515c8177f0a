/**
 * GameRoom between a real Colyseus server with stock SDK clients on one side and a scripted
 * worker on the other.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloseCode, ErrorCode, getMessageBytes, Protocol, Server } from '@colyseus/core';
import { Encoder, schema, t } from '@colyseus/schema';
import { Client as SdkClient, type Room as SdkRoom } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FromRoom, roomSlot, ToRoom } from '../../src/channel/records.ts';
import { defineGame } from '../../src/game/define-game.ts';
import { messageTypeOf } from '../../src/main-thread/frames.ts';
import { defineGameRoom, disposeLimitMs } from '../../src/main-thread/game-room.ts';
import { until } from './loopback.ts';
import { obliging, StandIn, type StandInRoom } from './stand-in.ts';

const State = schema({ round: t.uint16() }, 'State');
const Move = schema({ dx: t.int8() }, 'Move');
const definition = defineGame({
  state: State,
  input: Move,
  tickRate: 20,
  capacity: { clients: 2 },
  messages: { chat: () => {} },
});

let standIn: StandIn;
let server: Server;
let sdk: SdkClient;
let port: number;

beforeEach(async () => {
  standIn = new StandIn(definition);
  const http = createServer();
  server = new Server({
    transport: new WebSocketTransport({ server: http }),
    gracefullyShutdown: false,
    greet: false,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  server.define('game', defineGameRoom({ name: 'game', definition }, standIn.services));
  await server.listen(0, '127.0.0.1');
  ({ port } = http.address() as AddressInfo);
  sdk = new SdkClient(`http://127.0.0.1:${port}`);
});

afterEach(async () => {
  standIn.unstick();
  await server.gracefullyShutdown(false);
  await standIn.stop();
});

async function join(options?: object): Promise<SdkRoom<{ round: number }>> {
  const room = await sdk.joinOrCreate<{ round: number }>('game', options);
  room.reconnection.enabled = false;
  return room;
}

function closing(room: SdkRoom): Promise<[number, string | undefined]> {
  return new Promise((resolve) => room.onLeave((code, reason) => resolve([code, reason])));
}

function newest(): StandInRoom {
  return standIn.rooms.at(-1) as StandInRoom;
}

function kinds(room: StandInRoom): number[] {
  return room.seen.map(({ kind }) => kind);
}

describe('a room from its first record to its last', () => {
  test('options, join, acknowledgement, state, input, message, leave, disposal', async () => {
    const joined = await join({ level: 3 });
    const room = newest();
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
    expect(message?.body[0]).toBe(Protocol.ROOM_DATA);
    expect(messageTypeOf(message?.body as Buffer)).toBe('chat');

    const chat = getMessageBytes.raw(Protocol.ROOM_DATA, 'chat', { text: 'hi' });
    const heard: unknown[] = [];
    joined.onMessage('chat', (payload) => heard.push(payload));
    room.write(FromRoom.SEND, 0, 0, 0, chat);
    room.write(FromRoom.BROADCAST, 0, 0, 0, chat);
    await until(() => heard.length === 2);

    await joined.leave();
    await until(() => standIn.closed.length === 1);
    expect(room.seen.slice(-2)).toEqual([
      { kind: ToRoom.LEAVE, slot: 0, a: CloseCode.CONSENTED, body: Buffer.alloc(0) },
      { kind: ToRoom.DISPOSE, slot: 0, a: 0, body: Buffer.alloc(0) },
    ]);
    expect(standIn.services.rooms.size).toBe(0);
    expect(standIn.services.memory.idleBytes).toBe(room.opened.memory.byteLength);
  });

  test('an index and its memory serve the next room under another epoch', async () => {
    await (await join()).leave();
    await until(() => standIn.closed.length === 1);
    await join();
    const [first, second] = standIn.rooms as [StandInRoom, StandInRoom];
    expect(second.opened.memory).toBe(first.opened.memory);
    expect(second.opened.room).toBe(first.opened.room);
    expect(second.opened.epoch).not.toBe(first.opened.epoch);
  });

  test('frames that are not the game’s stay with core', async () => {
    const joined = await join();
    const room = newest();
    const before = room.seen.length;
    expect(await new Promise((resolve) => joined.ping(resolve))).toBeGreaterThanOrEqual(0);
    const closed = closing(joined);
    joined.send('unheard of');
    expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
    const later = room.seen.slice(before).map(({ kind }) => kind);
    expect(later).not.toContain(ToRoom.MESSAGE);
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
    await expect(join()).rejects.toMatchObject({ code: heard, message: 'not today' });
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
    await join();
    await expect(join({ refuse: true })).rejects.toMatchObject({ code: 4_777 });
    await join();
    const slots = newest().seen.filter(({ kind }) => kind === ToRoom.JOIN);
    expect(slots.map(({ slot }) => slot)).toEqual([0, 1, 1]);
    expect(kinds(newest())).not.toContain(ToRoom.LEAVE);
  });

  test('by KICK: the client is closed with its code and a reason that fits', async () => {
    const joined = await join();
    const closed = closing(joined);
    newest().write(FromRoom.KICK, 0, 4_100, 0, 'é'.repeat(100));
    expect(await closed).toEqual([4_100, 'é'.repeat(61)]);
    await until(() => kinds(newest()).includes(ToRoom.LEAVE));
    expect(newest().seen.find(({ kind }) => kind === ToRoom.LEAVE)?.a).toBe(4_100);
  });

  test('by KICK with a code that may not be sent: closed all the same', async () => {
    const joined = await join();
    const closed = closing(joined);
    newest().write(FromRoom.KICK, 0, 500);
    expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
  });
});

describe('when things break', () => {
  const failure = JSON.stringify({ name: 'Error', code: undefined, text: 'step', stack: 's' });

  test('a room that failed closes its clients and its lease; others do not notice', async () => {
    const [first, other] = [await sdk.create('game'), await sdk.create('game')];
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
    await expect(join()).rejects.toThrow('failed');
    await until(() => standIn.closed.length === 1);
  });

  test('a join that is under way when the room fails is refused', async () => {
    await join();
    standIn.script = (room, { kind }) => {
      if (kind === ToRoom.JOIN) room.write(FromRoom.FAILED, 0, 1, 0, failure);
    };
    await expect(join()).rejects.toThrow('failed');
  });

  test('an out ring that is no ring any more fails the room, not the process', async () => {
    const joined = await join();
    const closed = closing(joined);
    newest().write(99);
    expect((await closed)[0]).toBe(CloseCode.WITH_ERROR);
  });

  test('a client that leaves while its join waits leaves once, after JOINED', async () => {
    await join();
    const room = newest();
    let pending: number | undefined;
    standIn.script = (to, record) => {
      if (record.kind === ToRoom.JOIN) pending = record.slot;
      else obliging(to, record);
    };
    const reservation = await sdk.http.post('/matchmake/joinOrCreate/game', { body: {} });
    const { sessionId, roomId, processId } = reservation.data as Record<string, string>;
    const base = `ws://127.0.0.1:${port}`;
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
    expect((await join()).connection.isOpen).toBe(true);
  });

  test('a full ring closes the client whose frame found it full', async () => {
    const joined = await join();
    await until(() => kinds(newest()).includes(ToRoom.READY));
    standIn.isAsleep = true;
    const closed = closing(joined);
    const text = 'x'.repeat(3_500);
    for (let count = 0; count < 40; count++) joined.send('chat', text);
    const [code, reason] = await closed;
    expect([code, reason]).toEqual([
      CloseCode.WITH_ERROR,
      'the room cannot keep up with its input',
    ]);
    expect(standIn.services.counters).toEqual({ inputsDropped: 1, clientsClosed: 1 });
    standIn.isAsleep = false;
    // LEAVE waited for space.
    await until(() => kinds(newest()).includes(ToRoom.LEAVE));
  });

  test('options that could never fit are refused', async () => {
    await expect(join({ text: 'x'.repeat(100_000) })).rejects.toThrow('bytes of options');
    await until(() => standIn.closed.length === 1);
  });

  test('too many rooms: the client hears which option to raise', async () => {
    for (let count = 0; count < 4; count++) await sdk.create('game');
    await expect(sdk.create('game')).rejects.toThrow('roomsMax');
  });

  test('a worker that never disposes is not waited for, and its lease not reused', async () => {
    const joined = await join();
    const room = newest();
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
});
