/**
 * What a room tells its clients of its input at the join: the fixed step, its sub-steps, and which
 * times they shall stamp on inputs. Core encodes it from declarations of its own, of which nothing
 * else is used: the worker decodes inputs and remembers the past.
 */
import type { Room } from '@colyseus/core';
import type { GameDefinition } from '../../game/define-game.ts';
import type { StatePlan } from '../../schema/state-plan.ts';
import { stampsOf } from '../../schema/time-plan.ts';

/** Options of `defineInput`. No buffer: main never decodes an input. */
export function announcedInput({ tickRate, subSteps }: GameDefinition) {
  return { tickRate, subSteps, bufferMaxSize: 0 };
}

/** Core derives the stamps from what its Rewind is attached to: maps that stay empty. */
export function announceStamps(room: Room, plan: StatePlan): void {
  const stamps = stampsOf(plan);
  if (stamps === undefined) return;
  const rewind = room.allowRewindState();
  const nothing = new Map() as never;
  if (stamps.render) rewind.attachAll<object>(nothing, { fields: [], mode: 'snapshot' });
  if (stamps.reckon) rewind.attachAll<object>(nothing, { fields: [], mode: 'reckon' });
}
