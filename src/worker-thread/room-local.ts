/**
 * What a pinned room keeps on its home worker beside its memory: `ctx.local`. It cannot move, so
 * it is made once, on the one worker that ever runs the room, and ends with the room.
 */
import { UsageError } from '../base/errors.ts';
import type { GameDefinition } from '../game/define-game.ts';
import { RoomFlag } from '../memory/room-header.ts';
import { isSilent } from './drain-records.ts';
import type { RoomView } from './room-view.ts';

export class RoomLocal {
  readonly #game: GameDefinition;
  #value: unknown;
  #isThere = false;

  constructor(game: GameDefinition) {
    this.#game = game;
  }

  get isThere(): boolean {
    return this.#isThere;
  }

  /** What `createLocal` made. @throws UsageError LOCAL_MISSING */
  get value(): unknown {
    if (this.#isThere) return this.#value;
    throw new UsageError('LOCAL_MISSING', `ctx.local: ${whyMissing(this.#game)}`);
  }

  /** Throws what the game throws. Does nothing for a game that has no `createLocal`. */
  create(context: never, options: Record<string, unknown>): void {
    const { hooks } = this.#game;
    if (hooks.createLocal === undefined) return;
    const value = hooks.createLocal(context, options);
    if (isPromise(value)) {
      value.then(undefined, () => {});
      throw new UsageError(
        'HOOK_ASYNC',
        'createLocal returned a promise; it must be synchronous: do the waiting in a top-level' +
          " await of the game's module, which is over before any of its rooms begins",
      );
    }
    this.#value = value;
    this.#isThere = true;
  }

  /** Throws what the game throws; does nothing the second time. */
  dispose(): void {
    if (!this.#isThere) return;
    const value = this.#value;
    this.#isThere = false;
    this.#value = undefined;
    this.#game.hooks.disposeLocal?.(value);
  }
}

/** Before a visit: a room whose worker died goes no further on that worker's successor. */
export function failIfLost(room: RoomView): void {
  const { game, local, memory, outlet } = room;
  if (local.isThere || game.hooks.createLocal === undefined) return;
  if (!memory.header.has(RoomFlag.CREATED) || isSilent(room)) return;
  memory.header.raise(RoomFlag.FAILED);
  const text = 'the worker that it was pinned to died, and what createLocal made died with it';
  outlet.fail(memory.header.tick, { name: 'Error', code: undefined, text, stack: undefined });
}

function whyMissing({ placement, hooks }: GameDefinition): string {
  if (placement !== 'pinned') {
    return "this room moves between workers; add placement: 'pinned' and createLocal to defineGame";
  }
  if (hooks.createLocal === undefined) return 'the game makes none; add createLocal to defineGame';
  return 'there is none before createLocal has returned';
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
