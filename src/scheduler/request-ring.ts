/**
 * What main wants of the scheduler, without ever waiting for the lock: main changes a room's lease
 * and posts the room's index here; whoever next holds the lock looks at the lease and puts the room
 * where it belongs. One writer (main), one reader at a time (the lock holder).
 *
 * The lease's `posted` flag is set while an index is in the ring or is being taken out, so an index
 * is in it at most once and roomsMax places are enough.
 */
import { assert } from '../base/assert.ts';
import { nobody, type SchedulerViews, Word } from './layout.ts';
import { type SchedulerSeams, Step } from './steps.ts';

export class RequestRing {
  readonly #ring: Int32Array;
  readonly #words: Int32Array;
  readonly #mask: number;
  readonly #seams: SchedulerSeams;

  constructor(views: SchedulerViews, seams: SchedulerSeams) {
    this.#ring = views.ring;
    this.#words = views.words;
    this.#mask = views.ring.length - 1;
    this.#seams = seams;
  }

  /** Main. */
  push(room: number): void {
    const tail = this.#words[Word.RING_TAIL]!;
    // Pairs with shift's store: a place is written again only after it was read.
    const used = (tail - Atomics.load(this.#words, Word.RING_HEAD)) | 0;
    assert(used >= 0 && used <= this.#mask, 'scheduler: a room was posted twice');
    this.#ring[tail & this.#mask] = room;
    // Pairs with shift's and isEmpty's load: publishes the place, and comes before main looks for
    // a sleeper, as a worker marks itself asleep before it looks here (see parking.ts).
    Atomics.store(this.#words, Word.RING_TAIL, (tail + 1) | 0);
  }

  /** Lock holder: the oldest posted room, or -1. */
  shift(): number {
    const head = this.#words[Word.RING_HEAD]!;
    // Pairs with push's store.
    if (Atomics.load(this.#words, Word.RING_TAIL) === head) return nobody;
    this.#seams.step(Step.RING_READ);
    const room = this.#ring[head & this.#mask]!;
    this.#seams.step(Step.RING_ADVANCE);
    // Pairs with push's load: the place may be written again.
    Atomics.store(this.#words, Word.RING_HEAD, (head + 1) | 0);
    return room;
  }

  /** Lock holder. */
  isEmpty(): boolean {
    // Pairs with push's store.
    return Atomics.load(this.#words, Word.RING_TAIL) === this.#words[Word.RING_HEAD];
  }

  /** Main, holding the lock of a dead worker: every post is void; the leases say it all. */
  clear(): void {
    // Pairs with nobody while main holds the lock; the next holder sees it through the lock.
    Atomics.store(this.#words, Word.RING_HEAD, this.#words[Word.RING_TAIL]!);
  }
}
