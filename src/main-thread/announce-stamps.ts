/**
 * Tells clients at the join which times they shall stamp on their inputs. Core encodes that from
 * what its own Rewind is attached to, so this declares maps that are empty and never recorded: the
 * worker remembers the past.
 */
import type { Room } from '@colyseus/core';
import type { StatePlan } from '../schema/state-plan.ts';
import { stampsOf } from '../schema/time-plan.ts';

export function announceStamps(room: Room, plan: StatePlan): void {
  const stamps = stampsOf(plan);
  if (stamps === undefined) return;
  const rewind = room.allowRewindState();
  const nothing = new Map() as never;
  if (stamps.render) rewind.attachAll<object>(nothing, { fields: [], mode: 'snapshot' });
  if (stamps.reckon) rewind.attachAll<object>(nothing, { fields: [], mode: 'reckon' });
}
