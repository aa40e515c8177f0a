/**
 * A server that gives every client a seat and then sends what a test wants, sense or not: no real
 * server can be made to. Also tells what it was sent.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface RudeServer {
  readonly url: string;
  /** First bytes of the frames that clients sent. */
  readonly heard: number[];
  close(): void;
}

/** `greet` is called for each client that connects; `seat` is what matchmaking answers. */
export async function startRudeServer(
  greet: (socket: WebSocket) => void,
  seat: unknown = { roomId: 'r', sessionId: 's', processId: 'p' },
): Promise<RudeServer> {
  const http = createServer((_request, response) => response.end(JSON.stringify(seat)));
  const sockets = new WebSocketServer({ server: http });
  const heard: number[] = [];
  sockets.on('connection', (socket) => {
    socket.on('message', (frame: Buffer) => heard.push(frame[0] ?? -1));
    greet(socket);
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    heard,
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      http.close();
      http.closeAllConnections();
    },
  };
}

/** A JOIN_ROOM frame without state, and with the given sections. */
export function handshakeFrame(...sections: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from('\x0a\x03tok\x04none\x00'), Buffer.from(sections)]);
}
