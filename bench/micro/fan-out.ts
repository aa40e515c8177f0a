/**
 * What a patch costs the main thread per client, socket write included: RoomOutlet beside
 * `ws.send` of a frame made for each client, as stock Colyseus does it, by the size of the body.
 * Readers are another process, so that they take no time from the writer. Prints a JSON line per
 * figure.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { WebSocketClient } from '@colyseus/ws-transport';
import { WebSocket, WebSocketServer } from 'ws';
import type { Slot } from '../../src/base/integers.ts';
import { ByteRing } from '../../src/channel/byte-ring.ts';
import { FromRoom } from '../../src/channel/records.ts';
import type { RoomEvents } from '../../src/main-thread/room/room-events.ts';
import { ClientSink } from '../../src/main-thread/sockets/client-sink.ts';
import { FrameScratch } from '../../src/main-thread/sockets/frame-scratch.ts';
import { RoomOutlet } from '../../src/main-thread/sockets/room-outlet.ts';
import { StateFrames } from '../../src/main-thread/sockets/state-frames.ts';

const clients = 64;
const ringBytes = 1 << 20;
const rounds = 200;
const turns = 5;
const sizes = [100, 500, 1_000, 2_000, 3_000, 4_000, 8_000, 64_000];
const ackBytes = clients * 4;

const [, , url] = process.argv;
if (url === undefined) await runAll();
// The readers: this file once more, in a process of its own.
else for (let at = 0; at < clients; at++) new WebSocket(url).on('message', () => {});

async function runAll(): Promise<void> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const readers = fork(import.meta.filename, [`ws://127.0.0.1:${port}`]);
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  while (sockets.length < clients) await setImmediate();
  for (const bodyBytes of sizes) {
    const ways = { outlet: outletWay(sockets, bodyBytes), stock: stockWay(sockets, bodyBytes) };
    const bestUs = { outlet: Number.POSITIVE_INFINITY, stock: Number.POSITIVE_INFINITY };
    for (let turn = 0; turn < turns; turn++) {
      for (const way of ['outlet', 'stock'] as const) {
        bestUs[way] = Math.min(bestUs[way], await measureUs(sockets, ways[way]));
      }
    }
    for (const [way, us] of Object.entries(bestUs)) {
      const name = `timed patch of ${bodyBytes} bytes, per client, ${way}`;
      process.stdout.write(
        `${JSON.stringify({ name, value: Number(us.toFixed(2)), unit: 'us' })}\n`,
      );
    }
  }
  readers.kill();
  server.close();
  for (const socket of sockets) socket.terminate();
}

function outletWay(sockets: readonly WebSocket[], bodyBytes: number): () => void {
  const ring = new ByteRing(new SharedArrayBuffer(ByteRing.bytes(ringBytes)), 0, ringBytes);
  const states = new StateFrames(ring, true, new FrameScratch());
  const outlet = new RoomOutlet(ring, clients, states, {} as RoomEvents);
  for (const [slot, socket] of sockets.entries()) {
    outlet.attach(slot as Slot, new ClientSink(new WebSocketClient(`${slot}`, socket)));
    ring.write(FromRoom.FULL_STATE, slot, 0, 0, Buffer.alloc(1));
  }
  outlet.read();
  const record = Buffer.alloc(ackBytes + bodyBytes, 1);
  return () => {
    ring.write(FromRoom.PATCH, 0, 1, clients, record);
    outlet.read();
  };
}

function stockWay(sockets: readonly WebSocket[], bodyBytes: number): () => void {
  const encoded = Buffer.alloc(1 + bodyBytes, 15);
  return () => {
    for (const socket of sockets) {
      // As core's SchemaSerializer builds a timed frame.
      const frame = Buffer.allocUnsafe(9 + bodyBytes);
      frame[0] = 15 | 0x80;
      frame.writeUInt32LE(1, 1);
      frame.writeUInt32LE(1, 5);
      frame.set(encoded.subarray(1), 9);
      socket.send(frame, { binary: true });
    }
  };
}

async function measureUs(sockets: readonly WebSocket[], broadcast: () => void): Promise<number> {
  let tookMs = 0;
  for (let round = 0; round < rounds; round++) {
    const began = performance.now();
    broadcast();
    tookMs += performance.now() - began;
    while (sockets.some((socket) => socket.bufferedAmount > 0)) await setImmediate();
    await setImmediate();
  }
  return (tookMs * 1_000) / rounds / clients;
}
