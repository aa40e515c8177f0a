/**
 * 10,000 warm ticks of the swarm on a worker thread of its own, with a client that gets every
 * patch: how often the garbage collector ran there, and what a tick left on the heap.
 */
import { Worker } from 'node:worker_threads';
import { growYoungGeneration } from '../../src/main-thread/workers/young-generation.ts';
import type { Benchmark } from '../harness/benchmark.ts';

const drones = 1_000;
const warmUpTicks = 2_000;
const countedTicks = 10_000;

/** What the worker reports. */
export interface GarbageReport {
  readonly collections: number;
  readonly heapBytesPerTick: number;
}

export interface GarbageTask {
  readonly drones: number;
  readonly warmUpTicks: number;
  readonly countedTicks: number;
}

async function measure(): Promise<GarbageReport> {
  growYoungGeneration();
  const workerData: GarbageTask = { drones, warmUpTicks, countedTicks };
  const worker = new Worker(new URL('./garbage-worker.ts', import.meta.url), { workerData });
  const report = Promise.withResolvers<GarbageReport>();
  worker.once('message', report.resolve);
  worker.once('error', report.reject);
  return report.promise;
}

export const benchmark: readonly Benchmark[] = [
  {
    name: 'garbage: collections in 10,000 warm ticks of swarm',
    unit: 'collections',
    goal: { oursMax: 0 },
    run: async () => ({ ours: [(await measure()).collections] }),
  },
  {
    name: 'garbage: heap bytes that a warm tick of swarm leaves',
    unit: 'bytes/tick',
    goal: { oursMax: 1_024 },
    run: async () => ({ ours: [(await measure()).heapBytesPerTick] }),
  },
];
