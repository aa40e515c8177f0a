/**
 * One bot's input through the SDK: random, at the room's tick rate, timed from the moment at which
 * it was due. So a bot whose thread was busy does not hide the wait (coordinated omission). On a
 * bot thread; its bot owns it.
 */
import type { InputHandle, Room } from '@colyseus/sdk';
import { errorText } from '../error-text.ts';
import type { Measure } from '../measure/measure.ts';
import { fillRandom, type InputField, inputFieldsOf, type Random } from './random-input.ts';

/** Due times kept per bot, in inputs: a power of two, 34 s at 30 Hz. */
const dueTimesKept = 1_024;
/** A bot that is this many inputs behind (its thread was busy) lets them go. */
const inputsBehindMax = 5;
/** Where a room with input names no rate. */
const inputRateDefault = 20;

export class InputSender {
  readonly stepMs: number;
  readonly #input: InputHandle<object>;
  readonly #fields: readonly InputField[];
  readonly #measure: Measure;
  readonly #random: Random;
  readonly #dueAtMs = new Float64Array(dueTimesKept);
  #nextDueMs = 0;
  #acked = 0;
  #countFromMs = 0;

  /** Undefined where the game takes no input. */
  static of(room: Room, measure: Measure, random: Random): InputSender | undefined {
    try {
      return new InputSender(room.input<object>(), measure, random);
    } catch {
      return undefined; // The SDK's way to say it.
    }
  }

  private constructor(input: InputHandle<object>, measure: Measure, random: Random) {
    this.#input = input;
    this.#fields = inputFieldsOf(input.data);
    this.#measure = measure;
    this.#random = random;
    this.stepMs = input.stepMs ?? 1e3 / inputRateDefault;
  }

  /** Begins anew: after a join, and after a reconnection, where the server counts from 0 again. */
  restart(nowMs: number): void {
    this.#dueAtMs.fill(0);
    this.#acked = 0;
    // Bots of one room send at different moments of a tick, as players do.
    this.#nextDueMs = nowMs + this.#random() * this.stepMs;
  }

  /** Inputs that were due before then are not measured: trouble is why they wait. */
  ignoreUntil(ms: number): void {
    this.#countFromMs = ms;
  }

  /** Sends a random one if one is due. */
  sendDue(nowMs: number): void {
    const dueMs = this.#nextDueMs;
    if (nowMs < dueMs) return;
    fillRandom(this.#input.data, this.#fields, this.#random);
    this.#send(dueMs, nowMs);
    this.#nextDueMs = dueMs + this.stepMs;
    const behindMs = nowMs - this.#nextDueMs;
    if (behindMs <= this.stepMs * inputsBehindMax) return;
    this.#measure.letGo(behindMs, this.stepMs);
    this.#nextDueMs = nowMs;
  }

  /** A scenario's own, which is due when it asks. */
  sendNow(fields: Readonly<Record<string, unknown>>, nowMs: number): void {
    Object.assign(this.#input.data, fields);
    this.#send(nowMs, nowMs);
  }

  #send(dueMs: number, nowMs: number): void {
    try {
      const sequence = this.#input.send();
      if (sequence === 0) return; // Its socket is closing: nothing went out.
      this.#dueAtMs[sequence & (dueTimesKept - 1)] = dueMs;
      this.#measure.sent(nowMs - dueMs);
    } catch (thrown) {
      this.#measure.error('input', errorText(thrown));
    }
  }

  /** A patch has come: it says up to which input the room has consumed. */
  onPatch(nowMs: number): void {
    const acked = this.#input.lastProcessed;
    const first = Math.max(this.#acked, acked - dueTimesKept);
    for (let sequence = first + 1; sequence <= acked; sequence++) {
      const dueMs = this.#dueAtMs[sequence & (dueTimesKept - 1)] ?? 0;
      if (dueMs > this.#countFromMs) this.#measure.acked(nowMs - dueMs);
    }
    this.#acked = acked;
  }
}
