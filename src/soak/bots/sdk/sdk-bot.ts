/**
 * One bot: a stock SDK client that joins a room, decodes its state, checks it, sends random input
 * at the room's tick rate and leaves with consent. On a bot thread; owns its room.
 */
import { performance } from 'node:perf_hooks';
import type { Client, Room } from '@colyseus/sdk';
import type { WebSocket } from 'ws';
import { errorText } from '../../error-text.ts';
import type { Bot, BotParts, Destination } from '../bot.ts';
import { InputSender } from '../input-sender.ts';
import { PatchRhythm } from '../patch-rhythm.ts';
import { within } from '../within.ts';
import { DesyncCheck } from './desync-check.ts';

/** Close code of a room that was left with consent, as in the SDK's CloseCode. */
const closeCodeConsented = 4000;
const joinMsMax = 15_000;
const leaveMsMax = 5_000;
/** A bot that found a desync stays so long for the server's state. */
const desyncMsMax = 1_000;
/** A socket that was cut is opened again after at most so long: within a second, it is back. */
const returnDelayMsMax = 700;
/** All of the SDK's attempts, and a join after them. */
const returnMsMax = 20_000;
/** After a join, a return and a pause patches come unevenly for so long: not measured. */
const settleMs = 500;
/** A reader that had stopped may be closed so long after it reads again. */
const slowExcuseMs = 10_000;

/**
 * out: before a join, after a leave or an end. away: cut or closed by trouble, on its way back.
 */
type Presence = 'out' | 'in' | 'away' | 'leaving';

export class SdkBot implements Bot {
  readonly #client: Client;
  readonly #parts: BotParts;
  #options: Readonly<Record<string, unknown>> = {};
  #presence: Presence = 'out';
  #room: Room | undefined;
  #input: InputSender | undefined;
  #rhythm: PatchRhythm | undefined;
  #check: DesyncCheck | undefined;
  #frameBytes = 0;
  #awaySinceMs = 0;
  #return = Promise.withResolvers<void>();
  #leaving: Promise<void> | undefined;
  #excusedUntilMs = 0;

  constructor(client: Client, parts: BotParts) {
    this.#client = client;
    this.#parts = parts;
  }

  get isIn(): boolean {
    return this.#presence === 'in';
  }

  get stepMs(): number {
    return this.#input?.stepMs ?? this.#rhythm?.expectedMs ?? 0;
  }

  /** While it is in one, and while it comes back to one after its socket was cut. */
  get room(): Room | undefined {
    return this.#room;
  }

  async join(
    destination: Destination,
    options: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    this.#options = options;
    const room = await this.#enter(destination);
    return room.roomId;
  }

  sendDue(nowMs: number): void {
    if (this.#presence === 'in') this.#input?.sendDue(nowMs);
  }

  /** One input with these fields changed, besides those that are due. */
  sendInput(fields: Readonly<Record<string, unknown>>): void {
    if (this.#presence === 'in') this.#input?.sendNow(fields, performance.now());
  }

  leave(): Promise<void> {
    this.#leaving ??= this.#leave().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  cut(): void {
    const room = this.#room;
    if (room === undefined || this.#presence !== 'in') return;
    this.#parts.measure.drop();
    this.#away();
    room.reconnection.enabled = true;
    const socket = socketOf(room);
    socket?.resume();
    socket?.terminate();
  }

  pause(ms: number): void {
    const socket = this.#room && socketOf(this.#room);
    if (socket === undefined || this.#presence !== 'in') return;
    const nowMs = performance.now();
    this.#input?.ignoreUntil(nowMs + ms);
    this.#rhythm?.ignoreUntil(nowMs + ms + settleMs);
    this.#excusedUntilMs = nowMs + ms + slowExcuseMs;
    socket.pause();
    setTimeout(() => socket.resume(), ms);
  }

  async #leave(): Promise<void> {
    // One that is on its way back is waited for: its seat must not outlive it.
    if (this.#presence === 'away') await this.#return.promise;
    await this.#check?.settle(desyncMsMax);
    const room = this.#room;
    if (room === undefined || this.#presence !== 'in') return;
    this.#presence = 'leaving';
    socketOf(room)?.resume();
    try {
      const code = await within(room.leave(true), leaveMsMax);
      if (code !== closeCodeConsented) this.#parts.measure.error('leave', `close code ${code}`);
    } catch (thrown) {
      this.#parts.measure.error('leave', errorText(thrown));
      room.connection.close();
    }
    this.#out();
  }

  async #enter(destination: Destination): Promise<Room> {
    const askedMs = performance.now();
    const options = { ...this.#options };
    const joining: Promise<Room> =
      'create' in destination
        ? this.#client.create(destination.create, options)
        : this.#client.joinById(destination.joinById, options);
    const room = await within(joining, joinMsMax, (late) => void late.leave());
    const { measure, random } = this.#parts;
    measure.joined(performance.now() - askedMs);
    this.#room = room;
    this.#input = InputSender.of(room, measure, random);
    this.#rhythm = new PatchRhythm(measure, this.#input && room.input().patchRate);
    this.#excusedUntilMs = 0;
    this.#listen(room);
    this.#in();
    return room;
  }

  #listen(room: Room): void {
    const { reconnection } = room;
    const { measure, random } = this.#parts;
    // A lost socket is what a soak looks for: the SDK hides it only where trouble cut it.
    reconnection.enabled = false;
    reconnection.minUptime = 0;
    reconnection.minDelay = 0;
    reconnection.backoff = (attempt) => attempt * random() * returnDelayMsMax;
    this.#check = new DesyncCheck(this.#parts, room);
    room.onMessage('*', () => {});
    room.onStateChange(() => this.#onPatch());
    room.onReconnect(() => this.#onReturn(room));
    room.onError((code, message) => {
      // A token that is refused is told as an error, and then with the close that `onEnd` sees.
      if (this.#presence === 'away') return;
      measure.error('room', message ? `${code} ${message}` : `socket error ${code}`);
    });
    room.onLeave((code, reason) => this.#onEnd(`close code ${code}${reason ? ` ${reason}` : ''}`));
    this.#hookFrames(room);
  }

  /** Between the socket and the SDK: counts bytes, and survives a decoder that throws. */
  #hookFrames(room: Room): void {
    const { events } = room.connection;
    const deliver = events.onmessage;
    events.onmessage = (event: { data: ArrayBuffer }) => {
      this.#frameBytes = event.data.byteLength;
      try {
        deliver?.(event);
      } catch (thrown) {
        this.#parts.measure.error('decode', errorText(thrown));
      }
      this.#parts.measure.bytes(this.#frameBytes);
    };
  }

  #onPatch(): void {
    const nowMs = performance.now();
    this.#parts.measure.patch(this.#frameBytes);
    this.#frameBytes = 0;
    this.#rhythm?.onPatch(nowMs);
    this.#input?.onPatch(nowMs);
  }

  /** The SDK has its seat back. */
  #onReturn(room: Room): void {
    room.reconnection.enabled = false;
    if (this.#presence === 'away') this.#back();
    else void room.leave(); // Too late: that was an error already.
  }

  /** The room is over for this bot: why, and what it does then, depends on how it was. */
  #onEnd(how: string): void {
    if (this.#presence === 'leaving' || this.#presence === 'out') return;
    if (this.#presence === 'in') {
      if (performance.now() > this.#excusedUntilMs) {
        this.#parts.measure.error('close', how);
        this.#out();
        return;
      }
      this.#parts.measure.slowClose();
      this.#away();
    }
    void this.#joinAnew();
  }

  /** Where no seat was held: into the same room, as a newcomer. */
  async #joinAnew(): Promise<void> {
    const roomId = this.#room?.roomId ?? '';
    try {
      await this.#enter({ joinById: roomId });
    } catch (thrown) {
      this.#parts.measure.error('reconnect', errorText(thrown));
      this.#out();
    }
  }

  #in(): void {
    if (this.#presence === 'away') this.#back();
    else this.#settle();
  }

  #back(): void {
    this.#parts.measure.reconnected(performance.now() - this.#awaySinceMs);
    this.#settle();
    this.#return.resolve();
  }

  #settle(): void {
    this.#presence = 'in';
    const nowMs = performance.now();
    this.#input?.restart(nowMs);
    this.#rhythm?.ignoreUntil(nowMs + settleMs);
  }

  #away(): void {
    this.#presence = 'away';
    this.#awaySinceMs = performance.now();
    const back = Promise.withResolvers<void>();
    this.#return = back;
    const tooLong = setTimeout(() => {
      this.#parts.measure.error('reconnect', `not back in ${returnMsMax / 1e3} s`);
      this.#out();
    }, returnMsMax);
    void back.promise.then(() => clearTimeout(tooLong));
  }

  #out(): void {
    this.#presence = 'out';
    void this.#check?.settle(0);
    this.#check = undefined;
    this.#room = undefined;
    this.#input = undefined;
    this.#rhythm = undefined;
    this.#return.resolve();
  }
}

/** The SDK's socket, which loadSdk makes one of ws. */
function socketOf(room: Room): WebSocket | undefined {
  return (room.connection.transport as { ws?: WebSocket }).ws;
}
