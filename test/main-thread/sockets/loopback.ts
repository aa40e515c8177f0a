/**
 * Sockets for tests: a real ws server on 127.0.0.1, the server's end of a connection wrapped as
 * Colyseus wraps it, and the client's end as a list of what arrived.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketClient } from '@colyseus/ws-transport';
import { WebSocket, WebSocketServer } from 'ws';

export interface Pair {
  /** The server's end. */
  readonly client: WebSocketClient;
  /** The client's end. */
  readonly peer: WebSocket;
  /** Every message that has reached the client's end. */
  readonly received: Buffer[];
}

export class Loopback {
  readonly #server: WebSocketServer;

  constructor(options: { readonly perMessageDeflate?: boolean } = {}) {
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...options });
  }

  /** One at a time. */
  async connect(sessionId = 'session'): Promise<Pair> {
    if (this.#server.address() === null) await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    const peer = new WebSocket(`ws://127.0.0.1:${port}`);
    const received: Buffer[] = [];
    peer.on('message', (data: Buffer) => received.push(data));
    const [[ws]] = await Promise.all([once(this.#server, 'connection'), once(peer, 'open')]);
    return { client: new WebSocketClient(sessionId, ws as WebSocket), peer, received };
  }

  async close(): Promise<void> {
    for (const ws of this.#server.clients) ws.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** Waits until `condition` holds. */
export async function until(condition: () => boolean, limitMs = 5_000): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > endMs) throw new Error(`not within ${limitMs} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
