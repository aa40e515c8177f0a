/**
 * What a worker thread does with the scheduler: take a due room, release it, park when there is
 * none. Its worker writes its lease, its park word and its counters; the rest it touches under the
 * lock only.
 */
import { assert } from '../base/assert.ts';
import { heapSet, heapTop } from './due-heap.ts';
import { noteVisit, queuesTakeAtMost } from './forecast.ts';
import { Counter, countersPerWorker, nobody, type SchedulerViews, Word } from './layout.ts';
import {
  changeLease,
  holderOf,
  LeaseEvent,
  LeaseState,
  leaseAfter,
  noHolder,
  stateOf,
} from './lease.ts';
import type { Lock } from './lock.ts';
import type { Parking } from './parking.ts';
import { moveDue, placePosted, wakeTime } from './placement.ts';
import type { RequestRing } from './request-ring.ts';
import { oldestOther, pinnedQueue, queuePop } from './run-queue.ts';
import { ownQueue, queueToServe } from './serving-order.ts';
import { type SchedulerSeams, Step } from './steps.ts';

/** What a worker should do next. WORK: call `take`. */
export const ParkResult = { WORK: 0, TURN: 1, STOP: 2 } as const;
export type ParkResult = (typeof ParkResult)[keyof typeof ParkResult];

/** The parts that both sides of the scheduler are made of; one set per attached thread. */
export interface SchedulerParts {
  readonly views: SchedulerViews;
  readonly lock: Lock;
  readonly ring: RequestRing;
  readonly parking: Parking;
  readonly seams: SchedulerSeams;
}

export class Dispatcher {
  readonly #parts: SchedulerParts;
  /** What this thread holds per worker index, epoch and all: a thread killed and replaced fails. */
  readonly #held: Int32Array;
  /** Since when, per worker index, in ms. */
  readonly #takenMs: Float64Array;
  /** Workers claimed under the lock, to be roused after it. */
  readonly #claimed: Int32Array;
  #claimedCount = 0;
  #takenFrom: number = nobody;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
    this.#held = new Int32Array(parts.views.workers).fill(noHolder);
    this.#takenMs = new Float64Array(parts.views.workers);
    this.#claimed = new Int32Array(parts.views.workers + 1);
  }

  /** The worker from whose queue this thread's last room was stolen, or -1 if it was not. */
  get takenFrom(): number {
    return this.#takenFrom;
  }

  take(worker: number): number {
    const { views, lock, ring, parking, seams } = this.#parts;
    lock.acquire(worker);
    parking.arrive(worker);
    const now = seams.now();
    placePosted(views, ring, seams, now);
    moveDue(views, seams, now);
    const isStealing = this.#isStealing();
    const room = this.#pick(worker, isStealing);
    this.#claimHomes(worker, isStealing);
    // Without a room this worker parks next, and then looks at all that `plan` would.
    if (room !== nobody) {
      this.#takenMs[worker] = now;
      this.#plan(worker, now, views.expectedMs[room]!, isStealing);
    }
    lock.release(worker);
    this.#rouseClaimed();
    return room;
  }

  release(worker: number, room: number, nextDueMs: number): boolean {
    const { views, lock, seams } = this.#parts;
    assert(!Number.isNaN(nextDueMs), 'scheduler: a due time must be a number');
    const now = seams.now();
    lock.acquire(worker);
    const lease = this.#endVisit(worker, room, nextDueMs, now - this.#takenMs[worker]!);
    if (lease !== undefined && stateOf(lease) === LeaseState.IDLE) {
      seams.step(Step.RELEASE_HEAP);
      heapSet(views, room, wakeTime(views, room, lease, now));
    }
    lock.release(worker);
    return lease !== undefined;
  }

  park(worker: number): ParkResult {
    const { views, lock, ring, parking, seams } = this.#parts;
    const wanted = this.control(worker);
    if (wanted !== ParkResult.WORK) return wanted;
    lock.acquire(worker);
    parking.arrive(worker);
    const now = seams.now();
    placePosted(views, ring, seams, now);
    if (this.#hasWork(worker, now)) {
      lock.release(worker);
      return ParkResult.WORK;
    }
    parking.mark(worker);
    seams.step(Step.PARK_RECHECK);
    // Stealing may have been switched on since `hasWork` looked, by a call that saw nobody PARKED.
    if (!ring.isEmpty() || this.#isControlled(worker) || this.#canSteal()) {
      parking.arrive(worker);
      lock.release(worker);
      return ParkResult.WORK;
    }
    const top = heapTop(views);
    let timeoutMs = Number.POSITIVE_INFINITY;
    if (!parking.isKept(top)) {
      parking.becomeKeeper(worker, top);
      timeoutMs = top - now;
    } else if (top !== Number.POSITIVE_INFINITY && !parking.isBacked(top + seams.watchMs)) {
      parking.becomeStandby(worker, top + seams.watchMs);
      timeoutMs = top + seams.watchMs - now;
    }
    lock.release(worker);
    parking.sleep(worker, timeoutMs);
    seams.step(Step.PARK_LEFT);
    return this.control(worker);
  }

  /** TURN and STOP, if they were asked for: then other workers have been told to carry on alone. */
  control(worker: number): ParkResult {
    const { views } = this.#parts;
    if (!this.#isControlled(worker)) return ParkResult.WORK;
    // Pairs with requestTurn's store: takes the request back, and what main did before it (a
    // message posted) is there to be read.
    Atomics.exchange(views.turns, worker, 0);
    // Pairs with requestStop's store.
    const isStopped = Atomics.load(views.words, Word.STOP) !== 0;
    this.handOver(worker);
    return isStopped ? ParkResult.STOP : ParkResult.TURN;
  }

  /** Before anything else than take and park that may last: another worker keeps the watch. */
  handOver(worker: number): void {
    const { views, lock, ring, parking, seams } = this.#parts;
    lock.acquire(worker);
    parking.arrive(worker);
    const now = seams.now();
    placePosted(views, ring, seams, now);
    this.#plan(worker, now, Number.POSITIVE_INFINITY, this.#isStealing());
    lock.release(worker);
    this.#rouseClaimed();
  }

  #pick(worker: number, isStealing: boolean): number {
    const { views, seams } = this.#parts;
    for (;;) {
      const queue = queueToServe(views, worker, isStealing);
      if (queue === nobody) return nobody;
      seams.step(Step.PICK_POP);
      const room = queuePop(views, queue);
      seams.step(Step.PICK_RUN);
      const before = changeLease(views.leases, room, LeaseEvent.RUN, worker);
      // Closed since it was queued: whatever became of it, its post places it.
      if (stateOf(before) !== LeaseState.QUEUED) continue;
      this.#held[worker] = holderOf(leaseAfter(before, LeaseEvent.RUN, worker));
      seams.step(Step.PICK_HOME);
      views.counters[worker * countersPerWorker + Counter.TAKES]!++;
      this.#takenFrom = nobody;
      if (queue !== worker && queue !== pinnedQueue(views, worker)) {
        assert(views.pins[room] === 0, 'scheduler: a pinned room was stolen');
        this.#takenFrom = queue;
        views.homes[room] = worker;
        views.roomSteals[room]!++;
        views.counters[worker * countersPerWorker + Counter.STEALS]!++;
      }
      return room;
    }
  }

  /** Lock holder: the lease after the visit, or undefined if it was not this thread's any more. */
  #endVisit(worker: number, room: number, nextDueMs: number, tookMs: number): number | undefined {
    const { views, seams } = this.#parts;
    const holder = this.#held[worker]!;
    this.#held[worker] = noHolder;
    let isNoted = false;
    for (;;) {
      // Pairs with main's EXPEDITE and CLOSE, which may set a flag at any time.
      const before = Atomics.load(views.leases, room);
      const after = leaseAfter(before, LeaseEvent.RELEASE, holder);
      if (after === before) return undefined;
      seams.step(Step.RELEASE_DUE);
      views.dues[room] = nextDueMs;
      if (!isNoted) noteVisit(views, room, tookMs);
      isNoted = true;
      seams.step(Step.RELEASE_LEASE);
      // Pairs with main's loads, which see an IDLE or a CLOSED room. The next worker to run it
      // comes through the lock, and sees all of this visit's writes by that.
      if (Atomics.compareExchange(views.leases, room, before, after) === before) return after;
    }
  }

  /**
   * Lock holder about to be busy, for `busyMs` as far as it knows: claims a sleeper if there is
   * more to do than this worker takes, or if nobody would wake up in time for the next due room.
   */
  #plan(worker: number, nowMs: number, busyMs: number, isStealing: boolean): void {
    const { views, ring, parking, seams } = this.#parts;
    seams.step(Step.PLAN);
    const top = heapTop(views);
    const isQueued = isStealing && views.words[Word.QUEUED]! > 0;
    if (top > nowMs && ring.isEmpty()) {
      if (!isQueued && parking.isKept(top)) return;
      const waitsFromMs = isQueued ? nowMs : top;
      if (this.#isSoonBack(nowMs + busyMs, waitsFromMs, isQueued)) return;
    }
    this.#addClaimed(parking.claimOne(preferredSleeper(views, worker)));
  }

  /** Whether a visit that ends at `endMs` makes what waits from `waitsFromMs` on late by little. */
  #isSoonBack(endMs: number, waitsFromMs: number, isQueued: boolean): boolean {
    const { views, parking, seams } = this.#parts;
    const leftMs = waitsFromMs + seams.shareMs - endMs;
    if (leftMs < 0 || !parking.isBacked(waitsFromMs + seams.watchMs)) return false;
    return !isQueued || queuesTakeAtMost(views, leftMs);
  }

  /**
   * Lock holder that has moved due rooms: what only its home can run, for being pinned or without
   * stealing, is nobody else's to do. Claims the homes that sleep; one that is busy will see it.
   */
  #claimHomes(worker: number, isStealing: boolean): void {
    const { views, parking } = this.#parts;
    const { words, queueLengths, workers } = views;
    const pinned = words[Word.QUEUED_PINNED]! - queueLengths[pinnedQueue(views, worker)]!;
    const kept = isStealing ? 0 : words[Word.QUEUED]! - queueLengths[worker]!;
    if (pinned + kept === 0) return;
    for (let home = 0; home < workers; home++) {
      if (home === worker) continue;
      const mine = queueLengths[pinnedQueue(views, home)]! + (isStealing ? 0 : queueLengths[home]!);
      if (mine > 0 && parking.claim(home)) this.#addClaimed(home);
    }
  }

  #addClaimed(worker: number): void {
    if (worker !== nobody) this.#claimed[this.#claimedCount++] = worker;
  }

  #rouseClaimed(): void {
    while (this.#claimedCount > 0) {
      this.#parts.parking.rouse(this.#claimed[--this.#claimedCount]!);
    }
  }

  #hasWork(worker: number, nowMs: number): boolean {
    const { views, ring } = this.#parts;
    if (!ring.isEmpty() || heapTop(views) <= nowMs) return true;
    return ownQueue(views, worker) !== nobody || this.#canSteal();
  }

  /** Lock holder with empty queues of its own: whether there is a room in another's. */
  #canSteal(): boolean {
    return this.#parts.views.words[Word.QUEUED]! > 0 && this.#isStealing();
  }

  #isControlled(worker: number): boolean {
    const { views } = this.#parts;
    // Pairs with requestTurn's and requestStop's store, as `mark` does with their claim.
    return Atomics.load(views.words, Word.STOP) !== 0 || Atomics.load(views.turns, worker) !== 0;
  }

  #isStealing(): boolean {
    // Pairs with setStealing's store.
    return Atomics.load(this.#parts.views.words, Word.STEALING) !== 0;
  }
}

/** Whose caches fit the work that is left: the home of the oldest queued or the next due room. */
function preferredSleeper(views: SchedulerViews, worker: number): number {
  const queue = oldestOther(views, worker);
  if (queue !== nobody) return queue;
  return views.words[Word.HEAP_SIZE]! > 0 ? views.homes[views.heapRooms[0]!]! : nobody;
}
