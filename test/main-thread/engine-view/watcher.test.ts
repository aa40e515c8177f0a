/** A stream over a real socket: one that is not read loses frames, and only that one. */
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { eventText, Watcher } from '../../../src/main-thread/engine-view/watcher.ts';
import { until } from '../sockets/loopback.ts';

const servers: Server[] = [];
const event = Buffer.from(eventText('frame', JSON.stringify('x'.repeat(64 * 1024))));
/** Much more than two sockets and the kernel between them hold. */
const framesMax = 2_000;

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A watcher and its reader, which reads nothing until it is resumed. */
async function connect() {
  const { promise, resolve } = Promise.withResolvers<Watcher>();
  const gone = Promise.withResolvers<void>();
  const server = createServer((_request, response) => {
    response.once('close', () => gone.resolve());
    resolve(new Watcher(response));
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const reader = new Promise<IncomingMessage>((answered) => {
    get({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }, answered);
  });
  const watcher = await promise;
  watcher.send(eventText('hello', '{}'));
  return { watcher, reader: await reader, gone: gone.promise };
}

/** Until the watcher misses one, with a turn of the event loop between two. */
async function fill(watcher: Watcher, also?: Watcher): Promise<number> {
  let sent = 0;
  while (watcher.missed === 0 && sent < framesMax) {
    watcher.sendFrame(event, 0);
    also?.sendFrame(event, 0);
    sent++;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return sent;
}

test('one that is not read misses frames and is told how many; another gets all', async () => {
  const [stalled, other] = [await connect(), await connect()];
  expect(stalled.reader.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  let bytes = 0;
  other.reader.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const sent = await fill(stalled.watcher, other.watcher);
  expect(sent).toBeLessThan(framesMax);
  stalled.watcher.sendFrame(event, 0);
  stalled.watcher.send(event);
  expect(stalled.watcher.missed).toBe(2);
  await until(() => bytes >= sent * event.length);
  expect(other.watcher.missed).toBe(0);
  // It reads on, and gets the next one.
  let late = 0;
  stalled.reader.on('data', (chunk: Buffer) => {
    late += chunk.length;
  });
  await until(() => late >= (sent - 1) * event.length);
  stalled.watcher.sendFrame(event, 0);
  expect(stalled.watcher.missed).toBe(0);
  await until(() => late >= sent * event.length);
  expect(late).toBeLessThan((sent + 1) * event.length);
});

test('one that reads nothing for half a minute is let go', async () => {
  const { watcher, gone } = await connect();
  await fill(watcher);
  watcher.sendFrame(event, 1_000);
  watcher.sendFrame(event, 29_000);
  const early = await Promise.race([gone.then(() => 'gone'), Promise.resolve('there')]);
  expect(early).toBe('there');
  watcher.sendFrame(event, 30_001);
  await gone;
});
