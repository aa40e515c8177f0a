/**
 * What the scheduler itself costs: take and release of a due room from one's own queue and from
 * another's, with 100 and 10,000 rooms waiting, the repair after a death, and how long a parked
 * worker takes to be running. A visit's own work is nothing here.
 */
import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { monotonicMs } from '../../src/base/clock.ts';
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import { roomsMaxLimit } from '../../src/base/limits.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { realSeams, Step } from '../../src/scheduler/steps.ts';
import type { Benchmark } from '../harness/benchmark.ts';

interface SleeperStart {
  readonly memory: SharedArrayBuffer;
  readonly stamps: SharedArrayBuffer;
}

const dispatches = 100_000;
const rounds = 9;
const wakes = 3_000;
const warmUpWakes = 500;
const pauseMs = 1;

const goal = { oursMax: 1 };
/** On a machine that does nothing else. */
const wakeGoal = { oursMax: 50 };
const wakeRuns = 5;

if (!isMainThread) runSleeper(workerData as SleeperStart);

export const benchmark: readonly Benchmark[] = [
  timed('dispatch: take and release, own queue, 100 rooms', goal, () =>
    measureDispatch(100, false),
  ),
  timed('dispatch: own queue, 10,000 rooms', goal, () => measureDispatch(10_000, false)),
  timed('steal: take and release, stolen, 100 rooms', goal, () => measureDispatch(100, true)),
  timed('steal: stolen, 10,000 rooms', goal, () => measureDispatch(10_000, true)),
  timed('control, nothing asked', undefined, measureControl),
  timed(`revoke with a rebuild, ${roomsMaxLimit} rooms`, undefined, measureRevoke),
  { name: 'wake: parked to running, p50', unit: 'us', run: () => wakeSample(0.5) },
  {
    name: 'wake: parked to running, p99',
    unit: 'us',
    goal: wakeGoal,
    run: () => wakeSample(0.99),
  },
];

function timed(name: string, limit: Benchmark['goal'], measure: () => number): Benchmark {
  const base = { name, unit: 'us', run: () => ({ ours: Array.from({ length: rounds }, measure) }) };
  return limit === undefined ? base : { ...base, goal: limit };
}

async function wakeSample(share: number): Promise<{ ours: number[] }> {
  const ours: number[] = [];
  for (let run = 0; run < wakeRuns; run++) ours.push(percentile(await measureWakes(), share));
  return { ours };
}

/**
 * us a visit. All rooms are overdue, so each goes from heap to queue to running to heap. Stealing
 * changes sides whenever one worker has run every room, so that each of its takes is a steal.
 */
function measureDispatch(rooms: number, isStealing: boolean): number {
  const scheduler = Scheduler.create({ roomsMax: rooms, workers: 2 });
  const farPast = monotonicMs() - 1e9;
  for (let i = 0; i < rooms; i++) {
    scheduler.open(farPast + i, (isStealing ? 1 : 0) as WorkerIndex);
  }
  const began = performance.now();
  for (let i = 0; i < dispatches; i++) {
    const worker = (isStealing ? Math.floor(i / rooms) & 1 : 0) as WorkerIndex;
    const room = scheduler.take(worker);
    scheduler.release(worker, room as RoomIndex, farPast + rooms + i);
  }
  const tookMs = performance.now() - began;
  const steals = scheduler.stealsOf(0 as WorkerIndex) + scheduler.stealsOf(1 as WorkerIndex);
  // Not all: a batch that was queued just before a change of sides is its own worker's again.
  const isAsMeant = isStealing ? steals > 0.97 * dispatches : steals === 0;
  if (!isAsMeant) throw new Error(`${steals} steals`);
  return (tookMs * 1_000) / dispatches;
}

function measureControl(): number {
  const scheduler = Scheduler.create({ roomsMax: 1, workers: 1 });
  const began = performance.now();
  for (let i = 0; i < dispatches; i++) scheduler.control(0 as WorkerIndex);
  return ((performance.now() - began) * 1_000) / dispatches;
}

/** A worker dies under the lock while every room waits. The main thread stands still meanwhile. */
function measureRevoke(): number {
  const scheduler = Scheduler.create({ roomsMax: roomsMaxLimit, workers: 2 });
  const now = monotonicMs();
  for (let i = 0; i < roomsMaxLimit; i++) scheduler.open(now + ((i * 7_919) % 50_000));
  const victim = new Scheduler(scheduler.memory, {
    ...realSeams,
    step: (step) => {
      if (step === Step.POST_PLACE) throw new Error('dead');
    },
  });
  try {
    victim.take(0 as WorkerIndex);
  } catch {
    // Left as a killed thread would: the lock held, a room in no place.
  }
  const began = performance.now();
  scheduler.revoke(0 as WorkerIndex);
  return (performance.now() - began) * 1_000;
}

/** us from main's expedite to the first instruction of the visit, each from a parked worker. */
async function measureWakes(): Promise<Float64Array> {
  const scheduler = Scheduler.create({ roomsMax: 1, workers: 1 });
  const stamps = new SharedArrayBuffer(8);
  const stampMs = new Float64Array(stamps);
  const start: SleeperStart = { memory: scheduler.memory, stamps };
  const worker = new Worker(new URL(import.meta.url), { workerData: start, execArgv: [] });
  await once(worker, 'message');
  const room = scheduler.open(Number.POSITIVE_INFINITY);
  const latencies = new Float64Array(wakes);
  for (let i = 0; i < wakes; i++) {
    pause();
    const visits = scheduler.takesOf(0 as WorkerIndex);
    const sentMs = processMs();
    scheduler.expedite(room);
    while (scheduler.takesOf(0 as WorkerIndex) === visits || stampMs[0]! < sentMs) pause();
    latencies[i] = (stampMs[0]! - sentMs) * 1_000;
  }
  scheduler.requestStop();
  await once(worker, 'exit');
  return latencies.subarray(warmUpWakes).sort();
}

function runSleeper({ memory, stamps }: SleeperStart): void {
  const self = 0 as WorkerIndex;
  const scheduler = new Scheduler(memory);
  const stampMs = new Float64Array(stamps);
  parentPort?.postMessage('ready');
  while (scheduler.control(self) !== ParkResult.STOP) {
    const room = scheduler.take(self);
    if (room === -1) {
      if (scheduler.park(self) === ParkResult.STOP) return;
      continue;
    }
    stampMs[0] = processMs();
    scheduler.release(self, room, Number.POSITIVE_INFINITY);
  }
}

/** One clock for both threads, straight from the system: no offset that could be a little off. */
function processMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.floor(sorted.length * share)]!;
}
