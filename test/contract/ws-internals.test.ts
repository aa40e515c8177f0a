/**
 * Pins the private parts of ws and of Colyseus's ws transport that a direct write relies on
 * (src/main-thread/colyseus-internals.ts). Fails when an upgrade moves or renames one.
 */
import { Socket } from 'node:net';
import { WebSocketClient } from '@colyseus/ws-transport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { directSocketOf, socketOf, webSocketOf } from '../../src/main-thread/colyseus-internals.ts';
import { writeWsHeader, wsHeaderBytes } from '../../src/main-thread/sockets/frames.ts';
import { Loopback, type Pair, until } from '../main-thread/sockets/loopback.ts';

describe('without compression', () => {
  let loopback: Loopback;
  let pair: Pair;

  beforeEach(async () => {
    loopback = new Loopback();
    pair = await loopback.connect();
  });
  afterEach(() => loopback.close());

  test("the transport's client is a WebSocketClient over a ws connection", () => {
    expect(webSocketOf(pair.client)).toBe(pair.client.ref);
  });

  test('an open connection has its net.Socket in _socket', () => {
    expect(socketOf(pair.client.ref)).toBeInstanceOf(Socket);
  });

  test('an idle sender allows a direct write, read between sent frames', async () => {
    const { client, received } = pair;
    const body = Buffer.from('direct');
    const framed = Buffer.alloc(wsHeaderBytes(body.length) + body.length);
    body.copy(framed, writeWsHeader(framed, 0, body.length));
    client.raw(Buffer.from('before'));
    const socket = directSocketOf(client, client.ref);
    expect(socket).toBe(socketOf(client.ref));
    socket?.write(framed);
    client.raw(Buffer.from('after'));
    await until(() => received.length === 3);
    expect(received.map(String)).toEqual(['before', 'direct', 'after']);
  });

  test('in the middle of a fragmented message no direct write is allowed', () => {
    const { client } = pair;
    client.ref.send('a', { fin: false });
    expect(directSocketOf(client, client.ref)).toBeNull();
    client.ref.send('b', { fin: true });
    expect(directSocketOf(client, client.ref)).not.toBeNull();
  });

  test('while the sender reads a blob no direct write is allowed', async () => {
    const { client, received } = pair;
    client.ref.send(new Blob(['blob']));
    expect(directSocketOf(client, client.ref)).toBeNull();
    await until(() => received.length === 1);
    expect(directSocketOf(client, client.ref)).not.toBeNull();
  });

  test('what a socket has written at once it has left: its memory may be used again', async () => {
    const { client, received } = pair;
    const socket = directSocketOf(client, client.ref) as Socket;
    const bytes = 1_000;
    const memory = Buffer.alloc(wsHeaderBytes(bytes) + bytes);
    const at = writeWsHeader(memory, 0, bytes);
    for (let round = 0; round < 200; round++) {
      memory.fill(round, at);
      socket.write(memory);
      expect(socket.writableLength).toBe(0);
    }
    await until(() => received.length === 200);
    for (const [round, frame] of received.entries()) {
      expect(frame.every((byte) => byte === round)).toBe(true);
    }
  });

  test('what it could not write at once is in writableLength', async () => {
    const { client, peer, received } = pair;
    const socket = directSocketOf(client, client.ref) as Socket;
    peer.pause();
    const bytes = 8 * 1024 * 1024;
    const framed = Buffer.alloc(wsHeaderBytes(bytes) + bytes);
    writeWsHeader(framed, 0, bytes);
    socket.write(framed);
    expect(socket.writableLength).toBeGreaterThan(0);
    peer.resume();
    await until(() => received.length === 1);
    expect(socket.writableLength).toBe(0);
  });

  test('once closing no direct write is allowed', () => {
    const { client } = pair;
    client.leave(4000);
    expect(directSocketOf(client, client.ref)).toBeNull();
  });

  test("with core's simulated latency, which replaces raw, no direct write is allowed", () => {
    const { client } = pair;
    const { raw } = WebSocketClient.prototype;
    WebSocketClient.prototype.raw = () => {};
    try {
      expect(directSocketOf(client, client.ref)).toBeNull();
    } finally {
      WebSocketClient.prototype.raw = raw;
    }
  });
});

test('a connection that negotiated compression allows no direct write', async () => {
  const loopback = new Loopback({ perMessageDeflate: true });
  const { client } = await loopback.connect();
  expect(client.ref.extensions).toContain('permessage-deflate');
  expect(directSocketOf(client, client.ref)).toBeNull();
  await loopback.close();
});
