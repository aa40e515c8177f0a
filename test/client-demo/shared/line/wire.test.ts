/**
 * The page's WebSocket over a slowed line, against a real server that echoes: nothing is lost,
 * nothing overtakes, the close comes last, and buffers may be used again after a send.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { lineOff } from '../../../../client-demo/src/shared/line/line-model.ts';
import { traffic } from '../../../../client-demo/src/shared/line/traffic.ts';
import { lineSettings, setLine } from '../../../../client-demo/src/shared/line/wire.ts';

const bad = { latencyMs: 30, jitterMs: 25, lossPercent: 4 };
const patchCode = 15;

let server: WebSocketServer;
let url: string;

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (socket) => {
    socket.on('message', (data) => {
      if ((data as Buffer)[0] === 255) socket.close(4_321, 'enough');
      else socket.send(data);
    });
  });
  await once(server, 'listening');
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => setLine(lineOff));

async function open(): Promise<{ socket: WebSocket; heard: string[] }> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const heard: string[] = [];
  // As the SDK does it, and as anybody else may.
  socket.onmessage = ({ data }) => void heard.push(new Uint8Array(data).join());
  socket.addEventListener('close', ({ code, reason }) => void heard.push(`${code} ${reason}`));
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
  return { socket, heard };
}

async function closed(socket: WebSocket): Promise<void> {
  await new Promise((resolve) => socket.addEventListener('close', resolve));
}

const expected = [...Array.from({ length: 100 }, (_, piece) => `${piece},7`), '4321 enough'];

test.for([
  ['off', () => {}],
  ['slow', () => setLine(bad)],
] as const)('a line that is %s keeps all, in order, the close last', async ([, settle]) => {
  settle();
  const { socket, heard } = await open();
  const used = new Uint8Array(2);
  for (let piece = 0; piece < 100; piece += 1) {
    used.set([piece, 7]); // the same buffer, as the SDK has it
    socket.send(used);
  }
  socket.send(new Uint8Array([255]));
  await closed(socket);
  expect(heard).toEqual(expected);
});

test('a line that changes on the way keeps the order as well', async () => {
  const { socket, heard } = await open();
  for (let piece = 0; piece < 100; piece += 1) {
    setLine(piece % 20 < 10 ? bad : lineOff);
    socket.send(new Uint8Array([piece, 7]));
    if (piece % 7 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  }
  socket.send(new Uint8Array([255]));
  await closed(socket);
  expect(heard).toEqual(expected);
});

test('a slow line takes its time, both ways', async () => {
  setLine({ latencyMs: 120, jitterMs: 0, lossPercent: 0 });
  expect(lineSettings().latencyMs).toBe(120);
  const { socket, heard } = await open();
  const sentMs = performance.now();
  socket.send(new Uint8Array([1]));
  while (heard.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(performance.now() - sentMs).toBeGreaterThanOrEqual(118);
  socket.close();
  await closed(socket);
});

test('who has closed hears no more messages, but the close', async () => {
  setLine({ latencyMs: 200, jitterMs: 0, lossPercent: 0 });
  const { socket, heard } = await open();
  socket.send(new Uint8Array([1]));
  await new Promise((resolve) => setTimeout(resolve, 150)); // it is on its way back
  socket.close(4_000, 'done');
  await closed(socket);
  expect(heard).toEqual(['4000 done']);
});

test('bytes are counted, those of patches apart', async () => {
  const before = { ...traffic };
  const { socket, heard } = await open();
  const timed = 0x80;
  for (const first of [patchCode, patchCode | timed, 13]) {
    socket.send(new Uint8Array([first, 0, 0, 0]));
  }
  while (heard.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(traffic.bytesOut - before.bytesOut).toBe(12);
  expect(traffic.bytesIn - before.bytesIn).toBe(12);
  expect(traffic.patchBytes - before.patchBytes).toBe(8);
  expect(traffic.patches - before.patches).toBe(2);
  socket.close();
  await closed(socket);
});
