/**
 * Where everything lies in the scheduler's one SharedArrayBuffer, on every thread. The main thread
 * creates it; every thread attaches. Who writes an array is said at its declaration: main alone, a
 * lock holder (whoever owns the lock word, see lock.ts), or anyone by compare-and-exchange.
 *
 * Words come first, one group a cache line, so that main's ring tail, the lock and what is under it
 * do not slow one another down; then the arrays per worker, then the arrays per room.
 */
import { assert } from '../base/assert.ts';
import { UsageError } from '../base/errors.ts';
import { alignUp, powerOfTwoAtLeast } from '../base/integers.ts';
import { roomsMaxLimit, workersLimit } from '../base/limits.ts';

export interface SchedulerSize {
  readonly roomsMax: number;
  readonly workers: number;
}

/** Indices of the single words. Sixteen Int32 words are one cache line of 64 bytes. */
export const Word = {
  // Written once by main in `createMemory`.
  MAGIC: 0,
  ROOMS_MAX: 1,
  WORKERS: 2,
  // Control: main stores, workers load.
  STEALING: 16,
  STOP: 17,
  // [contended | owner]: see lock.ts.
  LOCK: 32,
  // Main pushes: the count of rooms ever posted, modulo 2^32.
  RING_TAIL: 48,
  // Under the lock.
  RING_HEAD: 64,
  HEAP_SIZE: 65,
  KEEPER: 66,
  /** Rooms in run queues: those that any worker may run, and those that their home must. */
  QUEUED: 67,
  // Float64, under the lock: the time until which the keeper sleeps. Two words, 8-byte aligned.
  KEEPER_DUE: 68,
  QUEUED_PINNED: 70,
  /** The parked worker that looks after a keeper that is busy, and until when it sleeps. */
  STANDBY: 71,
  STANDBY_DUE: 72,
  // Main alone.
  FREE_COUNT: 80,
  NEXT_HOME: 81,
} as const;

/** Indices into a worker's line of counters. Doubles: a u32 would wrap within a day. */
export const Counter = { TAKES: 0, STEALS: 1, PARKS: 2, WAKES: 3 } as const;
export const countersPerWorker = 8;

/** One for the rooms that others may take, one for those pinned to the worker. */
const queuesPerWorker = 2;

/** Words of `keeper` and `place` that name nobody and nowhere. */
export const nobody = -1;

const magic = 0x48797067;
const wordsOfHeader = 96;
const cacheLineBytes = 64;

/** Typed arrays over the whole memory; one object per attached thread, made once. */
export interface SchedulerViews extends SchedulerSize {
  /** All of it as Int32: single words, and whatever a thread sleeps on, by absolute index. */
  readonly words: Int32Array;
  readonly keeperDue: Float64Array;
  readonly standbyDue: Float64Array;

  /** words[parkOffset + worker]: see parking.ts. Changed by its worker, and by wakers with CAS. */
  readonly parkOffset: number;
  /** Per worker, 1 = turn your event loop. Main stores 1, the worker takes it back to 0. */
  readonly turns: Int32Array;
  /**
   * Per run queue, its first and last room, and how many: see run-queue.ts for which is whose.
   * Under the lock.
   */
  readonly queueHeads: Int32Array;
  readonly queueTails: Int32Array;
  readonly queueLengths: Int32Array;
  /** countersPerWorker doubles per worker. Its worker writes. */
  readonly counters: Float64Array;

  /** Per room: see lease.ts. Any thread, by CAS only. Authoritative. */
  readonly leases: Int32Array;
  /** Per room, ms of base/clock. Main while it is FREE, its worker at release. Authoritative. */
  readonly dues: Float64Array;
  /** Per room, the worker it last ran on. Main while it is FREE, then its thief. Authoritative. */
  readonly homes: Int32Array;
  /** Per room, 1 = pinned: only its home runs it. Main while it is FREE. Authoritative. */
  readonly pins: Int32Array;
  /** Per room, ms: see forecast.ts. Main while it is FREE, then the lease's holder. */
  readonly expectedMs: Float64Array;
  /** Per room, how often it was stolen. As `homes`. */
  readonly roomSteals: Int32Array;
  /** Per room: its position in the heap, or -1 nowhere, or -2-worker in a queue. Under the lock. */
  readonly places: Int32Array;
  /** Per room, its neighbours in the run queue it is in. Under the lock. */
  readonly nexts: Int32Array;
  readonly previouses: Int32Array;
  /** Per room, since when it is due, while it is in a run queue. Under the lock. */
  readonly queuedDues: Float64Array;
  /** The due heap: keys and rooms by position. Under the lock. */
  readonly heapDues: Float64Array;
  readonly heapRooms: Int32Array;
  /** Rooms that main posted, a ring of a power of two. Main writes. */
  readonly ring: Int32Array;
  /** A stack of FREE rooms. Main alone. */
  readonly freeRooms: Int32Array;
}

/** Main thread: memory in which every room is FREE and no worker has arrived. */
export function createMemory(size: SchedulerSize): SharedArrayBuffer {
  checkSize(size);
  const memory = new SharedArrayBuffer(carve(undefined, size).byteLength);
  const words = new Int32Array(memory);
  words[Word.ROOMS_MAX] = size.roomsMax;
  words[Word.WORKERS] = size.workers;
  words[Word.STEALING] = 1;
  words[Word.KEEPER] = nobody;
  words[Word.STANDBY] = nobody;
  words[Word.FREE_COUNT] = size.roomsMax;
  const { views } = carve(memory, size);
  views.places.fill(nobody);
  views.queueHeads.fill(nobody);
  views.queueTails.fill(nobody);
  for (let room = 0; room < size.roomsMax; room++) {
    views.freeRooms[size.roomsMax - 1 - room] = room; // the lowest index is on top
  }
  words[Word.MAGIC] = magic;
  return memory;
}

/** Any thread: views over memory that `createMemory` made. */
export function attachViews(memory: SharedArrayBuffer): SchedulerViews {
  const words = new Int32Array(memory, 0, wordsOfHeader);
  assert(words[Word.MAGIC] === magic, 'scheduler: this is not scheduler memory');
  const size = { roomsMax: words[Word.ROOMS_MAX]!, workers: words[Word.WORKERS]! };
  checkSize(size);
  return carve(memory, size).views;
}

function checkSize(size: SchedulerSize): void {
  requireWithin('roomsMax', size.roomsMax, roomsMaxLimit);
  requireWithin('workers', size.workers, workersLimit);
}

function requireWithin(option: string, value: number, limit: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= limit) return;
  throw new UsageError('OPTION_INVALID', `${option} must be 1 … ${limit}, not ${value}`);
}

/** Lays the arrays out one after the other; without memory it only measures. */
function carve(memory: SharedArrayBuffer | undefined, size: SchedulerSize) {
  const { roomsMax, workers } = size;
  const buffer = memory ?? new SharedArrayBuffer(0);
  let byteLength = wordsOfHeader * Int32Array.BYTES_PER_ELEMENT;
  const place = (bytesEach: number, count: number): number => {
    const byteOffset = alignUp(byteLength, cacheLineBytes);
    byteLength = byteOffset + bytesEach * count;
    return byteOffset;
  };
  const int32 = (count: number): Int32Array => {
    const byteOffset = place(4, count);
    return new Int32Array(buffer, memory ? byteOffset : 0, memory ? count : 0);
  };
  const float64 = (count: number): Float64Array => {
    const byteOffset = place(8, count);
    return new Float64Array(buffer, memory ? byteOffset : 0, memory ? count : 0);
  };
  const doubleAt = (word: number): Float64Array => {
    const byteOffset = word * Int32Array.BYTES_PER_ELEMENT;
    return new Float64Array(buffer, memory ? byteOffset : 0, memory ? 1 : 0);
  };
  const views: SchedulerViews = {
    roomsMax,
    workers,
    words: new Int32Array(buffer),
    keeperDue: doubleAt(Word.KEEPER_DUE),
    standbyDue: doubleAt(Word.STANDBY_DUE),
    parkOffset: place(4, workers) / Int32Array.BYTES_PER_ELEMENT,
    turns: int32(workers),
    queueHeads: int32(workers * queuesPerWorker),
    queueTails: int32(workers * queuesPerWorker),
    queueLengths: int32(workers * queuesPerWorker),
    counters: float64(workers * countersPerWorker),
    leases: int32(roomsMax),
    dues: float64(roomsMax),
    homes: int32(roomsMax),
    pins: int32(roomsMax),
    expectedMs: float64(roomsMax),
    roomSteals: int32(roomsMax),
    places: int32(roomsMax),
    nexts: int32(roomsMax),
    previouses: int32(roomsMax),
    queuedDues: float64(roomsMax),
    heapDues: float64(roomsMax),
    heapRooms: int32(roomsMax),
    ring: int32(powerOfTwoAtLeast(roomsMax)),
    freeRooms: int32(roomsMax),
  };
  return { byteLength: alignUp(byteLength, cacheLineBytes), views };
}

assert(Word.KEEPER_DUE % 2 === 0, 'a Float64 needs 8-byte alignment');
assert(Word.STANDBY_DUE % 2 === 0, 'a Float64 needs 8-byte alignment');
assert(Word.NEXT_HOME < wordsOfHeader, 'the single words must fit before the arrays');
