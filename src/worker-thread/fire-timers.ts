/**
 * Timers: the game's `timers` table on one side, the room's timer queue on the other. Those that
 * are due at a tick fire before its step, on whatever worker runs it, in order of their tick and
 * then of their creation.
 */
import { UsageError } from '../base/errors.ts';
import type { GameDefinition } from '../game/define-game.ts';
import type { RoomMemory } from '../memory/room-memory.ts';
import { timerArgumentsMax } from '../memory/time/time-layout.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';

/**
 * A new timer's row; what it carries is the caller's to set.
 * @throws UsageError VALUE_INVALID, TIMERS_FULL
 */
export function addTimer(
  game: GameDefinition,
  { timers, header }: RoomMemory,
  ms: number,
  name: string,
  isPeriodic: boolean,
): number {
  const place = game.timerPlaces.get(name);
  if (timers === undefined || place === undefined) {
    const names = [...game.timerPlaces.keys()].join(', ') || 'none';
    const call = callOf(ms, name, isPeriodic);
    throw new UsageError('VALUE_INVALID', `${call}: no such timer; the game has ${names}`);
  }
  if (!(ms >= 0 && ms <= Number.MAX_SAFE_INTEGER) || (isPeriodic && ms === 0)) {
    const bound = isPeriodic ? 'above 0' : 'of 0 or more';
    const call = callOf(ms, name, isPeriodic);
    throw new UsageError('VALUE_INVALID', `${call}: ms must be a number ${bound}`);
  }
  return timers.add(header.tick, ms, isPeriodic, place);
}

/** Before the step of the room's tick. */
export function fireTimers({ memory, game, context }: RoomView): void {
  const { timers, header } = memory;
  if (timers === undefined) return;
  const { args } = timers;
  for (let row = timers.dueRow(header.tick); row >= 0; row = timers.dueRow(header.tick)) {
    const handler = game.timers[timers.names[row]];
    const at = row * timerArgumentsMax;
    const a = args[at];
    const b = args[at + 1];
    const c = args[at + 2];
    const d = args[at + 3];
    // First of all: the handler may cancel it, or take its row for another.
    timers.fire(row);
    runHook('timers', handler(context, a, b, c, d));
  }
}

function callOf(ms: number, name: string, isPeriodic: boolean): string {
  return `ctx.${isPeriodic ? 'every' : 'after'}(${ms}, '${name}')`;
}
