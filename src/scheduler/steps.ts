/**
 * The seams through which a scheduler touches time and sleep, on any thread, and the numbered
 * steps of its protocol. In production a step does nothing and is compiled away; a model test uses
 * them to interleave the real code and to kill a worker at any one of them.
 */
import { monotonicMs } from '../base/clock.ts';

/** A step is named for what comes right after it. README.md says what a death there leaves. */
export const Step = {
  LOCK_TRY: 1,
  LOCK_MARK: 2,
  LOCK_SLEEP: 3,
  LOCK_OPEN: 4,
  LOCK_NOTIFY: 5,
  RING_READ: 6,
  RING_ADVANCE: 7,
  POST_LEASE: 8,
  POST_PLACE: 9,
  MOVE_POP: 10,
  MOVE_LEASE: 11,
  MOVE_PUSH: 12,
  PICK_POP: 13,
  PICK_RUN: 14,
  PICK_HOME: 15,
  PLAN: 16,
  CLAIM_READ: 17,
  CLAIM_WIN: 18,
  ROUSE: 19,
  RELEASE_DUE: 20,
  RELEASE_LEASE: 21,
  RELEASE_HEAP: 22,
  PARK_MARK: 23,
  PARK_RECHECK: 24,
  PARK_KEEP: 25,
  PARK_STANDBY: 26,
  PARK_SLEEP: 27,
  PARK_LEFT: 28,
  // Main's own.
  MAIN_LEASE: 29,
  MAIN_PUSH: 30,
  MAIN_WAKE: 31,
  REVOKE_LOCK: 32,
  REVOKE_BURY: 33,
  REVOKE_WAKE: 34,
  MAIN_CONTROL: 35,
} as const;
export type Step = (typeof Step)[keyof typeof Step];

export interface SchedulerSeams {
  readonly now: () => number;
  readonly step: (step: Step) => void;
  /** Atomics.wait and Atomics.notify, whose outcomes the protocol never looks at. */
  readonly wait: (words: Int32Array, index: number, value: number, timeoutMs: number) => void;
  readonly notify: (words: Int32Array, index: number, count: number) => void;
  /** Reads of a taken lock before its taker sleeps. */
  readonly lockSpins: number;
  /** Rooms that are placed, and rooms that are moved, in one hold of the lock. */
  readonly batchMax: number;
  /** ms that a due room may be left to a busy worker before another is woken for it. */
  readonly shareMs: number;
  /** ms that it may wait in the worst case: when that worker takes longer than was expected. */
  readonly watchMs: number;
}

export const realSeams: SchedulerSeams = {
  now: monotonicMs,
  step: () => {},
  wait: (words, index, value, timeoutMs) => {
    // Pairs with `notify`: sleeps only while the word still is `value`.
    Atomics.wait(words, index, value, timeoutMs);
  },
  notify: (words, index, count) => {
    // Pairs with `wait`: the word was changed before this call.
    Atomics.notify(words, index, count);
  },
  // About 1 us of reads: longer than most holds (bench/micro/dispatch.ts), shorter than a sleep.
  lockSpins: 100,
  // Bounds a hold to about 20 us.
  batchMax: 64,
  // Several wake-ups' worth (bench/micro/dispatch.ts, `wake`), and far less than any tick.
  shareMs: 0.2,
  // A server that is at work wakes one idle worker this often, at about 10 us a time. With 2 ms, 16
  // rooms beside an endless one were 0.7 ms late at p99, and now 0.4 (bench/load/tail.ts).
  watchMs: 1,
};
