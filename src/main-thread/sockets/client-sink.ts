/**
 * One client's socket as the outbox sees it, on the main thread: what may be sent, in which
 * order, and by which way. Knows sockets and bytes; who sits there is GameRoom's business.
 *
 * A client's messages wait until it has its full state, as with stock Colyseus, where both leave
 * in one turn: here the state comes from a worker a moment after the join is acknowledged.
 */
import type { Socket } from 'node:net';
import type { Client } from '@colyseus/core';
import type { WebSocket } from 'ws';
import { clientBacklogBytesMax } from '../../base/limits.ts';
import { directSocketOf, socketOf, webSocketOf } from '../colyseus-internals.ts';
import {
  plainHeadBytes,
  plainPrefixBytes,
  timedHeadBytes,
  timedPrefixBytes,
  writePlainHead,
  writeTimedHead,
} from './frames.ts';

export class ClientSink {
  readonly client: Client;
  /** Set by the full state: patches and messages go out from then on. */
  hasState = false;
  readonly #ws: WebSocket | undefined;
  /** Frames that wait for the full state. */
  #held: Uint8Array[] = [];
  #heldBytes = 0;

  constructor(client: Client) {
    this.client = client;
    this.#ws = webSocketOf(client);
  }

  /** Bytes that this client has yet to read, here and in its socket, kernel excluded. */
  get backlogBytes(): number {
    const socket = this.#ws === undefined ? null : socketOf(this.#ws);
    return this.#heldBytes + (socket === null ? 0 : socket.writableLength);
  }

  get isTooSlow(): boolean {
    return this.backlogBytes > clientBacklogBytesMax;
  }

  /**
   * A frame with its ws header, `headerBytes` long, before it. True if the kernel has all of it;
   * else the socket keeps `framed`, and nobody may write to it again.
   */
  sendFramed(framed: Buffer, headerBytes: number): boolean {
    const socket = this.#direct();
    if (socket === null) {
      this.client.raw(framed.subarray(headerBytes));
      return false;
    }
    socket.write(framed);
    return socket.writableLength === 0;
  }

  /**
   * A state frame in two pieces, its own head and a body that all recipients with a backlog share:
   * so each holds on to no bytes but those it needs. `sNowMs` is undefined in a room without input.
   */
  sendState(code: number, sNowMs: number | undefined, ack: number, body: Buffer): void {
    const isTimed = sNowMs !== undefined;
    const headBytes = isTimed ? timedHeadBytes(body.length) : plainHeadBytes(body.length);
    const head = Buffer.allocUnsafeSlow(headBytes);
    if (isTimed) writeTimedHead(head, 0, code, body.length, sNowMs, ack);
    else writePlainHead(head, 0, code, body.length);
    const socket = this.#direct();
    if (socket === null) {
      const prefixBytes = isTimed ? timedPrefixBytes : plainPrefixBytes;
      this.client.raw(Buffer.concat([head.subarray(headBytes - prefixBytes), body]));
      return;
    }
    socket.cork();
    socket.write(head);
    socket.write(body);
    socket.uncork();
  }

  /** True when a write now would go straight to the kernel, and nothing here would keep it. */
  get isDrained(): boolean {
    const socket = this.#direct();
    return socket !== null && socket.writableLength === 0;
  }

  /** A message frame without a ws header; `raw` frames it. Held back until the full state. */
  sendMessage(frame: Uint8Array): void {
    if (this.hasState) {
      this.client.raw(frame);
      return;
    }
    this.#held.push(frame);
    this.#heldBytes += frame.length;
  }

  /** The same for one frame that many recipients share, framed once. */
  sendSharedMessage(framed: Buffer, headerBytes: number): void {
    if (this.hasState) this.sendFramed(framed, headerBytes);
    else this.sendMessage(framed.subarray(headerBytes));
  }

  /** The full state has been sent: what waited for it follows. */
  release(): void {
    this.hasState = true;
    const held = this.#held;
    this.#held = [];
    this.#heldBytes = 0;
    for (const frame of held) this.client.raw(frame);
  }

  #direct(): Socket | null {
    return this.#ws === undefined ? null : directSocketOf(this.client, this.#ws);
  }
}
