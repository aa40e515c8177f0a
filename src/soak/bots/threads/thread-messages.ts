/**
 * What the soak's own thread and a bot thread say to each other: every command is answered, with
 * its number. Types only.
 */

import type { Taken } from '../../measure/measure.ts';
import type { Summary } from '../../measure/server-stats.ts';
import type { Destination } from '../bot.ts';
import type { BotKind } from '../make-bot.ts';
import type { TroublePlan } from '../trouble.ts';

/** Its workerData. */
export interface BotThreadStart {
  readonly url: string;
  readonly kind: BotKind;
  readonly seed: number;
  readonly options: Readonly<Record<string, unknown>>;
  /** Bots below this number are the anchors of their rooms. */
  readonly rooms: number;
  readonly bots: number;
  readonly trouble: TroublePlan;
  /** File of a scenario; undefined for random input. */
  readonly scenario: string | undefined;
  /** Of so many; a bot is on thread number `bot % threads`. */
  readonly thread: number;
  readonly threads: number;
}

export interface Commands {
  /** Answers with the room's id; with '' where a scenario did not join, which it has counted. */
  join: { readonly asks: { bot: number; destination: Destination }; readonly answer: string };
  /** The window opens: trouble begins, the event loop's figures begin anew. */
  open: { readonly asks: object; readonly answer: null };
  /** Answers with what has come since the last time. */
  take: { readonly asks: object; readonly answer: ThreadTaken };
  storm: { readonly asks: object; readonly answer: null };
  /** The window closes: trouble and input end, and whoever is away is waited for. */
  calm: { readonly asks: object; readonly answer: null };
  leave: { readonly asks: object; readonly answer: null };
}
export type CommandName = keyof Commands;

/** To a bot thread. */
export type Command = {
  [Name in CommandName]: { readonly id: number; readonly name: Name } & Commands[Name]['asks'];
}[CommandName];

/** From a bot thread; `refusal` is why there is no answer. The first one, of id 0, says: ready. */
export type Reply =
  | { readonly id: number; readonly answer: Commands[CommandName]['answer'] }
  | { readonly id: number; readonly refusal: string };

export interface ThreadTaken extends Taken {
  /** When, by base/clock: the same on all threads. */
  readonly atMs: number;
  /** Bots that are in. */
  readonly botsIn: number;
  /** Event loop utilisation, 0 … 1: since the last one was taken, and since the window opened. */
  readonly load: number;
  readonly loadOfWindow: number;
  /** The shortest step of a bot, see `Bot`; 0 where none is known. */
  readonly stepMs: number;
  /** Event loop delay since the window opened. */
  readonly loopDelayMs: Summary;
}
