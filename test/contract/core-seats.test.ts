/**
 * Pins what Seating relies on in @colyseus/core: where reservations are kept and what holds a room
 * open, that a hold without a limit can be ended from outside, and which hooks core calls when.
 * Real server, stock SDK.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, type ClientPrivate, type Deferred, Room, Server } from '@colyseus/core';
import { Client as SdkClient } from '@colyseus/sdk';
import { WebSocketTransport } from '@colyseus/ws-transport';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  cancelAutoDispose,
  isDisposing,
  releaseReservedSeats,
} from '../../src/main-thread/colyseus-internals.ts';
import { until } from '../main-thread/sockets/loopback.ts';

interface Privates {
  readonly _reservedSeats: Record<string, unknown[]>;
  readonly _reservedSeatTimeouts: Record<string, unknown>;
  readonly _reconnections: Record<string, unknown>;
  readonly _autoDisposeTimeout: unknown;
}

let room: ProbeRoom;
const privates = () => room as unknown as Privates;

class ProbeRoom extends Room {
  readonly calls: string[] = [];
  hold: Deferred<Client> | undefined;
  wasHeldAtOnce = false;
  isDisposed = false;

  constructor() {
    super();
    room = this;
    // As GameRoom does: an own property, only where there is something to call.
    this.onDrop = async (client: Client, code?: number) => {
      this.hold = this.allowReconnection(client, 'manual');
      this.wasHeldAtOnce = Object.keys(privates()._reconnections).length === 1;
      await new Promise((resolve) => setTimeout(resolve, 150));
      this.calls.push(`drop ${code}`);
    };
  }

  override onReconnect(): void {
    this.calls.push('back');
  }

  override onLeave(_client: Client, code?: number): void {
    this.calls.push(`leave ${code}`);
  }

  override onDispose(): void {
    this.isDisposed = true;
  }
}

let server: Server;
let sdk: SdkClient;
beforeEach(async () => {
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
});
afterEach(() => server.gracefullyShutdown(false));

async function joinAndCut() {
  const joined = await sdk.create('probe');
  joined.reconnection.enabled = false;
  const [client] = room.clients as unknown as (ClientPrivate & { ref: { terminate(): void } })[];
  // Deleted by the acknowledgement: what was never joined cannot be held.
  await until(() => client?._enqueuedMessages === undefined);
  client?.ref.terminate();
  await until(() => room.hold !== undefined);
  return joined;
}

test('a seat is held from the call on, and can be taken before onDrop returns', async () => {
  const joined = await joinAndCut();
  expect(room.wasHeldAtOnce).toBe(true);
  const again = await sdk.reconnect(joined.reconnectionToken);
  expect(again.sessionId).toBe(joined.sessionId);
  await until(() => room.calls.length === 2);
  expect(room.calls).toEqual(['back', 'drop 1006']);
  await again.leave();
  expect(room.calls.at(-1)).toBe('leave 4000');
});

test('who is back before onDrop returns takes over its former client’s connection', async () => {
  const joined = await sdk.create('probe');
  joined.reconnection.enabled = false;
  const [client] = room.clients as unknown as (ClientPrivate & { ref: { readyState: number } })[];
  const ref = client?.ref;
  await until(() => client?._enqueuedMessages === undefined);
  const again = await sdk.reconnect(joined.reconnectionToken);
  await until(() => room.calls.length === 2);
  const [replacement] = room.clients as unknown as { ref: unknown }[];
  expect(client?.ref).toBe(replacement?.ref);
  // Core would close the former connection, and no longer knows it.
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([ref === client?.ref, ref?.readyState]).toEqual([false, 1]);
  await again.leave();
});

test('a hold without a limit ends by reject: onLeave, with the code of the drop', async () => {
  await joinAndCut();
  await until(() => room.calls.length === 1);
  expect(privates()._reservedSeats).not.toEqual({});
  room.hold?.reject(false);
  await until(() => room.calls.length === 2);
  expect(room.calls).toEqual(['drop 1006', 'leave 1006']);
  expect([privates()._reservedSeats, privates()._reconnections]).toEqual([{}, {}]);
  // Core's second of grace, set before handlers that are attached later.
  expect(privates()._autoDisposeTimeout).toBeDefined();
});

test('a handler attached later can cancel the grace: the room ends at once', async () => {
  await joinAndCut();
  await until(() => room.calls.length === 1);
  room.hold?.catch(() => cancelAutoDispose(room));
  const startMs = performance.now();
  room.hold?.reject(false);
  await until(() => room.isDisposed);
  expect(performance.now() - startMs).toBeLessThan(500);
});

test('a reserved seat holds a disconnected room up, until it is released', async () => {
  const joined = await sdk.create('probe');
  await sdk.http.post(`/matchmake/joinById/${room.roomId}`, { body: {} });
  const entries = Object.entries(privates()._reservedSeats);
  expect(entries).toHaveLength(1);
  const [[sessionId, seat]] = entries as [[string, unknown[]]];
  expect(seat.slice(2)).toEqual([false, false]);
  expect(privates()._reservedSeatTimeouts[sessionId]).toBeDefined();
  expect(privates()._autoDisposeTimeout).toBeDefined();
  releaseReservedSeats(room);
  expect(privates()._reservedSeats).toEqual({});
  expect(privates()._reservedSeatTimeouts).toEqual({});
  expect(isDisposing(room)).toBe(false);
  void room.disconnect();
  expect(isDisposing(room)).toBe(true);
  await until(() => room.isDisposed && !joined.connection.isOpen);
});

test('a shutdown ends rooms by their own disconnect', async () => {
  await sdk.create('probe');
  const codes: unknown[] = [];
  const { disconnect } = room;
  room.disconnect = (code) => {
    codes.push(code);
    return disconnect.call(room, code);
  };
  await server.gracefullyShutdown(false);
  expect(codes[0]).toBe(4001);
});
