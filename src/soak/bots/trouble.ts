/**
 * Trouble on purpose, as networks and people make it:
 *   --drop   sockets are cut without a word and come back: one every 5 s per ten bots
 *   --slow   a tenth of the bots stop reading for 1 to 2 s, every 4 to 8 s
 *   --late   a quarter of the bots leave after 2 to 6 s, and join again 0.5 to 2 s later
 *   --storm  in the middle of the window all sockets are cut at once; all are back in a second
 * The bot that made a room, its anchor, is spared: a room that holds no seats ends with its last
 * client, and nobody could come back. Everything is drawn from the run's seed. On a bot thread;
 * owns the timers.
 */
import type { Bot } from './bot.ts';
import type { Random } from './random-input.ts';

export const troubleKinds = ['drop', 'slow', 'late', 'storm'] as const;
export type TroubleKind = (typeof troubleKinds)[number];
export type TroublePlan = Readonly<Record<TroubleKind, boolean>>;

/** A bot that trouble may meet, in its room by `enter`. */
export interface Victim {
  readonly bot: Bot;
  /** Of those that are no anchors, over all threads. */
  readonly index: number;
  /** Joins again; what fails is reported there. */
  enter(): Promise<void>;
}

/** Of one bot; so one of ten is cut every 5 s. */
const dropEveryMs = 50_000;
const slowOneOf = 10;
const lateOneOf = 4;
type Span = readonly [fromMs: number, toMs: number];
const pauseMs: Span = [1_000, 2_000];
const betweenPausesMs: Span = [4_000, 8_000];
const stayMs: Span = [2_000, 6_000];
const awayMs: Span = [500, 2_000];

export class Trouble {
  readonly #plan: TroublePlan;
  readonly #victims: readonly Victim[];
  readonly #victimsInAll: number;
  readonly #random: Random;
  readonly #timers = new Set<NodeJS.Timeout>();
  #entering: Promise<unknown> = Promise.resolve();
  #isOn = false;

  /** `victims` are this thread's, of `victimsInAll`. */
  constructor(plan: TroublePlan, victims: readonly Victim[], victimsInAll: number, random: Random) {
    this.#plan = plan;
    this.#victims = victims;
    this.#victimsInAll = victimsInAll;
    this.#random = random;
  }

  /** The window is open: everything but the storm begins. */
  start(): void {
    this.#isOn = true;
    if (this.#plan.drop && this.#victims.length > 0) this.#dropOn();
    for (const victim of this.#victims) {
      if (this.#plan.slow && victim.index % slowOneOf === 0) this.#pauseOn(victim);
      if (this.#plan.late && isLate(victim.index, this.#victimsInAll)) this.#comeAndGo(victim);
    }
  }

  /** The window is over. Resolves when those that were away on their own accord are in or out. */
  async stop(): Promise<void> {
    this.#isOn = false;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    await this.#entering;
  }

  storm(): void {
    for (const { bot } of this.#victims) bot.cut();
  }

  #dropOn(): void {
    this.#after(dropEveryMs / this.#victims.length, () => {
      const { length } = this.#victims;
      this.#victims[Math.floor(this.#random() * length)]?.bot.cut();
      this.#dropOn();
    });
  }

  #pauseOn(victim: Victim): void {
    this.#after(this.#within(betweenPausesMs), () => {
      victim.bot.pause(this.#within(pauseMs));
      this.#pauseOn(victim);
    });
  }

  #comeAndGo(victim: Victim): void {
    this.#after(this.#within(stayMs), () => {
      if (!victim.bot.isIn) return this.#comeAndGo(victim);
      void victim.bot.leave().then(() => {
        this.#after(this.#within(awayMs), () => {
          const entering = victim.enter();
          this.#entering = Promise.all([this.#entering, entering]);
          void entering.then(() => this.#comeAndGo(victim));
        });
      });
    });
  }

  #after(ms: number, act: () => void): void {
    if (!this.#isOn) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #within([fromMs, toMs]: Span): number {
    return fromMs + this.#random() * (toMs - fromMs);
  }
}

/** Others than the slow ones, where there are others: those have even numbers, and the first 0. */
function isLate(index: number, victimsInAll: number): boolean {
  return index % lateOneOf === Math.min(1, victimsInAll - 1);
}
