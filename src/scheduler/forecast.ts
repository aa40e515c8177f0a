/**
 * How long visits are expected to take, so that nobody is woken for work that is over before the
 * woken one has arrived: a wake-up costs the waker alone 10 to 40 us on the machines measured
 * (docs/ARCHITECTURE.md), more than most visits. Shared; the lock holder reads, the lease's holder
 * writes. A forecast that fails costs time only, at most `SchedulerSeams.watchMs`.
 */
import { nobody, type SchedulerViews } from './layout.ts';

/** A shorter visit lowers what is expected by this share of the difference; a longer sets it. */
const decay = 1 / 16;
/** Queued rooms that are looked at; a longer queue is worth sharing whatever is in it. */
const roomsLookedAtMax = 16;

/** Main, as it opens the room: nothing is known. */
export function forgetVisits(views: SchedulerViews, room: number): void {
  views.expectedMs[room] = Number.POSITIVE_INFINITY;
}

/** The lease's holder, before its release. */
export function noteVisit(views: SchedulerViews, room: number, tookMs: number): void {
  const expected = views.expectedMs[room]!;
  const isFirst = expected === Number.POSITIVE_INFINITY;
  const isLonger = isFirst || tookMs > expected;
  views.expectedMs[room] = isLonger ? tookMs : expected + (tookMs - expected) * decay;
}

/** Lock holder: whether the rooms in the queues that anybody may serve take `ms` at most in all. */
export function queuesTakeAtMost(views: SchedulerViews, ms: number): boolean {
  let leftMs = ms;
  let left = roomsLookedAtMax;
  for (let queue = 0; queue < views.workers; queue++) {
    for (let room = views.queueHeads[queue]!; room !== nobody; room = views.nexts[room]!) {
      leftMs -= views.expectedMs[room]!;
      if (leftMs < 0 || left-- === 0) return false;
    }
  }
  return true;
}
