/**
 * The room's clock as clients see it: ms that its steps stand for, also those that were dropped.
 * It counts steps and not the time at which a worker got to them, so that a late step is no jump
 * for whoever interpolates, and a run repeated step by step stamps the same times.
 */
import type { RoomHeader } from '../memory/room-header.ts';

/** ms, u32. Above 0, which a client takes for a clock that has not synced. */
export function roomClockMs({ tick, droppedSteps }: RoomHeader, stepMs: number): number {
  return ((tick + droppedSteps + 1) * stepMs) >>> 0;
}
