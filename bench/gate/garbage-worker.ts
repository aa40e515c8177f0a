/** The thread of garbage.ts: one warm room, its collections, and what its ticks leave behind. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import swarm from '../../rooms/swarm.ts';
import { SoloRoom } from '../games/solo-room.ts';
import type { GarbageReport, GarbageTask } from './garbage.ts';

const task = workerData as GarbageTask;
const room = new SoloRoom(swarm, { drones: task.drones });
room.tick(task.warmUpTicks);
globalThis.gc?.();
let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
observer.observe({ entryTypes: ['gc'] });
// Entries of collections before this line must not be counted.
await setTimeout(20);
collections = 0;
const before = getHeapStatistics().used_heap_size;
room.tick(task.countedTicks);
const after = getHeapStatistics().used_heap_size;
await setTimeout(20);
const heapBytesPerTick = (after - before) / task.countedTicks;
parentPort?.postMessage({ collections, heapBytesPerTick } satisfies GarbageReport);
