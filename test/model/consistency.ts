/** Whether the heap and the queues say what the leases say, while nobody is inside the lock. */
import { nobody, type SchedulerViews, Word } from '../../src/scheduler/layout.ts';
import { againFlag, LeaseState, postedFlag, stateOf } from '../../src/scheduler/lease.ts';
import { placeInQueue, queueFor } from '../../src/scheduler/run-queue.ts';

/** Throws a description of the first thing that is wrong. */
export function checkConsistency(views: SchedulerViews): void {
  checkHeap(views);
  checkQueues(views);
  const pending = postedRooms(views);
  for (let room = 0; room < views.roomsMax; room++) checkRoom(views, room, pending.has(room));
}

function checkHeap(views: SchedulerViews): void {
  const size = views.words[Word.HEAP_SIZE]!;
  for (let position = 0; position < size; position++) {
    const room = views.heapRooms[position]!;
    expectEqual(views.places[room]!, position, `place of room ${room} in the heap`);
    const parent = (position - 1) >> 1;
    if (position === 0 || views.heapDues[parent]! <= views.heapDues[position]!) continue;
    throw new Error(`heap order at position ${position}`);
  }
}

function checkQueues(views: SchedulerViews): void {
  let free = 0;
  let pinned = 0;
  for (let queue = 0; queue < views.queueHeads.length; queue++) {
    let length = 0;
    let previous: number = nobody;
    for (let room = views.queueHeads[queue]!; room !== nobody; room = views.nexts[room]!) {
      expectEqual(views.places[room]!, placeInQueue(queue), `place of queued room ${room}`);
      expectEqual(views.previouses[room]!, previous, `link back of room ${room}`);
      previous = room;
      if (++length > views.roomsMax) throw new Error(`queue ${queue} is a ring`);
    }
    expectEqual(views.queueTails[queue]!, previous, `tail of queue ${queue}`);
    expectEqual(views.queueLengths[queue]!, length, `length of queue ${queue}`);
    if (queue < views.workers) free += length;
    else pinned += length;
  }
  expectEqual(views.words[Word.QUEUED]!, free, 'rooms queued');
  expectEqual(views.words[Word.QUEUED_PINNED]!, pinned, 'pinned rooms queued');
}

function checkRoom(views: SchedulerViews, room: number, isPending: boolean): void {
  const lease = views.leases[room]!;
  const place = views.places[room]!;
  expectEqual(Number((lease & postedFlag) !== 0), Number(isPending), `post of room ${room}`);
  if (isPending) return;
  const state = stateOf(lease);
  if (state === LeaseState.QUEUED) {
    expectEqual(place, placeInQueue(queueFor(views, room)), `place of queued room ${room}`);
  } else if (state === LeaseState.IDLE) {
    if (place < 0) throw new Error(`idle room ${room} is at ${place}`);
    if ((lease & againFlag) !== 0) return;
    expectEqual(views.heapDues[place]!, views.dues[room]!, `heap key of room ${room}`);
  } else {
    expectEqual(place, nobody, `place of room ${room} in state ${state}`);
  }
}

function postedRooms(views: SchedulerViews): Set<number> {
  const rooms = new Set<number>();
  const tail = views.words[Word.RING_TAIL]!;
  for (let head = views.words[Word.RING_HEAD]!; head !== tail; head = (head + 1) | 0) {
    rooms.add(views.ring[head & (views.ring.length - 1)]!);
  }
  return rooms;
}

function expectEqual(actual: number, wanted: number, what: string): void {
  if (actual !== wanted) throw new Error(`${what}: ${actual}, not ${wanted}`);
}
