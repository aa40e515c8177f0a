/**
 * A client between its join and its acknowledgement, played by a bare WebSocket: what it sends is
 * handled, and what it is sent waits, in a game as in its stock twin.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { host } from './beside-stock.ts';
import { eventually, startServer, type TestServer } from './harness.ts';
import { frame } from './hostile-frames.ts';
import { closeStockRooms, openStockRooms } from './stock-parlour.ts';

let running: TestServer;
beforeAll(async () => {
  running = await startServer(['parlour']);
  openStockRooms();
});
afterAll(async () => {
  await running.server.close();
  closeStockRooms();
});

interface Seat {
  readonly processId: string;
  readonly roomId: string;
  readonly sessionId: string;
}

class BareClient {
  readonly frames: Buffer[] = [];
  readonly socket: WebSocket;

  constructor(url: string, { processId, roomId, sessionId }: Seat) {
    const address = url.replace(/^http/, 'ws');
    this.socket = new WebSocket(`${address}/${processId}/${roomId}?sessionId=${sessionId}`);
    this.socket.on('message', (data: Buffer) => this.frames.push(data));
  }

  get codes(): number[] {
    return this.frames.map((bytes) => (bytes[0] as number) & 0x1f);
  }
}

async function reserve(url: string, roomId: string): Promise<Seat> {
  const answer = await fetch(`${url}/matchmake/joinById/${roomId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  return (await answer.json()) as Seat;
}

test.for(['parlour', 'stock-parlour'])('%s holds its messages back', async (name) => {
  const bystander = await host(running.url, name);
  const seat = await reserve(running.url, bystander.room.roomId);
  const bare = new BareClient(running.url, seat);
  const [join, state, patch, data, bytes] = [10, 14, 15, 13, 17];
  await eventually(() => bare.codes.includes(join));
  bystander.room.send('turn', {});
  bystander.room.send('turn', { afterNextPatch: true });
  bare.socket.send(frame(13, 'mark'));
  bare.socket.send(frame(21, 'ask'));
  await bystander.hears('turned', 2);
  await bystander.mark();
  expect(bare.codes).toEqual([join]);
  bare.socket.send(Uint8Array.of(join));
  await eventually(() => bare.codes.filter((code) => code === data).length >= 5);
  const codes = bare.codes.filter((code) => code !== patch);
  // welcome, entered; the bytes of welcome; then turned, and what it asked for itself, in order.
  const joined = [join, state, data, data, bytes];
  expect(codes.slice(0, joined.length)).toEqual(joined);
  expect(codes.slice(joined.length).toSorted()).toEqual([data, data, data, 22]);
  bare.socket.close();
  await bystander.leave();
});

test('text frames are handled as bytes, as stock does', async () => {
  for (const name of ['parlour', 'stock-parlour']) {
    const bystander = await host(running.url, name);
    const bare = new BareClient(running.url, await reserve(running.url, bystander.room.roomId));
    await eventually(() => bare.codes.includes(10));
    bare.socket.send(Uint8Array.of(10));
    await eventually(() => bare.codes.includes(14));
    const closed = new Promise<number>((resolve) => bare.socket.once('close', resolve));
    bare.socket.send('\r\u0001 is an unknown type');
    expect(await closed, name).toBe(4002);
    await bystander.mark();
    expect(bystander.closing).toBeUndefined();
    await bystander.leave();
  }
});
