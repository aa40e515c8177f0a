/**
 * All bots of a run: who goes to which room, and when each joins. Soak's own thread; the bots
 * themselves are on theirs.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorText } from '../error-text.ts';
import type { ErrorTally } from '../measure/error-tally.ts';
import type { SoakPlan } from '../options.ts';
import { type BotThreads, ThreadDead } from './threads/bot-threads.ts';

export class Swarm {
  readonly #plan: SoakPlan;
  readonly #threads: BotThreads;
  readonly #errors: ErrorTally;
  /** Ids of the rooms that were created. */
  readonly roomIds = new Set<string>();
  /** Bots that got in at the first go. */
  joins = 0;

  constructor(plan: SoakPlan, threads: BotThreads, errors: ErrorTally) {
    this.#plan = plan;
    this.#threads = threads;
    this.#errors = errors;
  }

  /** Joins all bots over the ramp; each begins to send as soon as it is in. */
  async join(signal: AbortSignal): Promise<void> {
    const { rooms, bots, rampSeconds } = this.#plan;
    const beganMs = performance.now();
    // A room's first bot creates it; the others of that room wait for its id.
    const created: Promise<string | undefined>[] = [];
    const joins: Promise<unknown>[] = [];
    for (let bot = 0; bot < bots; bot++) {
      const atMs = beganMs + (bot / bots) * rampSeconds * 1e3;
      const joining = this.#joinOne(bot, atMs, created[bot % rooms], signal);
      if (bot < rooms) created.push(joining);
      joins.push(joining);
    }
    await Promise.all(joins);
  }

  /** The room's id, or undefined where the bot did not get in. */
  async #joinOne(
    bot: number,
    atMs: number,
    created: Promise<string | undefined> | undefined,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (!(await sleepUntil(atMs, signal))) return undefined;
    const roomId = await created;
    if (signal.aborted) return undefined;
    const isFirst = created === undefined;
    if (!isFirst && roomId === undefined) {
      this.#errors.error('join', 'its room could not be created');
      return undefined;
    }
    try {
      const destination = roomId === undefined ? { create: this.#plan.room } : { joinById: roomId };
      const joined = await this.#threads.join(bot, destination);
      if (joined === '') return undefined;
      this.joins += 1;
      this.roomIds.add(joined);
      return joined;
    } catch (thrown) {
      if (!(thrown instanceof ThreadDead)) this.#errors.error('join', errorText(thrown));
      return undefined;
    }
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
