/**
 * What a run does with a bot, whatever it speaks: bots/sdk-bot.ts decodes everything,
 * bots/raw-bot.ts nothing. Types only; a bot thread owns its bots.
 */
import type { Measure } from '../measure/measure.ts';
import type { Random } from './random-input.ts';

/** Which room a bot goes to: one it creates, or one that is there. */
export type Destination = { readonly create: string } | { readonly joinById: string };

export interface Bot {
  /** Resolves with the room's id; rejects where the server refuses or does not answer. */
  join(destination: Destination, options: Readonly<Record<string, unknown>>): Promise<string>;
  /** Sends one input if it is due. Cheap to call often. */
  sendDue(nowMs: number): void;
  /** Leaves with consent. A room that ended before was counted when it did. */
  leave(): Promise<void>;
  /**
   * Cuts the socket without a word, and comes back within a second: by the seat's token where the
   * room held it, else by joining anew. Nothing where it is not in.
   */
  cut(): void;
  /**
   * Stops reading its socket for so long, then goes on. A server that closes it meanwhile, or soon
   * after, is right to; the bot then joins anew. Nothing where it is not in.
   */
  pause(ms: number): void;
  /** In its room, with an open socket. */
  readonly isIn: boolean;
  /** Time between two inputs, or patches where it sends none; 0 until it is known. */
  readonly stepMs: number;
}

/** What every kind of bot is made of. */
export interface BotParts {
  readonly url: string;
  /** Of all bots of the run. */
  readonly index: number;
  readonly seed: number;
  readonly measure: Measure;
  readonly random: Random;
}
