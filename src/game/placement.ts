/**
 * Where a game's rooms run, and what a pinned room keeps on its worker: the options of `defineGame`
 * for that, and their checks. Any thread.
 */
import { UsageError } from '../base/errors.ts';
import type { StepContext } from './step-context.ts';

/**
 * 'any': a worker with nothing to do takes a room that is due. 'pinned': a room stays on the worker
 * that had the most spare time when the room was created, still off the main thread.
 */
export type Placement = 'any' | 'pinned';

/** Part of a GameSpec. */
export interface PlacementSpec<State, Input, Local> {
  /** Default 'any'. */
  readonly placement?: Placement;
  /**
   * Pinned games only: makes what lives on the room's worker beside the state, such as a physics
   * world. Runs there once, before `onCreate`, with the same options; its result is `ctx.local`
   * everywhere else. Name it before the functions that use `ctx.local`: its result is what their
   * types are inferred from. What it throws refuses the room.
   */
  createLocal?(ctx: StepContext<State, Input>, options: Record<string, unknown>): Local;
  /**
   * After `onDispose`, and also when the room fails: gives back what garbage collection does not,
   * such as WASM memory. Not called when the worker's thread is lost, and all its memory with it.
   */
  disposeLocal?(local: Local): void;
}

/** The part that an engine without the game's types calls. */
export type LocalHooks = Pick<PlacementSpec<never, never, unknown>, 'createLocal' | 'disposeLocal'>;

/** @throws UsageError GAME_INVALID naming the option. */
export function placementOf(spec: object): Placement {
  const { placement = 'any', createLocal, disposeLocal } = spec as Record<string, unknown>;
  if (placement !== 'any' && placement !== 'pinned') {
    invalid(`placement: 'any' or 'pinned' was expected, not ${JSON.stringify(placement)}`);
  }
  checkHook('createLocal', createLocal);
  checkHook('disposeLocal', disposeLocal);
  if (createLocal !== undefined && placement !== 'pinned') {
    invalid("createLocal: needs placement: 'pinned', because other rooms move between workers");
  }
  if (disposeLocal !== undefined && createLocal === undefined) {
    invalid('disposeLocal: there is nothing to dispose of without createLocal');
  }
  return placement;
}

function checkHook(name: string, value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== 'function') invalid(`${name}: a function was expected, not ${typeof value}`);
  if (value.constructor.name === 'AsyncFunction') {
    invalid(`${name}: must not be async: wait in a top-level await of the game's module`);
  }
}

function invalid(text: string): never {
  throw new UsageError('GAME_INVALID', text);
}
