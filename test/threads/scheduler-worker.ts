/**
 * A worker of scheduler.test.ts: runs rooms that do nothing but take time, and keeps books that
 * other threads can check. It may be terminated anywhere.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { WorkerIndex } from '../../src/base/integers.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { realSeams } from '../../src/scheduler/steps.ts';

/** Per room. All of one worker at a time, the one that has the lease, but for `wanted`. */
export interface Books {
  /** Worker + 1 during a visit, changed by compare-and-exchange only. */
  readonly occupant: Int32Array;
  /** Main: how often it asked for a visit. */
  readonly wanted: Int32Array;
  /** What the last visit saw of `wanted`. */
  readonly seen: Int32Array;
  readonly visits: Int32Array;
  readonly periodMs: Float64Array;
  readonly visitMs: Float64Array;
  readonly lastVisitMs: Float64Array;
  /** The workers that have run it, a bit for each. */
  readonly runners: Int32Array;
  /** The latest that a visit has begun after its due time, ms. */
  readonly worstLateMs: Float64Array;
}

export interface SchedulerWorkerStart {
  readonly self: number;
  readonly memory: SharedArrayBuffer;
  readonly books: Books;
}

/** One clock for all threads, read from the system each time. */
export function processMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

if (!isMainThread) run(workerData as SchedulerWorkerStart);

function run({ self, memory, books }: SchedulerWorkerStart): void {
  const worker = self as WorkerIndex;
  const scheduler = new Scheduler(memory, { ...realSeams, now: processMs });
  parentPort?.postMessage('ready');
  for (;;) {
    if (scheduler.control(worker) === ParkResult.STOP) return;
    const room = scheduler.take(worker);
    if (room === -1) {
      if (scheduler.park(worker) === ParkResult.STOP) return;
      continue;
    }
    const due = scheduler.dueOf(room);
    const lateMs = processMs() - due;
    if (Atomics.compareExchange(books.occupant, room, 0, self + 1) !== 0) {
      throw new Error(`room ${room} runs on two threads`);
    }
    books.runners[room]! |= 1 << self;
    if (lateMs > books.worstLateMs[room]!) books.worstLateMs[room] = lateMs;
    books.seen[room] = Atomics.load(books.wanted, room);
    const began = processMs();
    while (processMs() < began + books.visitMs[room]!);
    books.visits[room]!++;
    books.lastVisitMs[room] = processMs();
    Atomics.compareExchange(books.occupant, room, self + 1, 0);
    scheduler.release(worker, room, nextDue(due, lateMs, books.periodMs[room]!));
  }
}

/** A fixed rate: counted from the due time, which a visit between ticks does not change. */
function nextDue(due: number, lateMs: number, periodMs: number): number {
  if (due === Number.POSITIVE_INFINITY) return processMs() + periodMs;
  return lateMs < 0 ? due : due + periodMs;
}
