/**
 * The rooms that are due: a first-in, first-out queue per worker, each holding the rooms whose home
 * that worker is. Shared; the lock holder reads and writes them. Linked through the rooms, so that
 * a queue has no capacity of its own and a closed room can be taken out of the middle.
 */
import { assert } from '../base/assert.ts';
import { nobody, type SchedulerViews, Word } from './layout.ts';

/** A room's place while it is in `worker`'s queue; heap positions are >= 0, -1 is nowhere. */
export function placeInQueue(worker: number): number {
  return -2 - worker;
}

/** The worker whose queue a room at `place` is in; negative if it is in none. */
export function queueOfPlace(place: number): number {
  return -2 - place;
}

/** Appends a room that is nowhere and has been due since `dueMs`. */
export function queuePush(
  views: SchedulerViews,
  worker: number,
  room: number,
  dueMs: number,
): void {
  assert(views.places[room] === nobody, 'scheduler: a room can be in one place only');
  const tail = views.queueTails[worker]!;
  views.places[room] = placeInQueue(worker);
  views.queuedDues[room] = dueMs;
  views.previouses[room] = tail;
  views.nexts[room] = nobody;
  if (tail === nobody) views.queueHeads[worker] = room;
  else views.nexts[tail] = room;
  views.queueTails[worker] = room;
  count(views, worker, 1);
}

/** Takes the oldest room out, or returns -1. */
export function queuePop(views: SchedulerViews, worker: number): number {
  const room = views.queueHeads[worker]!;
  if (room !== nobody) queueRemove(views, worker, room);
  return room;
}

/** Takes a room out of wherever it is in `worker`'s queue. */
export function queueRemove(views: SchedulerViews, worker: number, room: number): void {
  const { nexts, previouses } = views;
  assert(views.places[room] === placeInQueue(worker), 'scheduler: the room is not in this queue');
  const next = nexts[room]!;
  const previous = previouses[room]!;
  if (previous === nobody) views.queueHeads[worker] = next;
  else nexts[previous] = next;
  if (next === nobody) views.queueTails[worker] = previous;
  else previouses[next] = previous;
  views.places[room] = nobody;
  count(views, worker, -1);
}

/** Since when the oldest room of `worker`'s queue is due. The queue must not be empty. */
export function headDue(views: SchedulerViews, worker: number): number {
  return views.queuedDues[views.queueHeads[worker]!]!;
}

/** The other worker whose queue's head has been due the longest, or -1 if all others are empty. */
export function oldestOther(views: SchedulerViews, worker: number): number {
  if (views.words[Word.QUEUED] === views.queueLengths[worker]) return nobody;
  let oldest = nobody;
  let oldestDue = Number.POSITIVE_INFINITY;
  for (let other = 0; other < views.workers; other++) {
    if (views.queueLengths[other] === 0 || other === worker) continue;
    const due = headDue(views, other);
    if (due >= oldestDue) continue;
    oldest = other;
    oldestDue = due;
  }
  return oldest;
}

function count(views: SchedulerViews, worker: number, change: number): void {
  views.queueLengths[worker] = views.queueLengths[worker]! + change;
  views.words[Word.QUEUED] = views.words[Word.QUEUED]! + change;
}
