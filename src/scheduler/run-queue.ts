/**
 * The rooms that are due: two first-in, first-out queues per worker, for the rooms whose home that
 * worker is. Shared; the lock holder reads and writes them. Linked through the rooms, so that a
 * queue has no capacity of its own and a closed room can be taken out of the middle.
 *
 * // queues: [what anybody may take, per worker | what is pinned, per worker]
 */
import { assert } from '../base/assert.ts';
import { nobody, type SchedulerViews, Word } from './layout.ts';

/** The queue that a due room belongs in. */
export function queueFor(views: SchedulerViews, room: number): number {
  const home = views.homes[room]!;
  assert(home >= 0 && home < views.workers, 'scheduler: a room has no home');
  return views.pins[room] === 0 ? home : pinnedQueue(views, home);
}

/** The queue of the rooms that only `worker` may take. The other one has the worker's index. */
export function pinnedQueue(views: SchedulerViews, worker: number): number {
  return views.workers + worker;
}

/** A room's place while it is in `queue`; heap positions are >= 0, -1 is nowhere. */
export function placeInQueue(queue: number): number {
  return -2 - queue;
}

/** The queue that a room at `place` is in; negative if it is in none. */
export function queueOfPlace(place: number): number {
  return -2 - place;
}

/** Appends a room that is nowhere and has been due since `dueMs`. */
export function queuePush(views: SchedulerViews, queue: number, room: number, dueMs: number): void {
  assert(views.places[room] === nobody, 'scheduler: a room can be in one place only');
  const tail = views.queueTails[queue]!;
  views.places[room] = placeInQueue(queue);
  views.queuedDues[room] = dueMs;
  views.previouses[room] = tail;
  views.nexts[room] = nobody;
  if (tail === nobody) views.queueHeads[queue] = room;
  else views.nexts[tail] = room;
  views.queueTails[queue] = room;
  count(views, queue, 1);
}

/** Takes the oldest room out, or returns -1. */
export function queuePop(views: SchedulerViews, queue: number): number {
  const room = views.queueHeads[queue]!;
  if (room !== nobody) queueRemove(views, queue, room);
  return room;
}

/** Takes a room out of wherever it is in `queue`. */
export function queueRemove(views: SchedulerViews, queue: number, room: number): void {
  const { nexts, previouses } = views;
  assert(views.places[room] === placeInQueue(queue), 'scheduler: the room is not in this queue');
  const next = nexts[room]!;
  const previous = previouses[room]!;
  if (previous === nobody) views.queueHeads[queue] = next;
  else nexts[previous] = next;
  if (next === nobody) views.queueTails[queue] = previous;
  else previouses[next] = previous;
  views.places[room] = nobody;
  count(views, queue, -1);
}

/** Since when the oldest room of `queue` is due. The queue must not be empty. */
export function headDue(views: SchedulerViews, queue: number): number {
  return views.queuedDues[views.queueHeads[queue]!]!;
}

/**
 * The other worker whose queue's head has been due the longest, or -1 if all others are empty. What
 * is pinned to others does not count: it is not to be had.
 */
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

function count(views: SchedulerViews, queue: number, change: number): void {
  views.queueLengths[queue] = views.queueLengths[queue]! + change;
  const word = queue < views.workers ? Word.QUEUED : Word.QUEUED_PINNED;
  views.words[word] = views.words[word]! + change;
}
