/**
 * Tells the main thread which rooms have written to their out rings, without a message per
 * record: a flag to wait on and a bit per room. Any worker sets, only the main thread clears.
 *
 * Memory, Int32 words:
 *   0        [flag: 0 QUIET: nothing new | 1 MAIL | 2 POLLED: main will look by itself]
 *   1 …      [bit of room 31 … bit of room 0] [bit of room 63 … 32] …
 *
 * No mail is lost. Atomics are totally ordered, a poster sets its bit and then reads the flag,
 * main clears the flag and then reads the bits:
 *   - the poster reads 1: main's next clearing comes after that read, hence after the bit, and
 *     the scan that follows the clearing finds it;
 *   - the poster reads 0: it sets the flag and wakes a waiter. Main either waits, and is woken,
 *     or comes to `wait()` later and is not let to sleep;
 *   - the poster reads 2: main scans again before it sleeps without a time, because only `drain`
 *     changes a 2, and it scans afterwards.
 * A bit found early (set after the clearing, before its word is scanned) leaves at worst one
 * empty drain behind. A worker killed between its two steps leaves a bit without a flag: drain
 * once more after a worker's death.
 */
import { assert } from '../base/assert.ts';

const flagWord = 0;
const Flag = { QUIET: 0, MAIL: 1, POLLED: 2 } as const;
const bitmapWord = 1;
const roomsPerWord = 32;

export class Mail {
  readonly #words: Int32Array;

  /** Bytes of shared memory for rooms 0 … roomsMax-1. */
  static bytes(roomsMax: number): number {
    return (bitmapWord + Math.ceil(roomsMax / roomsPerWord)) * Int32Array.BYTES_PER_ELEMENT;
  }

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
  }

  /** Any thread, after the room's record is committed: main will visit `room`. */
  post(room: number): void {
    const word = bitmapWord + (room >>> 5);
    assert(word < this.#words.length, 'mail: a room is beyond the bitmap');
    // Pairs with drain's exchange: publishes that the room's out ring has grown.
    Atomics.or(this.#words, word, 1 << (room & 31));
    this.wake();
  }

  /** Ends main's wait, as mail would, with nothing to visit: for shutting down. */
  wake(): void {
    // Pairs with drain's store. Only whoever turns 0 into 1 notifies: MAIL has been, or will be,
    // noticed, POLLED says that nobody waits. Pairs with wait's waitAsync.
    if (Atomics.load(this.#words, flagWord) !== Flag.QUIET) return;
    const before = Atomics.compareExchange(this.#words, flagWord, Flag.QUIET, Flag.MAIL);
    if (before === Flag.QUIET) Atomics.notify(this.#words, flagWord, 1);
  }

  /**
   * Main, not while it polls: undefined when there is mail to drain now, else a promise of some.
   * One at a time.
   */
  wait(): Promise<void> | undefined {
    const wait = Atomics.waitAsync(this.#words, flagWord, Flag.QUIET);
    return wait.async ? wait.value.then(ignoreOutcome) : undefined;
  }

  /**
   * Main: visits each room that has posted since the last drain, lowest first; a room that posts
   * meanwhile may come now or next time. `visit` must not throw: the rest would go unvisited.
   * With `isPolling` main promises to drain again soon, and nobody wakes it until a drain without.
   * Returns how many rooms it visited.
   */
  drain(visit: (room: number) => void, isPolling = false): number {
    const words = this.#words;
    let visits = 0;
    // First, or mail that comes during the scan would be neither seen now nor waited for.
    Atomics.store(words, flagWord, isPolling ? Flag.POLLED : Flag.QUIET);
    for (let word = bitmapWord; word < words.length; word++) {
      if (Atomics.load(words, word) === 0) continue;
      // Pairs with post's or: the visit sees what the room's ring published before.
      let bits = Atomics.exchange(words, word, 0);
      while (bits !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        bits &= bits - 1;
        visit((word - bitmapWord) * roomsPerWord + bit);
        visits++;
      }
    }
    return visits;
  }
}

/** `waitAsync` resolves to how it ended; without a timeout that is always 'ok'. */
function ignoreOutcome(): void {}
