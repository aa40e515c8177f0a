/**
 * Pins what GameRoom relies on in @colyseus/core: that frames pass through `_onMessage`, that the
 * join's acknowledgement does not ask for a state, what the rate limit counts, how a client is
 * closed, and that the matchmaker can be set up again after a shutdown. Real server, stock SDK.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ClientPrivate,
  ClientState,
  CloseCode,
  Protocol,
  Room,
  Server,
  ServerError,
} from '@colyseus/core';
import { schema, t } from '@colyseus/schema';
import { Client as SdkClient } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  coreOnMessage,
  overrideOnMessage,
  type RoomClient,
} from '../../src/main-thread/colyseus-internals.ts';
import { admitsFrame } from '../../src/main-thread/room/rate-limit.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { until } from '../main-thread/sockets/loopback.ts';

const State = schema({ round: t.uint8() }, 'State');
const Move = schema({ dx: t.int8() }, 'Move');

/** What the rooms of this file have seen, newest room last. */
let rooms: ProbeRoom[] = [];

class ProbeRoom extends Room {
  override patchRate = 20;
  override inputs = this.defineInput(Move, { tickRate: 20, bufferMaxSize: 0 });
  readonly codes: number[] = [];
  readonly left: (number | undefined)[] = [];
  patchCalls = 0;
  /** The client's state before and after core has seen the acknowledgement. */
  ack: [number, number] | undefined;
  refusal: ServerError | undefined;

  override onCreate(options: { refuse?: boolean }): void {
    rooms.push(this);
    this.setSerializer({
      id: 'schema',
      handshake: () => encodeHandshake(State),
      getFullState: () => {
        throw new Error('must not be called');
      },
      applyPatches: () => false,
      reset: () => {},
    });
    if (options.refuse === true) this.refusal = new ServerError(4_321, 'no');
  }

  override onJoin(): void {
    if (this.refusal !== undefined) throw this.refusal;
  }

  override onLeave(_client: unknown, code?: number): void {
    this.left.push(code);
  }

  override broadcastPatch(): boolean {
    this.patchCalls++;
    this.clock.tick();
    return false;
  }
}

overrideOnMessage(ProbeRoom, function (client, frame) {
  const code = (frame[0] ?? 0) & 0x1f;
  this.codes.push(code);
  if (code === Protocol.ROOM_INPUT_RELIABLE) return;
  const before = client.state;
  coreOnMessage(this, client, frame);
  if (code === Protocol.JOIN_ROOM) this.ack = [before, client.state];
});

let server: Server;
let sdk: SdkClient;

async function startServer(): Promise<void> {
  const http = createServer();
  server = new Server({
    transport: new WebSocketTransport({ server: http }),
    gracefullyShutdown: false,
    greet: false,
    logger: { trace() {}, debug() {}, info() {}, warn() {}, error() {} },
  });
  server.define('probe', ProbeRoom);
  await server.listen(0, '127.0.0.1');
  sdk = new SdkClient(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
}

beforeEach(async () => {
  rooms = [];
  await startServer();
});
afterEach(() => server.gracefullyShutdown(false));

test('every frame of a joined client passes through _onMessage, inputs undecoded', async () => {
  const joined = await sdk.joinOrCreate('probe');
  const [room] = rooms as [ProbeRoom];
  await until(() => room.ack !== undefined);
  expect(room.ack).toEqual([ClientState.JOINING, ClientState.JOINED]);
  // The handshake carried the input's shape: `input` would throw without.
  const input = joined.input();
  (input.data as { dx: number }).dx = 1;
  input.send();
  joined.send('hello');
  await until(() => room.codes.length >= 3);
  expect(room.codes.slice(0, 3)).toEqual([
    Protocol.JOIN_ROOM,
    Protocol.ROOM_INPUT_RELIABLE,
    Protocol.ROOM_DATA,
  ]);
});

test('without room.state no full state is asked for; broadcastPatch has its timer', async () => {
  const joined = await sdk.joinOrCreate('probe');
  const [room] = rooms as [ProbeRoom];
  await until(() => room.patchCalls >= 3);
  expect(room.state).toBeUndefined();
  expect(room.clock.elapsedTime).toBeGreaterThan(0);
  expect(joined.connection.isOpen).toBe(true);
});

test('core answers PING through its own _onMessage', async () => {
  const joined = await sdk.joinOrCreate('probe');
  const pong = await new Promise<number>((resolve) => joined.ping(resolve));
  expect(pong).toBeGreaterThanOrEqual(0);
});

test('kickClient runs onLeave and closes with that code and reason', async () => {
  const joined = await sdk.joinOrCreate('probe');
  joined.reconnection.enabled = false;
  const [room] = rooms as [ProbeRoom];
  const closed = new Promise<[number, string | undefined]>((resolve) =>
    joined.onLeave((code, reason) => resolve([code, reason])),
  );
  const [client] = room.clients as unknown as [RoomClient];
  room.kickClient(joined.sessionId, CloseCode.WITH_ERROR, 'because');
  // At once, so that nothing more is sent to it.
  expect(client.state).toBe(ClientState.LEAVING);
  expect(await closed).toEqual([CloseCode.WITH_ERROR, 'because']);
  expect(room.left).toEqual([CloseCode.WITH_ERROR]);
});

test('a ServerError of onJoin reaches the client with its code and text', async () => {
  const refused = sdk.create('probe', { refuse: true });
  await expect(refused).rejects.toMatchObject({ code: 4_321, message: 'no' });
});

test("the rate limit of bypassed frames is core's, frame for frame", async () => {
  await sdk.joinOrCreate('probe');
  const [room] = rooms as [ProbeRoom];
  await until(() => room.ack !== undefined);
  const [client] = room.clients as unknown as [RoomClient];
  const closed: string[] = [];
  room.maxMessagesPerSecond = 3;
  const frame = Buffer.of(Protocol.PING);
  const ours = { readyState: 1 } as ClientPrivate;
  for (const nowMs of [0, 1, 1_500, 1_500, 1_600, 1_700, 2_499, 2_500, 2_501].map(fromNow(room))) {
    room.clock.currentTime = nowMs;
    const isAdmitted = admitsFrame(ours, nowMs, room.maxMessagesPerSecond);
    coreOnMessage(room, client, frame);
    if (client.state === ClientState.LEAVING) closed.push('core');
    if (!isAdmitted) closed.push('ours');
    if (closed.length > 0) break;
    expect(ours._numMessagesLastSecond).toBe(client._numMessagesLastSecond);
    expect(ours._lastMessageTime).toBe(client._lastMessageTime);
    expect(ours._messageCountResetsAt).toBe(client._messageCountResetsAt);
  }
  expect(closed).toEqual(['core', 'ours']);
});

test('the matchmaker can be set up again after a shutdown', async () => {
  await sdk.joinOrCreate('probe');
  await server.gracefullyShutdown(false);
  await startServer();
  const joined = await sdk.joinOrCreate('probe');
  expect(joined.roomId).toBe(rooms.at(-1)?.roomId);
  expect(rooms).toHaveLength(2);
});

/** Times from a moment at which no window of the client is open. */
function fromNow(room: Room): (offsetMs: number) => number {
  const startMs = room.clock.currentTime + 10_000;
  return (offsetMs) => startMs + offsetMs;
}
