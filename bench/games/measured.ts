/**
 * Games as benchmarks run them: what a game does, and a note of when each of its steps began. Runs
 * on every thread that loads a game; owns that thread's room keys.
 */
import type { GameDefinition } from '../../src/game/define-game.ts';
import type { AnyHooks } from '../../src/game/game-spec.ts';
import { roomKey, StepLog } from '../load/processes/step-log.ts';

type Step = NonNullable<AnyHooks['step']>;

const log = StepLog.find();
/** By room id, so that a step does not go through its letters. */
const keys = new Map<string, number>();

/** The game, with its steps in the log. */
export function measured(game: GameDefinition): GameDefinition {
  return withStep(game, (ctx) => {
    log.record(keys.get(ctx.roomId) ?? newKey(ctx.roomId));
    game.hooks.step?.(ctx);
  });
}

/** The game, whose steps take `ms` and hold their thread so long. */
export function spinning(game: GameDefinition, ms: number): GameDefinition {
  return withStep(game, (ctx) => {
    const endMs = performance.now() + ms;
    game.hooks.step?.(ctx);
    while (performance.now() < endMs);
  });
}

/** Inputs that a step has consumed. */
export function countInputs(inputs: number): void {
  log.countInputs(inputs);
}

function newKey(roomId: string): number {
  const key = roomKey(roomId);
  keys.set(roomId, key);
  return key;
}

function withStep(game: GameDefinition, step: Step): GameDefinition {
  return { ...game, hooks: { ...game.hooks, step } };
}
