/**
 * A worker of determinism.test.ts: takes the one room there is from the real scheduler, visits it
 * and says so. When it must not have the room twice in a row it leaves it to the others, who then
 * steal it, since it is still this worker's.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { monotonicMs } from '../../src/base/clock.ts';
import type { WorkerIndex } from '../../src/base/integers.ts';
import { Mail } from '../../src/channel/mail.ts';
import { WorkerStats } from '../../src/channel/worker-stats.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { RoomView } from '../../src/worker-thread/room-view.ts';
import { runVisit } from '../../src/worker-thread/run-visit.ts';
import { clockwork } from './clockwork.ts';

export interface ClockworkStart {
  readonly self: number;
  readonly scheduler: SharedArrayBuffer;
  readonly room: SharedArrayBuffer;
  /** [visits | the worker of the last one] */
  readonly turns: Int32Array;
  readonly mustChange: boolean;
}

const arenaBytes = 256 * 1024;

if (!isMainThread) run(workerData as ClockworkStart);

function run({ self, scheduler: memory, room, turns, mustChange }: ClockworkStart): void {
  const worker = self as WorkerIndex;
  const scheduler = new Scheduler(memory);
  const stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
  const mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));
  const opened = { kind: 'open', room: 0, epoch: 1, game: 'clockwork', roomId: 'room' } as const;
  const view = new RoomView({ ...opened, memory: room }, clockwork, new TickArena(arenaBytes));
  parentPort?.postMessage('ready');
  while (scheduler.control(worker) !== ParkResult.STOP) {
    if (mustChange && Atomics.load(turns, 1) === self) {
      Atomics.wait(turns, 1, self, 2);
      continue;
    }
    const index = scheduler.take(worker);
    if (index === -1) {
      scheduler.park(worker);
      continue;
    }
    // Due now, and never behind, however long this took: one step a visit.
    view.memory.header.nextStepAtMs = monotonicMs();
    view.memory.header.stepsBehind = 0;
    runVisit(view, stats, mail);
    Atomics.store(turns, 1, self);
    Atomics.notify(turns, 1);
    scheduler.release(worker, index, Number.POSITIVE_INFINITY);
    Atomics.add(turns, 0, 1);
    Atomics.notify(turns, 0);
  }
}
