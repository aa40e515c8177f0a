/**
 * All bots of a run: who goes to which room, when each joins, one pacer that lets them send.
 * Soak's own thread; owns the bots and the pacer's timer.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@colyseus/sdk';
import { errorText } from '../error-text.ts';
import type { Measure } from '../measure/measure.ts';
import type { SoakPlan } from '../options.ts';
import { Bot } from './bot.ts';
import { seededRandom } from './random-input.ts';

/** One timer for all bots: cheaper than one each, and finer than any tick. */
const paceMs = 4;

export class Swarm {
  readonly #plan: SoakPlan;
  readonly #client: Client;
  readonly #measure: Measure;
  readonly #bots: Bot[] = [];
  /** Ids of the rooms that were created. */
  readonly roomIds = new Set<string>();
  #pacer: NodeJS.Timeout | undefined;

  constructor(plan: SoakPlan, client: Client, measure: Measure) {
    this.#plan = plan;
    this.#client = client;
    this.#measure = measure;
    for (let index = 0; index < plan.bots; index++) {
      this.#bots.push(new Bot(measure, seededRandom(plan.seed * 65_537 + index)));
    }
  }

  /** Joins all bots over the ramp; each begins to send as soon as it is in. */
  async join(signal: AbortSignal): Promise<void> {
    this.#pacer = setInterval(() => this.#sendDue(), paceMs);
    const { rooms, bots, rampSeconds } = this.#plan;
    const beganMs = performance.now();
    // A room's first bot creates it; the others of that room wait for its id.
    const created: Promise<string | undefined>[] = [];
    const joins: Promise<unknown>[] = [];
    for (const [index, bot] of this.#bots.entries()) {
      const atMs = beganMs + (index / bots) * rampSeconds * 1e3;
      const joining = this.#joinOne(bot, index, atMs, created[index % rooms], signal);
      if (index < rooms) created.push(joining);
      joins.push(joining);
    }
    await Promise.all(joins);
  }

  /** Stops input, then lets every bot leave. */
  async leave(): Promise<void> {
    clearInterval(this.#pacer);
    await Promise.all(this.#bots.map((bot) => bot.leave()));
  }

  /** The room's id, or undefined where the bot did not get in. */
  async #joinOne(
    bot: Bot,
    index: number,
    atMs: number,
    created: Promise<string | undefined> | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const { room, rooms, options } = this.#plan;
    if (!(await sleepUntil(atMs, signal))) return undefined;
    const roomId = await created;
    if (signal.aborted) return undefined;
    const isFirst = index < rooms;
    if (!isFirst && roomId === undefined) {
      this.#measure.error('join', 'its room could not be created');
      return undefined;
    }
    try {
      const destination = roomId === undefined ? { create: room } : { joinById: roomId };
      const joined = await bot.join(this.#client, destination, options);
      this.roomIds.add(joined);
      return joined;
    } catch (thrown) {
      this.#measure.error('join', errorText(thrown));
      return undefined;
    }
  }

  #sendDue(): void {
    const nowMs = performance.now();
    for (const bot of this.#bots) bot.sendDue(nowMs);
  }
}

/** False where `signal` ended the wait. */
async function sleepUntil(atMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await sleep(Math.max(0, atMs - performance.now()), undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
