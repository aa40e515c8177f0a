/**
 * `ctx.rewind`: lag compensation. What clients were shown, from samples that the engine takes with
 * each patch. Types only: worker-thread/client-rewind.ts is the implementation.
 */
import type { PastStateOf } from '../memory/time/past-state.ts';
import type { RoomClient } from './step-context.ts';

export interface Rewind<State> {
  /**
   * The room's clock, ms: what the patch of the step at hand is stamped with. It counts steps,
   * those dropped included.
   */
  readonly nowMs: number;
  /** As the client saw it when it made the input consumed last. */
  lastSeenBy(client: RoomClient | number): PastStateOf<State>;
  /** As it was at a time of the room's clock, ms. */
  at(timeMs: number): PastStateOf<State>;
}
