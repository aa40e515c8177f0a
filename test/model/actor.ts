/**
 * A thread of the model: a worker's life or main's script over the real scheduler, let go and
 * stopped at the scheduler's numbered steps by the conductor. It keeps the books on its visits.
 */
import { parentPort, workerData } from 'node:worker_threads';
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import type { SchedulerSeams } from '../../src/scheduler/steps.ts';
import { runMain } from './main-script.ts';
import {
  awaitTurn,
  Count,
  createRandom,
  fixedHorizonMs,
  horizonMs,
  isFixed,
  Life,
  Mourning,
  modelShareMs,
  modelWatchMs,
  passOn,
  type Stage,
  visitStep,
} from './stage.ts';

export interface ActorStart {
  readonly stage: Stage;
  readonly self: number;
}

/** Thrown at a step: the thread is gone and leaves the memory as it is. */
class Death extends Error {}

const { stage, self } = workerData as ActorStart;
const conductor = stage.workers + 1;
const worker = self as WorkerIndex;

const seams: SchedulerSeams = {
  now: () => stage.clock[0]!,
  step,
  wait,
  notify,
  lockSpins: 0,
  batchMax: 1,
  shareMs: modelShareMs,
  watchMs: modelWatchMs,
};

parentPort?.postMessage('ready');
awaitTurn(stage.go, self);
for (;;) {
  handBack(live());
}

function live(): Life {
  const random = createRandom(stage.counts[Count.SEED]! * 31 + self);
  const scheduler = new Scheduler(stage.memory, seams);
  try {
    if (self === stage.workers) runMain({ stage, scheduler, random, sleep });
    else runWorker(scheduler, random);
    return Life.DONE;
  } catch (error) {
    if (!(error instanceof Death)) return fail(error);
    stage.mourning[self] = Mourning.UNTOLD;
    return Life.DEAD;
  }
}

function runWorker(scheduler: Scheduler, random: (below: number) => number): void {
  for (;;) {
    let told = scheduler.control(worker);
    if (told === ParkResult.WORK) {
      const room = scheduler.take(worker);
      if (room !== -1) visit(scheduler, room, random);
      else told = scheduler.park(worker);
    }
    if (told === ParkResult.STOP) return;
    // Turns its event loop, for as long as a message may take.
    if (told === ParkResult.TURN) sleep(random(20));
  }
}

function visit(scheduler: Scheduler, room: RoomIndex, random: (below: number) => number): void {
  const { occupant, wanted, seen, credit, promised, clock, counts, pinnedTo } = stage;
  counts[Count.VISITS]!++;
  if (occupant[room] !== 0) throw new Error(`room ${room} runs on two threads`);
  if (pinnedTo[room] !== 0 && pinnedTo[room] !== self + 1) {
    throw new Error(`room ${room} is pinned to ${pinnedTo[room]! - 1} and runs on ${self}`);
  }
  occupant[room] = self + 1;
  if (clock[0]! < promised[room]!) {
    if (credit[room] === 0) throw new Error(`room ${room} is visited twice, or too soon`);
    credit[room]!--;
  }
  seen[room] = wanted[room]!;
  const isSteady = isFixed(counts[Count.SCRIPT]);
  const lasts = isSteady ? 1 : random(4) === 0 ? random(30) : random(3);
  if (lasts > 0) sleep(lasts);
  step(visitStep);
  const next = clock[0]! + (isSteady ? 3 : random(12));
  promised[room] = next < (isSteady ? fixedHorizonMs : horizonMs) ? next : Number.POSITIVE_INFINITY;
  occupant[room] = 0;
  if (scheduler.release(worker, room, promised[room]!)) return;
  throw new Error(`room ${room} was taken away from a living worker`);
}

function step(label: number): void {
  stage.counts[Count.STEPS]!++;
  stage.lastStep[self] = label;
  if (stage.killIn[self]! > 0 && --stage.killIn[self]! === 0) throw new Death();
  if (--stage.budget[self]! <= 0) handBack(Life.READY);
}

function wait(words: Int32Array, index: number, value: number, timeoutMs: number): void {
  if (words[index] !== value) return;
  stage.waitIndex[self] = index;
  stage.waitOrder[self] = stage.counts[Count.WAITS]!++;
  stage.until[self] = stage.clock[0]! + timeoutMs;
  handBack(Life.WAITING);
  stage.waitIndex[self] = -1;
}

function notify(_words: Int32Array, index: number, count: number): void {
  for (let left = count; left > 0; left--) {
    let first = -1;
    for (let actor = 0; actor <= stage.workers; actor++) {
      if (stage.life[actor] !== Life.WAITING || stage.waitIndex[actor] !== index) continue;
      if (first < 0 || stage.waitOrder[actor]! < stage.waitOrder[first]!) first = actor;
    }
    if (first < 0) return;
    stage.life[first] = Life.READY;
  }
}

function sleep(forMs: number): void {
  stage.until[self] = stage.clock[0]! + forMs;
  handBack(Life.BUSY);
}

function handBack(life: Life): void {
  stage.life[self] = life;
  passOn(stage.go, self, conductor);
}

function fail(error: unknown): Life {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { written } = new TextEncoder().encodeInto(text, new Uint8Array(stage.failure.length));
  const bytes = new TextEncoder().encode(text).subarray(0, written);
  stage.failure.set(bytes);
  stage.counts[Count.FAILURE_BYTES] = bytes.length;
  return Life.FAILED;
}
