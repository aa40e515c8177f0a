/**
 * What one worker has run lately, for whoever watches: a ring of visits in shared memory. The
 * worker writes and never waits; main reads, and loses what was written over before it came.
 * Nothing is written while nobody watches. Kept when the worker is replaced.
 *
 * Memory, Int32 words:
 *   0      [watched: 0 nobody watches | 1]                    main stores
 *   1      [head: visits ever written, modulo 2^32]           the worker stores
 *   2, 3   unused
 *   4 …    visit n at 4 + 4 * (n mod capacity):
 *            [unused 8 | worker it was stolen from, + 1 8 | room 16]
 *            [when it began, µs of base/clock modulo 2^32]
 *            [duration, µs] [lateness of its step, µs, or -1 without a step]
 *
 * No torn visit is told. Atomics are totally ordered, the worker stores the words of visit n and
 * then head = n + 1; main loads the words of visit n and then head. Had one of these words been of
 * visit n + capacity, the head before it, n + capacity, had been stored too, and main would see
 * that or a later one: it drops what is capacity or more behind the head that it sees then.
 */
import { assert } from '../base/assert.ts';
import { roomsMaxLimit, workersLimit } from '../base/limits.ts';

/** A power of two: what a busy worker runs in some tenths of a second. */
const capacity = 2_048;
const headerWords = 4;
const wordsPerVisit = 4;
const Word = { WATCHED: 0, HEAD: 1 } as const;
const Part = { WHO: 0, START: 1, DURATION: 2, LATENESS: 3 } as const;
const fromShift = 16;
const roomMask = (1 << fromShift) - 1;
const usPerMs = 1_000;
const durationUsMax = 2 ** 31 - 1;

/** Takes what `read` finds. `startUs` is relative, `latenessUs` and `from` may be -1. */
export type VisitReader = (
  room: number,
  startUs: number,
  durationUs: number,
  latenessUs: number,
  from: number,
) => void;

export class VisitTrace {
  static readonly capacity = capacity;
  static readonly bytes = (headerWords + capacity * wordsPerVisit) * Int32Array.BYTES_PER_ELEMENT;

  readonly #words: Int32Array;
  /** Main: the next visit to read, as the head counts. */
  #next: number;

  constructor(memory: SharedArrayBuffer) {
    this.#words = new Int32Array(memory);
    assert(memory.byteLength === VisitTrace.bytes, 'a trace needs VisitTrace.bytes bytes');
    this.#next = this.head;
  }

  /** Any thread: visits ever written, modulo 2^32, as an Int32. */
  get head(): number {
    // Pairs with record's store.
    return Atomics.load(this.#words, Word.HEAD);
  }

  /** Worker, once a visit. A plain load: it may be a visit late. */
  get isWatched(): boolean {
    return this.#words[Word.WATCHED] !== 0;
  }

  /** Main. What was written before somebody watched is not read. */
  watch(isWatched: boolean): void {
    if (isWatched) this.#next = this.head;
    // Pairs with isWatched's load.
    Atomics.store(this.#words, Word.WATCHED, isWatched ? 1 : 0);
  }

  /**
   * Worker, after a visit: `from` is whom the room was stolen from, or -1. Times in ms, the first
   * of base/clock; `latenessMs` is below 0 for a visit without a step.
   */
  record(room: number, from: number, startMs: number, endMs: number, latenessMs: number): void {
    const words = this.#words;
    const head = words[Word.HEAD] as number;
    const at = headerWords + (head & (capacity - 1)) * wordsPerVisit;
    const durationUs = Math.min((endMs - startMs) * usPerMs, durationUsMax);
    const latenessUs = latenessMs < 0 ? -1 : Math.min(latenessMs * usPerMs, durationUsMax);
    // These pair with read's loads, as the last one does with those of the head.
    Atomics.store(words, at + Part.WHO, ((from + 1) << fromShift) | room);
    Atomics.store(words, at + Part.START, (startMs * usPerMs) | 0);
    Atomics.store(words, at + Part.DURATION, durationUs | 0);
    Atomics.store(words, at + Part.LATENESS, latenessUs | 0);
    Atomics.store(words, Word.HEAD, (head + 1) | 0);
  }

  /**
   * Main: tells `reader` each visit written since the last call, in order, with its start in µs
   * after `baseMs` of base/clock (within half an hour). Returns how many were lost.
   */
  read(baseMs: number, reader: VisitReader): number {
    const words = this.#words;
    const baseUs = (baseMs * usPerMs) | 0;
    const head = this.head;
    const behind = (head - this.#next) >>> 0;
    let lost = behind > capacity ? behind - capacity : 0;
    let next = (this.#next + lost) | 0;
    for (; next !== head; next = (next + 1) | 0) {
      const at = headerWords + (next & (capacity - 1)) * wordsPerVisit;
      // These pair with record's stores.
      const who = Atomics.load(words, at + Part.WHO);
      const startUs = Atomics.load(words, at + Part.START);
      const durationUs = Atomics.load(words, at + Part.DURATION);
      const latenessUs = Atomics.load(words, at + Part.LATENESS);
      if ((this.head - next) >>> 0 >= capacity) lost++;
      else {
        const from = (who >> fromShift) - 1;
        reader(who & roomMask, (startUs - baseUs) | 0, durationUs, latenessUs, from);
      }
    }
    this.#next = head;
    return lost;
  }
}

assert(roomsMaxLimit <= roomMask + 1, 'a room must fit into its bits');
assert(workersLimit + 1 < 1 << 8, 'a worker must fit into its bits');
