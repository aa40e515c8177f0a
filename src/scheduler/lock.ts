/**
 * The one short lock, taken by worker threads. It guards what can be rebuilt: the due heap, the run
 * queues, the read end of the request ring and the keeper. The main thread never waits for it: it
 * only takes it away from a worker that died holding it.
 *
 * // [unused 15 | contended 1 | owner 16]    owner: 0 nobody, worker + 1, 0xffff main
 *
 * A futex lock of three states (free, owned, owned and contended) with the owner written in, so
 * that a dead owner can be told from a slow one. A sleeper that wakes takes the lock as contended,
 * since it cannot know whether others still sleep.
 */
import { assert } from '../base/assert.ts';
import { workersLimit } from '../base/limits.ts';
import { Word } from './layout.ts';
import { type SchedulerSeams, Step } from './steps.ts';

const open = 0;
const ownerMask = 0xffff;
const contended = 1 << 16;
const mainOwner = 0xffff;

export class Lock {
  readonly #words: Int32Array;
  readonly #seams: SchedulerSeams;

  constructor(words: Int32Array, seams: SchedulerSeams) {
    this.#words = words;
    this.#seams = seams;
  }

  /** Worker thread: returns with the lock held. */
  acquire(worker: number): void {
    const owner = worker + 1;
    const words = this.#words;
    this.#seams.step(Step.LOCK_TRY);
    // Pairs with release's exchange: sees everything the last holder wrote.
    if (Atomics.compareExchange(words, Word.LOCK, open, owner) === open) return;
    for (let spin = this.#seams.lockSpins; spin > 0; spin--) {
      // Pairs with release's exchange; a plain look first, so as not to take the line away.
      if (Atomics.load(words, Word.LOCK) !== open) continue;
      if (Atomics.compareExchange(words, Word.LOCK, open, owner) === open) return;
    }
    this.#acquireSleeping(owner);
  }

  /** Worker thread: everything written under the lock is visible to the next holder. */
  release(worker: number): void {
    this.#seams.step(Step.LOCK_OPEN);
    this.#open(worker + 1);
  }

  /** Main: takes the lock if `dead` holds it. Afterwards nobody else can get it. */
  takeOver(dead: number): boolean {
    for (;;) {
      // Pairs with the dead worker's acquire, and with marks that sleepers still add.
      const seen = Atomics.load(this.#words, Word.LOCK);
      if ((seen & ownerMask) !== dead + 1) return false;
      const mine = mainOwner | contended;
      if (Atomics.compareExchange(this.#words, Word.LOCK, seen, mine) === seen) return true;
    }
  }

  /** Main: gives back what `takeOver` took. */
  releaseTakenOver(): void {
    this.#open(mainOwner);
  }

  /** Main, after a death: the dead worker may have taken a wake-up meant for another sleeper. */
  wakeSleepers(): void {
    this.#seams.notify(this.#words, Word.LOCK, Number.POSITIVE_INFINITY);
  }

  #acquireSleeping(owner: number): void {
    const words = this.#words;
    for (;;) {
      this.#seams.step(Step.LOCK_MARK);
      // Pairs with release's exchange: which of the three states it is.
      const seen = Atomics.load(words, Word.LOCK);
      if (seen === open) {
        const mine = owner | contended;
        // Pairs with release's exchange, as in acquire.
        if (Atomics.compareExchange(words, Word.LOCK, open, mine) === open) return;
        continue;
      }
      // Pairs with release's exchange: whoever opens now reads the mark and notifies.
      const marked = seen | contended;
      if (Atomics.compareExchange(words, Word.LOCK, seen, marked) !== seen) continue;
      this.#seams.step(Step.LOCK_SLEEP);
      this.#seams.wait(words, Word.LOCK, marked, Number.POSITIVE_INFINITY);
    }
  }

  #open(owner: number): void {
    // Pairs with acquire's compareExchange: publishes all that was done under the lock.
    const before = Atomics.exchange(this.#words, Word.LOCK, open);
    assert((before & ownerMask) === owner, 'scheduler: the lock was opened by another');
    if ((before & contended) === 0) return;
    this.#seams.step(Step.LOCK_NOTIFY);
    this.#seams.notify(this.#words, Word.LOCK, 1);
  }
}

assert(workersLimit + 1 < mainOwner, 'a worker must not look like main in the lock word');
