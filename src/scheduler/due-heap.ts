/**
 * The rooms that wait for their due time, soonest on top: a binary heap with every room's position,
 * so that a room can be moved or taken out. Shared; the lock holder reads and writes it. Its keys
 * are copies: a room's authoritative due time may be ahead of them.
 */
import { assert } from '../base/assert.ts';
import { nobody, type SchedulerViews, Word } from './layout.ts';

/** The due time on top, or Infinity. */
export function heapTop(views: SchedulerViews): number {
  return views.words[Word.HEAP_SIZE]! > 0 ? views.heapDues[0]! : Number.POSITIVE_INFINITY;
}

/** Puts a room in, or moves it, for `dueMs`. It must not be in a run queue. */
export function heapSet(views: SchedulerViews, room: number, dueMs: number): void {
  let position = views.places[room]!;
  if (position === nobody) {
    position = views.words[Word.HEAP_SIZE]!;
    assert(position < views.roomsMax, 'scheduler: the due heap holds a room twice');
    views.words[Word.HEAP_SIZE] = position + 1;
    siftUp(views, position, room, dueMs);
    return;
  }
  assert(position >= 0, 'scheduler: a queued room cannot enter the due heap');
  if (dueMs < views.heapDues[position]!) siftUp(views, position, room, dueMs);
  else siftDown(views, position, room, dueMs);
}

/** Takes the top room out. The heap must not be empty. */
export function heapPop(views: SchedulerViews): number {
  const room = views.heapRooms[0]!;
  heapRemove(views, room);
  return room;
}

/** Takes a room out that is in the heap. */
export function heapRemove(views: SchedulerViews, room: number): void {
  const { heapDues, heapRooms, places } = views;
  const position = places[room]!;
  const last = views.words[Word.HEAP_SIZE]! - 1;
  assert(position >= 0 && position <= last, 'scheduler: the room is not in the due heap');
  views.words[Word.HEAP_SIZE] = last;
  places[room] = nobody;
  if (position === last) return;
  const filler = heapRooms[last]!;
  const due = heapDues[last]!;
  if (due < heapDues[position]!) siftUp(views, position, filler, due);
  else siftDown(views, position, filler, due);
}

/** Moves a hole from `position` towards the top until `room` fits into it. */
function siftUp(views: SchedulerViews, from: number, room: number, dueMs: number): void {
  const { heapDues, heapRooms, places } = views;
  let position = from;
  while (position > 0) {
    const parent = (position - 1) >> 1;
    const parentDue = heapDues[parent]!;
    if (parentDue <= dueMs) break;
    const parentRoom = heapRooms[parent]!;
    heapDues[position] = parentDue;
    heapRooms[position] = parentRoom;
    places[parentRoom] = position;
    position = parent;
  }
  heapDues[position] = dueMs;
  heapRooms[position] = room;
  places[room] = position;
}

/** Moves a hole from `position` towards the leaves until `room` fits into it. */
function siftDown(views: SchedulerViews, from: number, room: number, dueMs: number): void {
  const { heapDues, heapRooms, places } = views;
  const size = views.words[Word.HEAP_SIZE]!;
  let position = from;
  for (;;) {
    let child = 2 * position + 1;
    if (child >= size) break;
    if (child + 1 < size && heapDues[child + 1]! < heapDues[child]!) child++;
    const childDue = heapDues[child]!;
    if (childDue >= dueMs) break;
    const childRoom = heapRooms[child]!;
    heapDues[position] = childDue;
    heapRooms[position] = childRoom;
    places[childRoom] = position;
    position = child;
  }
  heapDues[position] = dueMs;
  heapRooms[position] = room;
  places[room] = position;
}
