/**
 * A visit that is written down for whoever watches. On a worker thread, which writes its own trace;
 * used only while somebody does watch, so that nobody else pays for the two looks at the clock.
 */
import { monotonicMs } from '../base/clock.ts';
import type { Mail } from '../channel/mail.ts';
import type { VisitTrace } from '../channel/visit-trace.ts';
import type { WorkerStats } from '../channel/worker-stats.ts';
import type { RoomView } from './room-view.ts';
import { runVisit } from './run-visit.ts';

/** As `runVisit`. `from` is the worker that the room was stolen from, or -1. */
export function tracedVisit(
  room: RoomView,
  stats: WorkerStats,
  mail: Mail,
  trace: VisitTrace,
  from: number,
): number {
  const { header } = room.memory;
  const { tick, nextStepAtMs } = header;
  const startMs = monotonicMs();
  const dueMs = runVisit(room, stats, mail);
  const endMs = monotonicMs();
  // Of the first of its steps: the others are the same delay's.
  const latenessMs = header.tick === tick ? -1 : Math.max(0, startMs - nextStepAtMs);
  trace.record(room.index, from, startMs, endMs, latenessMs);
  return dueMs;
}
