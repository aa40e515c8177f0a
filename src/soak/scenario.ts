/**
 * What an author of a scenario sees: `defineScenario`, and the bot that a scenario plays.
 * Thread-neutral; owns nothing.
 */
import type { Room } from '@colyseus/sdk';

/** A field of an input, as the schema's primitives are in JavaScript. */
export type InputValue = number | boolean | string | bigint;

/**
 * One SDK client among many, and what it may do. `State` is what `room.state` is, `Input` what
 * `input` takes: give the instance types of the game's own schemas, or leave both out.
 */
export interface ScenarioBot<State = unknown, Input extends object = Record<string, InputValue>> {
  /** From 0, over all bots of the run. */
  readonly index: number;
  /** The stock SDK's room. Throws while this bot is in none. */
  readonly room: Room<unknown, State>;
  readonly isIn: boolean;
  /** False from the end of the measured window on. What the bot does then is not waited for. */
  readonly isRunning: boolean;
  /** The next number in [0, 1), from the run's seed and this bot's index alone. */
  random(): number;
  /**
   * Joins the room that the run has for this bot, with the run's options and these. Rejects where
   * the server refuses, which is an error of the run unless the scenario catches it.
   */
  join(options?: Readonly<Record<string, unknown>>): Promise<Room<unknown, State>>;
  /** Leaves with consent. Nothing happens where it is in no room. */
  leave(): Promise<void>;
  /** Sends random input at the room's rate for so long; without `seconds` until the run ends. */
  play(seconds?: number): Promise<void>;
  /** Sends one input with these fields, and the others as they were. */
  input(fields: Partial<InputFields<Input>>): void;
  /** Waits, but not longer than the run lasts. */
  sleep(ms: number): Promise<void>;
  /** Counts an error of kind `scenario` where `condition` is false, and goes on. Returns it. */
  expect(condition: boolean, text: string): boolean;
  /** Counts an error of kind `scenario`, and goes on. */
  fail(text: string): void;
}

/** The fields of an input that hold values; a schema's instance has methods besides. */
export type InputFields<Input> = {
  [Name in keyof Input as Input[Name] extends InputValue ? Name : never]: Input[Name];
};

/** What `defineScenario` makes; a scenario's file exports it by default. */
export interface Scenario {
  /** Called once for each bot. */
  readonly run: (bot: ScenarioBot) => Promise<void>;
}

/** For every copy of this package: a scenario may import another than the one that runs it. */
const brand = Symbol.for('hypogeum.scenario');

/**
 * A function of a bot, called once for each. It is done when its promise resolves; where it throws,
 * that is one error and the bot leaves. When the run ends it has a moment to leave.
 */
export function defineScenario<State = unknown, Input extends object = Record<string, InputValue>>(
  run: (bot: ScenarioBot<State, Input>) => Promise<void>,
): Scenario {
  // The types are the author's word for what the room sends: nothing here could check them.
  const scenario: Scenario = { run: run as (bot: never) => Promise<void> as Scenario['run'] };
  return Object.freeze(Object.assign(scenario, { [brand]: true }));
}

/** True for what `defineScenario` returned. */
export function isScenario(value: unknown): value is Scenario {
  return typeof value === 'object' && value !== null && brand in value;
}
