/**
 * A window counts only where its server did the work: all rooms stepped, and all clients got their
 * patches. Pure functions; a side that did less would look the better for it.
 */
import type { Window } from './stand.ts';

/** Of the steps that are due. */
const shareMin = 0.9;
/** Of a patch for each step: stock's has a timer of its own, and now and then tells of two. */
const patchShareMin = 0.6;

export interface Work {
  readonly rooms: number;
  readonly clientsPerRoom: number;
}

/** What is missing, or undefined. */
export function missingWork({ steps, clients }: Window, work: Work): string | undefined {
  const wantedClients = work.rooms * work.clientsPerRoom;
  if (steps.rooms !== work.rooms) return `${steps.rooms} of ${work.rooms} rooms stepped`;
  if (steps.steps < steps.dueSteps * shareMin) return `${steps.steps} of ${steps.dueSteps} steps`;
  if (clients.lost > 0) return `${clients.lost} clients were cut off`;
  if (clients.clients !== wantedClients) return `${clients.clients} of ${wantedClients} clients`;
  const duePatches = steps.dueSteps * work.clientsPerRoom;
  if (clients.patches >= duePatches * patchShareMin) return undefined;
  return `${clients.patches} of ${Math.round(duePatches)} patches arrived`;
}

export function demandWork(window: Window, work: Work): void {
  const missing = missingWork(window, work);
  if (missing !== undefined) throw new Error(missing);
}
