/**
 * What the main thread does with the scheduler: opens and closes rooms, asks for visits, controls
 * the workers and repairs what a dead one left. It never waits for the lock, so that a worker that
 * is slow, or dead and not yet known to be, cannot hold up the sockets. Main alone calls this.
 */
import { assert } from '../base/assert.ts';
import { UsageError } from '../base/errors.ts';
import type { SchedulerParts } from './dispatcher.ts';
import { forgetVisits } from './forecast.ts';
import { nobody, Word } from './layout.ts';
import {
  againFlag,
  changeLease,
  epochOf,
  LeaseEvent,
  LeaseState,
  ownerOf,
  postedFlag,
  stateOf,
} from './lease.ts';
import { rebuild } from './placement.ts';
import { Step } from './steps.ts';

export class Registrar {
  readonly #parts: SchedulerParts;

  constructor(parts: SchedulerParts) {
    this.#parts = parts;
  }

  open(dueMs: number, wantedHome: number | undefined, isPinned: boolean): number {
    const { views, seams } = this.#parts;
    assert(!Number.isNaN(dueMs), 'scheduler: a due time must be a number');
    const count = views.words[Word.FREE_COUNT]!;
    if (count === 0) {
      throw new UsageError(
        'OPTION_INVALID',
        `all ${views.roomsMax} rooms are open: raise roomsMax`,
      );
    }
    const room = views.freeRooms[count - 1]!;
    const home = wantedHome ?? this.#nextHome();
    assert(home >= 0 && home < views.workers, 'scheduler: no such worker');
    views.dues[room] = dueMs;
    views.homes[room] = home;
    views.pins[room] = isPinned ? 1 : 0;
    views.roomSteals[room] = 0;
    forgetVisits(views, room);
    views.words[Word.FREE_COUNT] = count - 1;
    seams.step(Step.MAIN_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.OPEN, nobody);
    assert(stateOf(before) === LeaseState.FREE, 'scheduler: a room in use was on the free stack');
    this.#post(room, before);
    if (dueMs !== Number.POSITIVE_INFINITY) this.#wakeFor(room);
    return room;
  }

  epochOf(room: number): number {
    return epochOf(this.#lease(room));
  }

  isClosed(room: number): boolean {
    return stateOf(this.#lease(room)) === LeaseState.CLOSED;
  }

  expedite(room: number): void {
    const { views, seams } = this.#parts;
    seams.step(Step.MAIN_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.EXPEDITE, nobody);
    // RUNNING: its release sees the flag. QUEUED, or expedited already: a visit is on its way.
    if (stateOf(before) !== LeaseState.IDLE || (before & againFlag) !== 0) return;
    this.#post(room, before);
    this.#wakeFor(room);
  }

  close(room: number): boolean {
    const { views, seams } = this.#parts;
    seams.step(Step.MAIN_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.CLOSE, nobody);
    const state = stateOf(before);
    if (state === LeaseState.IDLE || state === LeaseState.QUEUED) this.#post(room, before);
    return state !== LeaseState.RUNNING;
  }

  free(room: number): void {
    const { views, seams } = this.#parts;
    seams.step(Step.MAIN_LEASE);
    const before = changeLease(views.leases, room, LeaseEvent.FREE, nobody);
    assert(stateOf(before) === LeaseState.CLOSED, 'scheduler: only a closed room can be freed');
    const count = views.words[Word.FREE_COUNT]!;
    views.freeRooms[count] = room;
    views.words[Word.FREE_COUNT] = count + 1;
  }

  revoke(worker: number): number {
    const { views, lock, ring, parking, seams } = this.#parts;
    let lost = nobody;
    for (let room = 0; room < views.roomsMax; room++) {
      const before = changeLease(views.leases, room, LeaseEvent.REVOKE, worker);
      if (stateOf(before) === LeaseState.RUNNING && ownerOf(before) === worker) lost = room;
    }
    seams.step(Step.REVOKE_LOCK);
    if (lock.takeOver(worker)) {
      rebuild(views, ring, seams.now());
      lock.releaseTakenOver();
    }
    seams.step(Step.REVOKE_BURY);
    parking.bury(worker);
    lock.wakeSleepers();
    seams.step(Step.REVOKE_WAKE);
    this.#wake(nobody);
    return lost;
  }

  get isStealing(): boolean {
    // Pairs with setStealing's store.
    return Atomics.load(this.#parts.views.words, Word.STEALING) !== 0;
  }

  setStealing(isOn: boolean): void {
    // Pairs with the loads in take and park: holds from each worker's next one on. Whoever sleeps
    // is woken: it may now be the only one to serve its queue, or be free to serve another's.
    Atomics.store(this.#parts.views.words, Word.STEALING, isOn ? 1 : 0);
    this.#wakeAll();
  }

  requestTurn(): void {
    const { views } = this.#parts;
    for (let worker = 0; worker < views.workers; worker++) {
      // Pairs with control's exchange: publishes what main did before, a message posted for one.
      Atomics.store(views.turns, worker, 1);
    }
    this.#wakeAll();
  }

  requestStop(): void {
    // Pairs with control's load.
    Atomics.store(this.#parts.views.words, Word.STOP, 1);
    this.#wakeAll();
  }

  #lease(room: number): number {
    // Pairs with whoever changed the lease last.
    return Atomics.load(this.#parts.views.leases, room);
  }

  #nextHome(): number {
    const { words, workers } = this.#parts.views;
    const home = words[Word.NEXT_HOME]!;
    words[Word.NEXT_HOME] = (home + 1) % workers;
    return home;
  }

  #post(room: number, before: number): void {
    if ((before & postedFlag) !== 0) return;
    this.#parts.seams.step(Step.MAIN_PUSH);
    this.#parts.ring.push(room);
  }

  /** After a post. Nobody but a pinned room's home could do anything about it. */
  #wakeFor(room: number): void {
    const { views, parking, seams } = this.#parts;
    const home = views.homes[room]!;
    if (views.pins[room] === 0) return this.#wake(home);
    seams.step(Step.MAIN_WAKE);
    if (parking.claim(home)) parking.rouse(home);
  }

  #wake(preferred: number): void {
    const { parking, seams } = this.#parts;
    seams.step(Step.MAIN_WAKE);
    const worker = parking.claimOne(preferred);
    if (worker !== nobody) parking.rouse(worker);
  }

  #wakeAll(): void {
    const { views, parking, seams } = this.#parts;
    seams.step(Step.MAIN_CONTROL);
    for (let worker = 0; worker < views.workers; worker++) {
      if (parking.claim(worker)) parking.rouse(worker);
    }
  }
}
