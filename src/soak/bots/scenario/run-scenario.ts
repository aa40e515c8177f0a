/**
 * One bot's scenario from start to end: what it may do, what counts as an error, and that it ends
 * when the run does. Bots' thread; owns a bot's place in its scenario, and nothing of the bot.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Room } from '@colyseus/sdk';
import { errorText } from '../../error-text.ts';
import type { InputValue, Scenario, ScenarioBot } from '../../scenario.ts';
import type { Random } from '../random-input.ts';

/** What a scenario needs of whatever holds the bot: an SDK client. */
export interface ScenarioHost {
  readonly index: number;
  readonly random: Random;
  /** While it is in one, and while it comes back to one after its socket was cut. */
  readonly room: Room | undefined;
  /** Aborted when the run ends. */
  readonly signal: AbortSignal;
  /** Joins the bot's room. Rejects where the server refuses, and does not count that. */
  join(options: Readonly<Record<string, unknown>>): Promise<Room>;
  /** Leaves with consent, and counts what goes wrong. Does nothing where it is in no room. */
  leave(): Promise<void>;
  /** From now on the bot sends random input when it is due, or no longer. */
  setPlaying(isPlaying: boolean): void;
  /** Sends one input with these fields changed, measured as random ones are. */
  sendInput(fields: Readonly<Record<string, InputValue | undefined>>): void;
  error(kind: 'join' | 'scenario', text: string): void;
}

/** What a scenario has after the run's end to leave its room. */
const endMsMax = 1_000;
/** What a timer can wait: one for longer would fire at once. */
const timerMsMax = 2 ** 31 - 1;

/** Resolves when the bot is done and out of its room. Never rejects for what a scenario does. */
export async function runScenario(scenario: Scenario, host: ScenarioHost): Promise<void> {
  const bot = new PlayedBot(host);
  const done = new AbortController();
  await Promise.race([played(scenario, bot, host), endOf(host.signal, done.signal)]);
  done.abort();
  await bot.end();
  host.setPlaying(false);
  await bot.leave();
}

/** Resolves when the scenario is done, one way or the other. */
async function played(scenario: Scenario, bot: PlayedBot, host: ScenarioHost): Promise<void> {
  try {
    await scenario.run(bot);
  } catch (thrown) {
    // What ends the run cuts short what a scenario waits for: nothing follows from that.
    if (host.signal.aborted) return;
    host.error(thrown === bot.refusal ? 'join' : 'scenario', errorText(thrown));
  }
}

/** Resolves a moment after the run's end; at once when the scenario is done by then. */
async function endOf(run: AbortSignal, done: AbortSignal): Promise<void> {
  await untilAborted(run);
  await wait(endMsMax, undefined, { signal: done }).catch(() => {});
}

/** A bot as its scenario sees it. */
class PlayedBot implements ScenarioBot {
  readonly index: number;
  /** What the last join threw that the server refused. */
  refusal: unknown;
  readonly #host: ScenarioHost;
  #joining: Promise<unknown> | undefined;
  #leaving: Promise<void> | undefined;
  #plays = 0;
  #isOver = false;

  constructor(host: ScenarioHost) {
    this.#host = host;
    this.index = host.index;
  }

  /** From now on it begins nothing. Resolves when a join that is under way came to something. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#joining?.catch(() => {});
  }

  get room(): Room<unknown, unknown> {
    const { room } = this.#host;
    if (room === undefined) throw new Error('bot.room: this bot is in no room');
    return room;
  }

  get isIn(): boolean {
    return this.#host.room !== undefined;
  }

  get isRunning(): boolean {
    return !this.#host.signal.aborted;
  }

  random(): number {
    return this.#host.random();
  }

  async join(options: Readonly<Record<string, unknown>> = {}): Promise<Room<unknown, unknown>> {
    await this.#running();
    if (this.isIn) throw new Error('bot.join: this bot is in a room already');
    try {
      const joining = this.#host.join(options);
      this.#joining = joining;
      return await joining;
    } catch (thrown) {
      this.refusal = thrown;
      throw thrown;
    }
  }

  /** Whoever asks while it leaves waits for the same. */
  leave(): Promise<void> {
    this.#leaving ??= this.#host.leave().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  async play(seconds?: number): Promise<void> {
    await this.#running();
    this.#plays += 1;
    this.#host.setPlaying(true);
    if (seconds === undefined) await untilAborted(this.#host.signal);
    else await this.sleep(seconds * 1e3);
    this.#plays -= 1;
    if (this.#plays === 0) this.#host.setPlaying(false);
  }

  input(fields: Readonly<Record<string, InputValue | undefined>>): void {
    if (!this.isIn) throw new Error('bot.input: this bot is in no room');
    this.#host.sendInput(fields);
  }

  async sleep(ms: number): Promise<void> {
    await this.#running();
    const bounded = Math.min(ms, timerMsMax);
    await wait(bounded, undefined, { signal: this.#host.signal }).catch(() => {});
  }

  expect(condition: boolean, text: string): boolean {
    if (!condition) this.fail(text);
    return condition;
  }

  fail(text: string): void {
    if (this.isRunning) this.#host.error('scenario', text);
  }

  /**
   * What is begun after the run's end never ends: so a scenario that does not ask whether the run
   * goes on stops at its next wait, and neither turns in circles nor throws. The same goes for what
   * a scenario that is done has left behind.
   */
  async #running(): Promise<void> {
    if (!this.isRunning || this.#isOver) await new Promise<never>(() => {});
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
