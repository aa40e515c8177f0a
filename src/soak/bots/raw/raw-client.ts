/**
 * A client that speaks Colyseus 0.18 over `ws` and decodes no state: it joins, answers what the
 * stock SDK answers, reads each frame's first bytes and counts. Made to be had by the thousand in
 * one thread, which owns it; it owns its connection and its inputs.
 */
import { performance } from 'node:perf_hooks';
import { errorText } from '../../error-text.ts';
import type { Destination } from '../bot.ts';
import type { Random } from '../random-input.ts';
import { reserveSeat, type Seat, seatUrl } from './matchmake.ts';
import { RawConnection } from './raw-connection.ts';
import {
  codeMask,
  frameCode,
  type Handshake,
  readHandshake,
  readRoomError,
  timedBit,
  timedHeadBytes,
} from './raw-frames.ts';
import { RawInput } from './raw-input.ts';

/** What a client's owner hears of it; each may be left out. Called within the socket's events. */
export interface RawObserver {
  /** Any frame, before it is looked at. */
  frame?(bytes: number): void;
  /** A patch or a full state; the client's `acked` is of this frame. */
  patch?(bytes: number, nowMs: number, isFull: boolean): void;
  /** A frame that is none (`decode`), or an error that the room sent or the socket had (`room`). */
  error?(kind: 'decode' | 'room', text: string): void;
  /** The socket is gone, and neither `leave` nor `cut` was asked for. */
  closed?(code: number, reason: string): void;
}

const joinMsMax = 15_000;
const leaveMsMax = 5_000;
const ackOffset = 5;
const joinFrame = Buffer.of(frameCode.joinRoom);
const leaveFrame = Buffer.of(frameCode.leaveRoom);

type Phase = 'out' | 'joining' | 'in' | 'leaving';

/** A join that waits for the room's handshake. */
interface Joining {
  resolve(): void;
  reject(why: Error): void;
}

export class RawClient {
  /** Of this client's life, over all sockets that it had. A frame's bytes are its payload. */
  frames = 0;
  bytes = 0;
  /** Patches and full states. */
  patches = 0;
  errors = 0;
  /** The last input that the room has consumed, as it counts them; 0 before the first. */
  acked = 0;
  /** The room's clock in the last frame that told it, ms; 0 before the first. */
  serverMs = 0;
  readonly #url: string;
  readonly #observer: RawObserver;
  #phase: Phase = 'out';
  #seat: Seat | undefined;
  #connection: RawConnection | undefined;
  #handshake: Handshake | undefined;
  #input: RawInput | undefined;
  #joining: Joining | undefined;
  #left: ((code: number) => void) | undefined;
  #heardAtMs = 0;

  /** `url` is the server's, as http or ws. */
  constructor(url: string, observer: RawObserver = {}) {
    this.#url = url;
    this.#observer = observer;
  }

  get isIn(): boolean {
    return this.#phase === 'in';
  }

  /** Of the seat that it has, or had last. */
  get roomId(): string {
    return this.#seat?.roomId ?? '';
  }

  get sessionId(): string {
    return this.#seat?.sessionId ?? '';
  }

  /** Milliseconds between inputs; 0 where the room takes none. */
  get inputStepMs(): number {
    return this.#input?.stepMs ?? 0;
  }

  /** Milliseconds between patches, as the room promised; 0 where it did not. */
  get patchMs(): number {
    return this.#handshake?.patchMs ?? 0;
  }

  /** Takes a seat and joins. Resolves with the room's id once the handshake is acknowledged. */
  async join(
    destination: Destination,
    options: Readonly<Record<string, unknown>> = {},
  ): Promise<string> {
    this.#begin();
    try {
      const signal = AbortSignal.timeout(joinMsMax);
      this.#seat = await reserveSeat(this.#url, destination, options, signal);
    } catch (thrown) {
      this.cut();
      throw thrown;
    }
    await this.#connect(seatUrl(this.#url, this.#seat));
    return this.#seat.roomId;
  }

  /** Takes the seat that it had before its socket was lost. Rejects where that is not held. */
  async returnToSeat(): Promise<void> {
    const token = this.#handshake?.reconnectionToken;
    if (!this.#seat || !token) throw new Error('there is no seat to return to');
    this.#begin();
    await this.#connect(seatUrl(this.#url, this.#seat, token));
  }

  /** Sends a random input of the room's own schema. Returns its number, or 0: it was not sent. */
  sendInput(random: Random, nowMs: number): number {
    const input = this.#input;
    if (input === undefined || this.#phase !== 'in' || !this.#connection?.isOpen) return 0;
    const serverNowMs = this.serverMs > 0 ? this.serverMs + nowMs - this.#heardAtMs : 0;
    this.#connection.send(input.next(random, serverNowMs));
    return input.sent;
  }

  /** Sends a frame as it is, if the socket is open. It is copied at once. */
  send(frame: Buffer): void {
    this.#connection?.send(frame);
  }

  /** Leaves with consent. Resolves with the close code: 4000 where all is well, 0 if it was out. */
  leave(): Promise<number> {
    const connection = this.#connection;
    if (connection === undefined || this.#phase !== 'in') {
      this.cut();
      return Promise.resolve(0);
    }
    this.#phase = 'leaving';
    connection.goOn();
    connection.send(leaveFrame);
    return new Promise((resolve) => {
      const late = setTimeout(() => connection.end(), leaveMsMax);
      this.#left = (code) => {
        clearTimeout(late);
        resolve(code);
      };
    });
  }

  /** Cuts the socket without a word; a join that is under way is rejected. */
  cut(): void {
    this.#out('cut');
  }

  /** Stops reading for so long, then goes on. */
  pause(ms: number): void {
    if (this.#phase === 'in') this.#connection?.pause(ms);
  }

  #begin(): void {
    if (this.#phase !== 'out') throw new Error(`this client is ${this.#phase}`);
    this.#phase = 'joining';
  }

  async #connect(url: string): Promise<void> {
    if (this.#phase !== 'joining') throw new Error('cut');
    const late = setTimeout(() => this.#out(`no answer in ${joinMsMax / 1e3} s`), joinMsMax);
    try {
      await new Promise<void>((resolve, reject) => {
        this.#joining = { resolve, reject };
        this.#connection = new RawConnection(url, {
          onFrame: (frame, isBinary) => this.#onFrame(frame, isBinary),
          onSocketError: (text) => this.#onRoomError(text),
          onClose: (code, reason) => this.#onClose(code, reason),
        });
      });
    } finally {
      clearTimeout(late);
    }
  }

  /** From any phase: without a socket, and `why` for whoever waits for a join. */
  #out(why: string, closeCode = 0): void {
    const joining = this.#joining;
    const left = this.#left;
    this.#connection?.cut();
    this.#connection = undefined;
    this.#joining = undefined;
    this.#left = undefined;
    this.#phase = 'out';
    joining?.reject(new Error(why));
    left?.(closeCode);
  }

  #onClose(code: number, reason: string): void {
    const wasIn = this.#phase === 'in';
    this.#out(`close code ${code}${reason ? ` ${reason}` : ''}`, code);
    if (wasIn) this.#observer.closed?.(code, reason);
  }

  #onFrame(frame: Buffer, isBinary: boolean): void {
    this.frames += 1;
    this.bytes += frame.length;
    this.#observer.frame?.(frame.length);
    const first = frame[0];
    if (!isBinary || first === undefined) return this.#error('decode', 'a text, or no bytes');
    const nowMs = performance.now();
    if (first & timedBit && !this.#readTime(frame, nowMs)) return;
    const code = first & codeMask;
    switch (code) {
      case frameCode.patch:
      case frameCode.state:
        this.patches += 1;
        this.#observer.patch?.(frame.length, nowMs, code === frameCode.state);
        return;
      case frameCode.joinRoom:
        return this.#onHandshake(frame);
      case frameCode.error:
        return this.#whole(() => this.#onRoomError(readRoomError(frame)));
      case frameCode.leaveRoom:
        // As the SDK does: a room that asks a client to go is told that it goes.
        return this.send(leaveFrame);
      case frameCode.data:
      case frameCode.dataBytes:
      case frameCode.response:
      case frameCode.ping:
        return;
      default:
        this.#error('decode', `a frame of unknown code ${code}`);
    }
  }

  /** False where the frame ends within its TIMED head. */
  #readTime(frame: Buffer, nowMs: number): boolean {
    if (frame.length < timedHeadBytes) {
      this.#error('decode', `a TIMED frame of ${frame.length} bytes`);
      return false;
    }
    this.serverMs = frame.readUInt32LE(1);
    this.#heardAtMs = nowMs;
    const acked = frame.readUInt32LE(ackOffset);
    if (acked > this.acked) this.acked = acked;
    return true;
  }

  #onHandshake(frame: Buffer): void {
    if (this.#phase !== 'joining')
      return this.#error('decode', 'a handshake that nobody asked for');
    this.#whole(() => {
      const handshake = readHandshake(frame);
      const { inputReflection } = handshake;
      this.#input = inputReflection && new RawInput(handshake, inputReflection);
      // Not the view: it would keep the frame. What is counted begins again, also after a return.
      this.#handshake = { ...handshake, inputReflection: undefined };
      this.acked = 0;
      this.serverMs = 0;
      this.send(joinFrame);
      this.#phase = 'in';
      this.#joining?.resolve();
      this.#joining = undefined;
    });
  }

  #onRoomError(text: string): void {
    if (this.#phase === 'joining') this.#out(text);
    else this.#error('room', text);
  }

  /** Reads a frame that may not be whole. A join ends with it. */
  #whole(read: () => void): void {
    try {
      read();
    } catch (thrown) {
      this.#error('decode', errorText(thrown));
      if (this.#phase === 'joining') this.#out(`a frame that makes no sense: ${errorText(thrown)}`);
    }
  }

  #error(kind: 'decode' | 'room', text: string): void {
    this.errors += 1;
    this.#observer.error?.(kind, text);
  }
}
