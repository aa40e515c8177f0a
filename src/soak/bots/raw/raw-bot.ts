/**
 * A bot that decodes nothing: a raw client that plays as SDK bots do and tells a run what it
 * measures, for numbers of clients that no decoder would keep up with. Bots' thread; owns its
 * client and its generator.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../../error-text.ts';
import type { Measure } from '../../measure/measure.ts';
import type { Bot, Destination } from '../bot.ts';
import { PatchRhythm } from '../patch-rhythm.ts';
import type { Random } from '../random-input.ts';
import { RawClient } from './raw-client.ts';

/** Close code of a room that was left with consent, as in the SDK's CloseCode. */
const closeCodeConsented = 4000;
/** What the SDK waits before it tries to come back for the first time, and up to so much more. */
const returnDelayMs = 200;
const returnSpreadMs = 500;
/** After a join, a return and a pause patches come unevenly for so long: not measured. */
const settleMs = 500;
/** A reader that had stopped may be closed so long after it reads again. */
const slowExcuseMs = 10_000;
/** Due times kept per bot, in inputs: a power of two, 17 s at 30 Hz, 4 KiB. */
const dueTimesKept = 512;
/** A bot that is this many inputs behind (its thread was busy) lets them go. */
const inputsBehindMax = 5;

/** What a raw bot reports. */
export type RawBotMeasure = Pick<
  Measure,
  | 'joined'
  | 'acked'
  | 'patch'
  | 'patchInterval'
  | 'bytes'
  | 'sent'
  | 'letGo'
  | 'error'
  | 'drop'
  | 'slowClose'
  | 'reconnected'
>;

export class RawBot implements Bot {
  readonly #measure: RawBotMeasure;
  readonly #random: Random;
  readonly #client: RawClient;
  #options: Readonly<Record<string, unknown>> = {};
  #dueAtMs: Float64Array | undefined;
  #stepMs = 0;
  #nextDueMs = Number.POSITIVE_INFINITY;
  #sent = 0;
  #acked = 0;
  #rhythm: PatchRhythm;
  #countFromMs = 0;
  #excusedUntilMs = 0;
  #returning: Promise<void> | undefined;

  /** `url` is the server's. */
  constructor(url: string, measure: RawBotMeasure, random: Random) {
    this.#measure = measure;
    this.#random = random;
    this.#rhythm = new PatchRhythm(measure, undefined);
    this.#client = new RawClient(url, {
      frame: (bytes) => measure.bytes(bytes),
      patch: (_, nowMs) => this.#onPatch(nowMs),
      error: (kind, text) => measure.error(kind, text),
      closed: (code, reason) => this.#onClosed(code, reason),
    });
  }

  get isIn(): boolean {
    return this.#client.isIn;
  }

  get stepMs(): number {
    return this.#stepMs || (this.#rhythm.expectedMs ?? 0);
  }

  async join(
    destination: Destination,
    options: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    this.#options = options;
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
      this.#measure.sent(nowMs - dueMs);
    }
    const behindMs = nowMs - dueMs;
    const isFarBehind = behindMs > this.#stepMs * inputsBehindMax;
    if (isFarBehind) this.#measure.letGo(behindMs, this.#stepMs);
    this.#nextDueMs = (isFarBehind ? nowMs : dueMs) + this.#stepMs;
  }

  async leave(): Promise<void> {
    // One that is on its way back is waited for: its seat must not outlive it.
    await this.#returning;
    if (!this.#client.isIn) return;
    const code = await this.#client.leave();
    if (code !== closeCodeConsented) this.#measure.error('leave', `close code ${code}`);
  }

  cut(): void {
    if (!this.#client.isIn) return;
    this.#measure.drop();
    this.#client.cut();
    this.#startReturn();
  }

  pause(ms: number): void {
    if (!this.#client.isIn) return;
    const nowMs = performance.now();
    this.#countFromMs = nowMs + ms;
    this.#rhythm.ignoreUntil(nowMs + ms + settleMs);
    this.#excusedUntilMs = nowMs + ms + slowExcuseMs;
    this.#client.pause(ms);
  }

  #startReturn(): void {
    this.#returning = this.#comeBack(performance.now()).finally(() => {
      this.#returning = undefined;
    });
  }

  async #comeBack(cutAtMs: number): Promise<void> {
    await sleep(returnDelayMs + this.#random() * returnSpreadMs);
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
    try {
      await this.#client.join({ joinById: this.#client.roomId }, this.#options);
      return true;
    } catch (thrown) {
      this.#measure.error('reconnect', errorText(thrown));
      return false;
    }
  }

  /** In a room, also anew: its inputs are numbered from 1. */
  #prepare(): void {
    this.#sent = 0;
    this.#acked = 0;
    this.#countFromMs = 0;
    this.#excusedUntilMs = 0;
    this.#rhythm = new PatchRhythm(this.#measure, this.#client.patchMs || undefined);
    this.#rhythm.ignoreUntil(performance.now() + settleMs);
    this.#nextDueMs = Number.POSITIVE_INFINITY;
    this.#stepMs = this.#client.inputStepMs;
    if (this.#stepMs === 0) return;
    this.#dueAtMs ??= new Float64Array(dueTimesKept);
    // Bots of one room send at different moments of a tick, as players do.
    this.#nextDueMs = performance.now() + this.#random() * this.#stepMs;
  }

  /** Its bytes were counted with the frame's. */
  #onPatch(nowMs: number): void {
    this.#measure.patch(0);
    this.#rhythm.onPatch(nowMs);
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
      const dueMs = dueAtMs[known % dueTimesKept] ?? nowMs;
      if (dueMs > this.#countFromMs) this.#measure.acked(nowMs - dueMs);
    }
    this.#acked = last;
  }

  #onClosed(code: number, reason: string): void {
    if (performance.now() < this.#excusedUntilMs) {
      this.#measure.slowClose();
      this.#startReturn();
      return;
    }
    this.#measure.error('close', `close code ${code}${reason ? ` ${reason}` : ''}`);
  }
}
