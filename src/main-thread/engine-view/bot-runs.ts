/**
 * The bots that a button added: how many, until when, and why they ended. Main thread. Who starts
 * them is handed in: the command line starts a process, a server inside another program may not.
 */
import { monotonicMs } from '../../base/clock.ts';
import { toErrorRecord } from '../../base/errors.ts';

/** In all, at once. */
export const botsMax = 500;
export const botSecondsMax = 600;
/** As a soak's: enough rooms to see them move, and small enough for any game. */
const botsPerRoom = 10;
const errorToldMs = 30_000;

export interface BotWish {
  readonly url: string;
  readonly game: string;
  readonly bots: number;
  readonly rooms: number;
  /** Then they leave. */
  readonly seconds: number;
}

export interface BotRun {
  /** When all are gone: why, if that was before their time. Never rejects. */
  readonly ended: Promise<string | undefined>;
  /** They leave as soon as they can. */
  stop(): void;
}

/** Throws what cannot be done. */
export type BotStarter = (wish: BotWish) => BotRun;

export class BotRuns {
  readonly #start: BotStarter | undefined;
  /** How many bots each has. */
  readonly #runs = new Map<BotRun, number>();
  #error: string | null = null;
  #errorAtMs = 0;

  constructor(start: BotStarter | undefined) {
    this.#start = start;
  }

  get canStart(): boolean {
    return this.#start !== undefined;
  }

  /** Bots that run. */
  get count(): number {
    return [...this.#runs.values()].reduce((sum, bots) => sum + bots, 0);
  }

  /** Why some ended before their time, for a while. */
  get error(): string | null {
    return monotonicMs() - this.#errorAtMs > errorToldMs ? null : this.#error;
  }

  /** Why not, or undefined: then they are on their way. */
  add(wish: Omit<BotWish, 'rooms'>, clientsMax: number): string | undefined {
    if (this.#start === undefined) return 'nobody here can start bots: hypogeum serve can';
    const { count } = this;
    if (count + wish.bots > botsMax) return `${count} bots run, and there may be ${botsMax}`;
    const rooms = Math.ceil(wish.bots / Math.min(botsPerRoom, clientsMax));
    try {
      this.#follow(this.#start({ ...wish, rooms }), wish.bots);
      return undefined;
    } catch (error) {
      return `bots could not be started: ${toErrorRecord(error).text}`;
    }
  }

  stop(): void {
    for (const run of this.#runs.keys()) run.stop();
  }

  #follow(run: BotRun, bots: number): void {
    this.#runs.set(run, bots);
    void run.ended.then((error) => {
      this.#runs.delete(run);
      if (error === undefined) return;
      this.#error = error;
      this.#errorAtMs = monotonicMs();
    });
  }
}
