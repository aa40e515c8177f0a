/**
 * Puts rooms where their leases say they belong: the due heap, a run queue, or nowhere. Every
 * function here needs the lock. All they write is derived, but for the lease itself, so that a
 * death at any step is repaired by `rebuild`.
 */
import { heapPop, heapRemove, heapSet, heapTop } from './due-heap.ts';
import { nobody, type SchedulerViews, Word } from './layout.ts';
import { againFlag, changeLease, LeaseEvent, LeaseState, leaseAfter, stateOf } from './lease.ts';
import type { RequestRing } from './request-ring.ts';
import { queueFor, queueOfPlace, queuePush, queueRemove } from './run-queue.ts';
import { type SchedulerSeams, Step } from './steps.ts';

/** Looks at the rooms that main has posted: new, expedited or closed ones. */
export function placePosted(
  views: SchedulerViews,
  ring: RequestRing,
  seams: SchedulerSeams,
  nowMs: number,
): void {
  for (let left = seams.batchMax; left > 0; left--) {
    const room = ring.shift();
    if (room === nobody) return;
    seams.step(Step.POST_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.PLACE, nobody);
    seams.step(Step.POST_PLACE);
    place(views, room, before, nowMs);
  }
}

/** Moves rooms whose time has come from the heap to their homes' queues, the oldest first. */
export function moveDue(views: SchedulerViews, seams: SchedulerSeams, nowMs: number): void {
  for (let left = seams.batchMax; left > 0; left--) {
    const due = heapTop(views);
    if (due > nowMs) return;
    seams.step(Step.MOVE_POP);
    const room = heapPop(views);
    seams.step(Step.MOVE_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.QUEUE, nobody);
    // Closed meanwhile, or closed and opened anew: then its post is yet to come and places it.
    if (leaseAfter(before, LeaseEvent.QUEUE, nobody) === before) continue;
    seams.step(Step.MOVE_PUSH);
    queuePush(views, queueFor(views, room), room, due);
  }
}

/** Main, holding the lock of a dead worker: derives everything anew from the leases. */
export function rebuild(views: SchedulerViews, ring: RequestRing, nowMs: number): void {
  ring.clear();
  views.words[Word.HEAP_SIZE] = 0;
  views.words[Word.QUEUED] = 0;
  views.words[Word.QUEUED_PINNED] = 0;
  views.words[Word.KEEPER] = nobody;
  views.words[Word.STANDBY] = nobody;
  views.queueHeads.fill(nobody);
  views.queueTails.fill(nobody);
  views.queueLengths.fill(0);
  views.places.fill(nobody);
  for (let room = 0; room < views.roomsMax; room++) {
    changeLease(views.leases, room, LeaseEvent.REBUILD, nobody);
    // Pairs with the last change of the lease; nobody but main can change it now.
    const lease = Atomics.load(views.leases, room);
    if (stateOf(lease) === LeaseState.IDLE)
      heapSet(views, room, wakeTime(views, room, lease, nowMs));
  }
}

/** When an IDLE room wants its next visit. */
export function wakeTime(
  views: SchedulerViews,
  room: number,
  lease: number,
  nowMs: number,
): number {
  const due = views.dues[room]!;
  return (lease & againFlag) !== 0 && due > nowMs ? nowMs : due;
}

function place(views: SchedulerViews, room: number, lease: number, nowMs: number): void {
  const state = stateOf(lease);
  if (state === LeaseState.QUEUED || state === LeaseState.RUNNING) return;
  // In a queue it can only be a former epoch's leftover.
  const queue = queueOfPlace(views.places[room]!);
  if (queue >= 0) queueRemove(views, queue, room);
  if (state === LeaseState.IDLE) heapSet(views, room, wakeTime(views, room, lease, nowMs));
  else if (views.places[room] !== nobody) heapRemove(views, room);
}
