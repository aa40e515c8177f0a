/**
 * One client on a bare socket: joins, says so, counts patches and decodes none. Runs in the
 * clients' process; owns its socket.
 */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.ts';
import type { Seat } from './matchmake.ts';

/** Of the wire: @colyseus/shared-types' Protocol. */
const codeJoin = 10;
const codeError = 11;
const codeState = 14;
const codePatch = 15;
/** Set on a state or patch that carries a stamp of its own. */
const timedBit = 0x80;
const opcodeClose = 8;
const opcodePing = 9;
const headerEnd = '\r\n\r\n';
const chunkBytes = 64 * 1_024;

/** Read by one socket at a time: what arrives is looked at before the next one reads. */
const chunk = Buffer.allocUnsafe(chunkBytes);
const pong = frameOf(0x8a, []);

/** What all clients of a process count together. */
export interface Tally {
  patches: number;
  bytes: number;
  inputsSent: number;
  lost: number;
  /** How long a client waited for a patch, ms. */
  readonly gapsMs: number[];
}

export class RawClient {
  readonly #tally: Tally;
  readonly #socket: Socket;
  readonly #frames = new FrameReader({
    onFrame: (opcode, code, bytes) => this.#onFrame(opcode, code, bytes),
  });
  readonly #joined = Promise.withResolvers<void>();
  #upgrade: string | undefined = '';
  #lastPatchMs = 0;
  #leaving = false;

  /** Resolves when the client has the room's state. */
  static async join(seat: Seat, tally: Tally): Promise<RawClient> {
    const client = new RawClient(seat, tally);
    await client.#joined.promise;
    return client;
  }

  private constructor({ host, port, path }: Seat, tally: Tally) {
    this.#tally = tally;
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: { buffer: chunk, callback: (bytes) => this.#onChunk(bytes) },
    });
    this.#socket.write(
      `GET ${path} HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: Upgrade\r\n` +
        `Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}${headerEnd}`,
    );
    this.#socket.on('error', (error) => this.#onEnd(error));
    this.#socket.on('close', () => this.#onEnd(new Error('the server closed the connection')));
  }

  /** `frame` is from `frameOf`. */
  send(frame: Buffer): void {
    this.#socket.write(frame);
    this.#tally.inputsSent++;
  }

  /** Without a word: the server finds out by itself. */
  leave(): void {
    this.#leaving = true;
    this.#socket.destroy();
  }

  #onChunk(bytes: number): boolean {
    const from = this.#upgrade === undefined ? 0 : this.#endOfUpgrade(bytes);
    this.#frames.read(chunk, from, bytes);
    return true;
  }

  /** Where in the chunk the answer to the upgrade ends, or the chunk's end. */
  #endOfUpgrade(bytes: number): number {
    const before = this.#upgrade ?? '';
    const text = before + chunk.toString('latin1', 0, bytes);
    const end = text.indexOf(headerEnd);
    this.#upgrade = end < 0 ? text : undefined;
    if (end < 0) return bytes;
    if (!text.startsWith('HTTP/1.1 101')) this.#onEnd(new Error(text.slice(0, end)));
    return end + headerEnd.length - before.length;
  }

  #onFrame(opcode: number, code: number, payloadBytes: number): void {
    if (opcode === opcodePing) this.#socket.write(pong);
    else if (opcode === opcodeClose) this.#socket.end();
    else if (code === codePatch || code === (codePatch | timedBit)) this.#onPatch(payloadBytes);
    else if (code === codeJoin) this.#socket.write(frameOf(0x82, [codeJoin]));
    else if (code === codeState || code === (codeState | timedBit)) this.#joined.resolve();
    else if (code === codeError) this.#onEnd(new Error('the server refused the client'));
  }

  #onPatch(payloadBytes: number): void {
    const nowMs = performance.now();
    const tally = this.#tally;
    tally.patches++;
    tally.bytes += payloadBytes;
    if (this.#lastPatchMs > 0) tally.gapsMs.push(nowMs - this.#lastPatchMs);
    this.#lastPatchMs = nowMs;
  }

  #onEnd(error: Error): void {
    this.#joined.reject(error);
    if (!this.#leaving) this.#tally.lost++;
    this.#leaving = true;
  }
}

/** A client's frame of less than 126 bytes, masked with zeros: as legal as any mask, and free. */
export function frameOf(head: number, payload: readonly number[]): Buffer {
  return Buffer.from([head, 0x80 | payload.length, 0, 0, 0, 0, ...payload]);
}
