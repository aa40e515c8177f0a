/**
 * How worker threads sleep and how they are woken, one at a time. Each worker has its own word:
 *
 * // [AWAKE 0 | PARKED 1 | WOKEN 2]
 *
 *   AWAKE --its worker, under the lock--> PARKED --a waker, by CAS--> WOKEN
 *     ^---------- its worker, under the lock, as it arrives -----------+  (or straight from PARKED
 *                                                                          when its time is up)
 * A WOKEN worker is on its way to the lock and will look at everything there, so nobody else is
 * woken meanwhile: that is what keeps the herd still.
 *
 * The keeper is the parked worker that sleeps until the top of the due heap. The standby is another
 * one, which sleeps a little longer: it is there for a keeper that got work, is busy for longer
 * than was expected, and woke nobody. The others sleep without a time. Who those two are, and until
 * when, lies under the lock.
 */
import { assert } from '../base/assert.ts';
import { Counter, countersPerWorker, nobody, type SchedulerViews, Word } from './layout.ts';
import { type SchedulerSeams, Step } from './steps.ts';

const ParkState = { AWAKE: 0, PARKED: 1, WOKEN: 2 } as const;

export class Parking {
  readonly #views: SchedulerViews;
  readonly #words: Int32Array;
  readonly #offset: number;
  readonly #seams: SchedulerSeams;

  constructor(views: SchedulerViews, seams: SchedulerSeams) {
    this.#views = views;
    this.#words = views.words;
    this.#offset = views.parkOffset;
    this.#seams = seams;
  }

  /** Lock holder, for itself: counts as busy from here on, and is not the keeper any more. */
  arrive(worker: number): void {
    const state = this.#words[this.#offset + worker]!;
    if (state === ParkState.AWAKE) return;
    if (state === ParkState.WOKEN) this.#count(worker, Counter.WAKES);
    // Pairs with claimOne's load: main posts and then looks here, this thread stores and then
    // looks for posts, so either main sees AWAKE or this thread sees the post.
    Atomics.store(this.#words, this.#offset + worker, ParkState.AWAKE);
    if (this.#words[Word.KEEPER] === worker) this.#words[Word.KEEPER] = nobody;
    if (this.#words[Word.STANDBY] === worker) this.#words[Word.STANDBY] = nobody;
  }

  /** Lock holder, for itself: may be claimed from here on. It looks for posts once more after. */
  mark(worker: number): void {
    this.#seams.step(Step.PARK_MARK);
    // Pairs with claimOne's load, as in `arrive`.
    Atomics.store(this.#words, this.#offset + worker, ParkState.PARKED);
    this.#count(worker, Counter.PARKS);
  }

  /** Lock holder: someone is on the watch for a room that is due at `dueMs`. */
  isKept(dueMs: number): boolean {
    if (dueMs === Number.POSITIVE_INFINITY) return true;
    return this.#words[Word.KEEPER] !== nobody && this.#views.keeperDue[0]! <= dueMs;
  }

  /** Lock holder: a standby looks at `byMs` at the latest. */
  isBacked(byMs: number): boolean {
    return this.#words[Word.STANDBY] !== nobody && this.#views.standbyDue[0]! <= byMs;
  }

  /** Lock holder, for itself. A former keeper with a later time sleeps on and wakes once for it. */
  becomeKeeper(worker: number, dueMs: number): void {
    this.#seams.step(Step.PARK_KEEP);
    this.#views.keeperDue[0] = dueMs;
    this.#words[Word.KEEPER] = worker;
  }

  /** Lock holder, for itself, as `becomeKeeper`. */
  becomeStandby(worker: number, untilMs: number): void {
    this.#seams.step(Step.PARK_STANDBY);
    this.#views.standbyDue[0] = untilMs;
    this.#words[Word.STANDBY] = worker;
  }

  /** The worker itself, without the lock: sleeps unless it has been claimed already. */
  sleep(worker: number, timeoutMs: number): void {
    this.#seams.step(Step.PARK_SLEEP);
    this.#seams.wait(this.#words, this.#offset + worker, ParkState.PARKED, timeoutMs);
  }

  /**
   * Lock holder or main: claims one sleeper, unless one is on its way already. Takes `preferred` if
   * it sleeps, else one that is not the keeper, whose timer then runs on. Returns whom to `rouse`,
   * or -1.
   */
  claimOne(preferred: number): number {
    for (;;) {
      const worker = this.#candidate(preferred);
      if (worker === nobody || this.claim(worker)) return worker;
    }
  }

  /** Lock holder or main: true if `worker` slept and this call is the one that must `rouse` it. */
  claim(worker: number): boolean {
    const index = this.#offset + worker;
    this.#seams.step(Step.CLAIM_WIN);
    // Pairs with mark's and arrive's store; of several wakers one wins.
    const before = Atomics.compareExchange(this.#words, index, ParkState.PARKED, ParkState.WOKEN);
    return before === ParkState.PARKED;
  }

  /** Any thread, after `claim`; best without the lock, for the woken worker wants it at once. */
  rouse(worker: number): void {
    this.#seams.step(Step.ROUSE);
    this.#seams.notify(this.#words, this.#offset + worker, 1);
  }

  /** Main, after a death: forgets the dead worker, and wakes whom it claimed but did not rouse. */
  bury(dead: number): void {
    assert(dead >= 0 && dead < this.#views.workers, 'scheduler: no such worker');
    // Pairs with claimOne's load: nobody waits for it any more.
    Atomics.store(this.#words, this.#offset + dead, ParkState.AWAKE);
    // Pair with nobody: lock holders write these words plainly, and whoever read the dead one
    // just before is put right by the wake-up that revoke ends with.
    Atomics.compareExchange(this.#words, Word.KEEPER, dead, nobody);
    Atomics.compareExchange(this.#words, Word.STANDBY, dead, nobody);
    for (let worker = 0; worker < this.#views.workers; worker++) {
      // Pairs with claim: a sleeper that was claimed and never roused.
      const state = Atomics.load(this.#words, this.#offset + worker);
      if (state === ParkState.WOKEN) this.rouse(worker);
    }
  }

  #candidate(preferred: number): number {
    this.#seams.step(Step.CLAIM_READ);
    // A hint only: main reads it without the lock.
    const keeper = this.#words[Word.KEEPER]!;
    let best = nobody;
    for (let worker = 0; worker < this.#views.workers; worker++) {
      // Pairs with mark's and arrive's store.
      const state = Atomics.load(this.#words, this.#offset + worker);
      if (state === ParkState.WOKEN) return nobody;
      if (state !== ParkState.PARKED) continue;
      if (best === nobody || worker === preferred) best = worker;
      else if (best === keeper && best !== preferred) best = worker;
    }
    return best;
  }

  #count(worker: number, counter: number): void {
    const index = worker * countersPerWorker + counter;
    this.#views.counters[index] = this.#views.counters[index]! + 1;
  }
}
