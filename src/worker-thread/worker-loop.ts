/**
 * What a worker thread does all its life: take a due room, visit it, give it back; sleep when
 * none is due. It blocks while it sleeps, so it turns its event loop on purpose: when main asks,
 * and now and then, for messages about closed rooms, for the garbage collector's entries, and to
 * write down its CPU time.
 */
import { setImmediate } from 'node:timers/promises';
import { monotonicMs } from '../base/clock.ts';
import type { RoomIndex, WorkerIndex } from '../base/integers.ts';
import type { Mail } from '../channel/mail.ts';
import type { VisitTrace } from '../channel/visit-trace.ts';
import type { WorkerStats } from '../channel/worker-stats.ts';
import { ParkResult } from '../scheduler/dispatcher.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { OpenRooms } from './open-rooms.ts';
import { failIfLost } from './room-local.ts';
import { runVisit } from './run-visit.ts';
import { tracedVisit } from './traced-visit.ts';

/** The event loop turns at least this often while there is something to do. */
const turnEveryMs = 1_000;
const usPerMs = 1_000;

export interface LoopParts {
  readonly worker: WorkerIndex;
  readonly scheduler: Scheduler;
  readonly rooms: OpenRooms;
  readonly mail: Mail;
  readonly stats: WorkerStats;
  /** Undefined where nobody can watch. */
  readonly trace: VisitTrace | undefined;
}

/** Resolves when main asked to stop. */
export async function workerLoop(parts: LoopParts): Promise<void> {
  const { scheduler, worker, rooms, stats } = parts;
  // A predecessor may have died inside a visit.
  stats.visitingSinceMs = 0;
  const earlierCpuMs = stats.cpuMs;
  stats.noteCpu(earlierCpuMs + threadCpuMs(), monotonicMs());
  while (runUntilTurn(parts) !== ParkResult.STOP) {
    scheduler.handOver(worker);
    await setImmediate();
    rooms.readMessages();
    stats.noteCpu(earlierCpuMs + threadCpuMs(), monotonicMs());
  }
}

/** About 1 µs, and an object: not for every visit. */
function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / usPerMs;
}

function runUntilTurn(parts: LoopParts): ParkResult {
  const { scheduler, worker } = parts;
  let nowMs = monotonicMs();
  const turnAtMs = nowMs + turnEveryMs;
  for (;;) {
    const room = scheduler.take(worker);
    if (room >= 0) {
      visit(parts, room as RoomIndex, nowMs);
      const asked = scheduler.control(worker);
      if (asked !== ParkResult.WORK) return asked;
    } else {
      const parked = scheduler.park(worker);
      if (parked !== ParkResult.WORK) return parked;
    }
    nowMs = monotonicMs();
    if (nowMs > turnAtMs) return ParkResult.TURN;
  }
}

function visit(parts: LoopParts, index: RoomIndex, nowMs: number): void {
  const { scheduler, worker, rooms, mail, stats, trace } = parts;
  stats.visitingSinceMs = nowMs;
  const room = rooms.view(index, scheduler.epochOf(index));
  failIfLost(room);
  const dueMs = trace?.isWatched
    ? tracedVisit(room, stats, mail, trace, scheduler.takenFrom)
    : runVisit(room, stats, mail);
  rooms.endLocalIfOver(room);
  stats.visitingSinceMs = 0;
  scheduler.release(worker, index, dueMs);
}
