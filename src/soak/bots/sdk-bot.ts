/**
 * One bot: a stock SDK client that joins a room, decodes its state, sends random input at the
 * room's tick rate and leaves with consent. Soak's own thread; owns its room and its generator.
 */
import { performance } from 'node:perf_hooks';
import type { Client, InputHandle, Room } from '@colyseus/sdk';
import { errorText } from '../error-text.ts';
import type { Measure } from '../measure/measure.ts';
import { fillRandom, type InputField, inputFieldsOf, type Random } from './random-input.ts';

/** Which room a bot goes to: one it creates, or one that is there. */
export type Destination = { readonly create: string } | { readonly joinById: string };

/** Close code of a room that was left with consent, as in the SDK's CloseCode. */
const closeCodeConsented = 4000;
const joinMsMax = 15_000;
const leaveMsMax = 5_000;
/** Send times kept per bot, in inputs: a power of two, 34 s at 30 Hz. */
const sendTimesKept = 1_024;
/** A bot that is this many inputs behind (its thread was busy) lets them go. */
const inputsBehindMax = 5;
/** Where a room with input names no rate. */
const inputRateDefault = 20;

export class Bot {
  readonly #measure: Measure;
  readonly #random: Random;
  readonly #sentAtMs = new Float64Array(sendTimesKept);
  #room: Room | undefined;
  #input: InputHandle<object> | undefined;
  #fields: readonly InputField[] = [];
  #stepMs = 0;
  #nextSendMs = 0;
  #acked = 0;
  #leaving = false;

  constructor(measure: Measure, random: Random) {
    this.#measure = measure;
    this.#random = random;
  }

  /** Resolves with the room's id; rejects where the server refuses or does not answer. */
  async join(
    client: Client,
    destination: Destination,
    options: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const askedMs = performance.now();
    const joining: Promise<Room> =
      'create' in destination
        ? client.create(destination.create, { ...options })
        : client.joinById(destination.joinById, { ...options });
    const room = await within(joining, joinMsMax, (late) => void late.leave());
    this.#measure.joined(performance.now() - askedMs);
    this.#room = room;
    this.#listen(room);
    this.#prepareInput(room);
    return room.roomId;
  }

  /** Sends one input if it is due. Cheap to call often. */
  sendDue(nowMs: number): void {
    const input = this.#input;
    if (input === undefined || nowMs < this.#nextSendMs || this.#leaving) return;
    fillRandom(input.data, this.#fields, this.#random);
    try {
      const sequence = input.send();
      if (sequence > 0) {
        this.#sentAtMs[sequence & (sendTimesKept - 1)] = nowMs;
        this.#measure.total.inputs += 1;
      }
    } catch (thrown) {
      this.#measure.error('input', errorText(thrown));
    }
    this.#nextSendMs += this.#stepMs;
    if (nowMs - this.#nextSendMs > this.#stepMs * inputsBehindMax) this.#nextSendMs = nowMs;
  }

  /** Leaves with consent; a room that ended before was counted when it did. */
  async leave(): Promise<void> {
    const room = this.#room;
    if (room === undefined) return;
    this.#leaving = true;
    this.#room = undefined;
    try {
      const code = await within(room.leave(true), leaveMsMax, () => {});
      if (code !== closeCodeConsented) this.#measure.error('leave', `close code ${code}`);
    } catch (thrown) {
      this.#measure.error('leave', errorText(thrown));
      room.connection.close();
    }
  }

  #listen(room: Room): void {
    // A lost socket is what a soak looks for: the SDK must not hide it by connecting again.
    room.reconnection.enabled = false;
    room.onMessage('*', () => {});
    room.onStateChange(() => this.#onPatch());
    room.onError((code, message) => {
      this.#measure.error('room', message ? `${code} ${message}` : `socket error ${code}`);
    });
    room.onLeave((code, reason) => {
      this.#input = undefined;
      if (this.#leaving) return;
      this.#room = undefined;
      this.#measure.error('close', `close code ${code}${reason ? ` ${reason}` : ''}`);
    });
    this.#hookFrames(room);
  }

  /** Between the socket and the SDK: counts bytes, and survives a decoder that throws. */
  #hookFrames(room: Room): void {
    const { events } = room.connection;
    const deliver = events.onmessage;
    events.onmessage = (event: { data: ArrayBuffer }) => {
      this.#measure.total.bytes += event.data.byteLength;
      try {
        deliver?.(event);
      } catch (thrown) {
        this.#measure.error('decode', errorText(thrown));
      }
    };
  }

  #prepareInput(room: Room): void {
    let input: InputHandle<object>;
    try {
      input = room.input<object>();
    } catch {
      return; // The SDK's way to say that this game takes no input.
    }
    this.#input = input;
    this.#fields = inputFieldsOf(input.data);
    this.#stepMs = input.stepMs ?? 1e3 / inputRateDefault;
    // Bots of one room send at different moments of a tick, as players do.
    this.#nextSendMs = performance.now() + this.#random() * this.#stepMs;
  }

  #onPatch(): void {
    this.#measure.total.patches += 1;
    const acked = this.#input?.lastProcessed ?? 0;
    if (acked === this.#acked) return;
    this.#acked = acked;
    const sentAtMs = this.#sentAtMs[acked & (sendTimesKept - 1)] ?? 0;
    if (sentAtMs > 0) this.#measure.acked(performance.now() - sentAtMs);
  }
}

/** `promise`, or a rejection after `ms`; what arrives later goes to `onLate`. */
function within<Value>(
  promise: Promise<Value>,
  ms: number,
  onLate: (value: Value) => void,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`no answer in ${ms / 1e3} s`));
      promise.then(onLate, () => {});
    }, ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
