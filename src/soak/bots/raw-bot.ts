/**
 * A bot that decodes nothing: a raw client that plays as SDK bots do and tells a run what it
 * measures, for numbers of clients that no decoder would keep up with. Bots' thread; owns its
 * client and its generator.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../error-text.ts';
import type { Bot, BotMeasure, Destination } from './bot-interface.ts';
import type { Random } from './random-input.ts';
import { RawClient } from './raw-client.ts';

/** Close code of a room that was left with consent, as in the SDK's CloseCode. */
const closeCodeConsented = 4000;
/** What the SDK waits before it tries to come back for the first time. */
const returnDelayMs = 200;
/** Due times kept per bot, in inputs: a power of two, 17 s at 30 Hz, 4 KiB. */
const dueTimesKept = 512;
/** A bot that is this many inputs behind (its thread was busy) lets them go. */
const inputsBehindMax = 5;

export class RawBot implements Bot {
  readonly #measure: BotMeasure;
  readonly #random: Random;
  readonly #client: RawClient;
  #options: Readonly<Record<string, unknown>> = {};
  #dueAtMs: Float64Array | undefined;
  #stepMs = 0;
  #nextDueMs = Number.POSITIVE_INFINITY;
  #sent = 0;
  #acked = 0;
  #lastPatchMs = 0;
  #returning: Promise<void> | undefined;
  #leaving = false;

  /** `url` is the server's. */
  constructor(url: string, measure: BotMeasure, random: Random) {
    this.#measure = measure;
    this.#random = random;
    this.#client = new RawClient(url, {
      frame: (bytes) => measure.bytes(bytes),
      patch: (bytes, nowMs, isFull) => this.#onPatch(bytes, nowMs, isFull),
      error: (kind, text) => measure.error(kind, text),
      closed: (code, reason) => this.#onClosed(code, reason),
    });
  }

  get isIn(): boolean {
    return this.#client.isIn;
  }

  async join(
    destination: Destination,
    options: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    this.#options = options;
    this.#leaving = false;
    const askedMs = performance.now();
    const roomId = await this.#client.join(destination, options);
    this.#measure.joined(performance.now() - askedMs);
    this.#prepare();
    return roomId;
  }

  sendDue(nowMs: number): void {
    const dueMs = this.#nextDueMs;
    if (nowMs < dueMs || !this.#client.isIn) return;
    const sequence = this.#client.sendInput(this.#random, nowMs);
    if (sequence > 0 && this.#dueAtMs !== undefined) {
      this.#dueAtMs[sequence % dueTimesKept] = dueMs;
      this.#sent = sequence;
      this.#measure.input();
    }
    const isFarBehind = nowMs - dueMs > this.#stepMs * inputsBehindMax;
    this.#nextDueMs = (isFarBehind ? nowMs : dueMs) + this.#stepMs;
  }

  async leave(): Promise<void> {
    this.#leaving = true;
    await this.#returning;
    if (!this.#client.isIn) return;
    const code = await this.#client.leave();
    if (code !== closeCodeConsented) this.#measure.error('leave', `close code ${code}`);
  }

  cut(): void {
    if (!this.#client.isIn) return;
    this.#measure.drop();
    this.#client.cut();
    this.#returning = this.#comeBack(performance.now()).finally(() => {
      this.#returning = undefined;
    });
  }

  pause(ms: number): void {
    this.#client.pause(ms);
  }

  async #comeBack(cutAtMs: number): Promise<void> {
    await sleep(returnDelayMs);
    if (this.#leaving) return;
    try {
      await this.#client.returnToSeat();
    } catch {
      // The room did not hold the seat, or not for so long.
      if (!(await this.#joinAnew())) return;
    }
    this.#measure.reconnected(performance.now() - cutAtMs);
    this.#prepare();
  }

  async #joinAnew(): Promise<boolean> {
    if (this.#leaving) return false;
    try {
      await this.#client.join({ joinById: this.#client.roomId }, this.#options);
      return true;
    } catch (thrown) {
      this.#measure.error('close', `did not come back: ${errorText(thrown)}`);
      return false;
    }
  }

  /** In a room, also anew: its inputs are numbered from 1. */
  #prepare(): void {
    this.#sent = 0;
    this.#acked = 0;
    this.#lastPatchMs = 0;
    this.#nextDueMs = Number.POSITIVE_INFINITY;
    this.#stepMs = this.#client.inputStepMs;
    if (this.#stepMs === 0) return;
    this.#dueAtMs ??= new Float64Array(dueTimesKept);
    // Bots of one room send at different moments of a tick, as players do.
    this.#nextDueMs = performance.now() + this.#random() * this.#stepMs;
  }

  #onPatch(bytes: number, nowMs: number, isFull: boolean): void {
    this.#measure.patch(bytes);
    const expectedMs = this.#client.patchMs;
    if (expectedMs > 0 && this.#lastPatchMs > 0 && !isFull) {
      this.#measure.patchInterval(nowMs - this.#lastPatchMs, expectedMs);
    }
    // A full state comes when a client is ready for it, patches at the room's pace.
    this.#lastPatchMs = isFull ? 0 : nowMs;
    if (this.#client.acked !== this.#acked) this.#onAck(this.#client.acked, nowMs);
  }

  /** Every input that this patch is the first to acknowledge, not only the newest of them. */
  #onAck(acked: number, nowMs: number): void {
    const last = Math.min(acked, this.#sent);
    const dueAtMs = this.#dueAtMs;
    if (dueAtMs === undefined) return;
    for (let sequence = this.#acked + 1; sequence <= last; sequence++) {
      // Of what is no longer kept, this is known: it was due before the oldest that is.
      const known = Math.max(sequence, this.#sent - dueTimesKept + 1);
      this.#measure.acked(nowMs - (dueAtMs[known % dueTimesKept] ?? nowMs));
    }
    this.#acked = last;
  }

  #onClosed(code: number, reason: string): void {
    this.#measure.error('close', `close code ${code}${reason ? ` ${reason}` : ''}`);
  }
}
