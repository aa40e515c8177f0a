/** The thread of garbage.ts: visits one room as a worker does, and reads its ring as main does. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import swarm from '../../rooms/swarm.ts';
import { monotonicMs } from '../../src/base/clock.ts';
import { Mail } from '../../src/channel/mail.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { WorkerStats } from '../../src/channel/worker-stats.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { RoomView } from '../../src/worker-thread/room-view.ts';
import { runVisit } from '../../src/worker-thread/run-visit.ts';
import type { GarbageReport, GarbageTask } from './garbage.ts';

const arenaBytes = 16 * 1024 * 1024;
const task = workerData as GarbageTask;
const stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
const mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));
const room = openRoom();

function openRoom(): RoomView {
  const { memory } = RoomMemory.create(swarm.plan, monotonicMs());
  const open = { kind: 'open', room: 0, epoch: 1, game: 'swarm', roomId: 'r', memory } as const;
  return new RoomView(open, swarm, new TickArena(arenaBytes));
}

function tell(kind: number, body: object): void {
  room.memory.inRing.write(kind, 0, 0, 0, Buffer.from(JSON.stringify(body)));
  runVisit(room, stats, mail);
  emptyRing();
}

function emptyRing(): void {
  while (room.memory.outRing.next()) room.memory.outRing.release();
}

/** Ticks that are due one after the other, however fast they run. */
function tick(count: number): void {
  const { header } = room.memory;
  const last = header.tick + count;
  while (header.tick < last) {
    header.nextStepAtMs = monotonicMs();
    runVisit(room, stats, mail);
    emptyRing();
  }
}

tell(ToRoom.CREATE, { drones: task.drones });
tell(ToRoom.JOIN, { sessionId: 'client', options: {} });
tell(ToRoom.READY, {});
tick(task.warmUpTicks);
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
tick(task.countedTicks);
const after = getHeapStatistics().used_heap_size;
await setTimeout(20);
const heapBytesPerTick = (after - before) / task.countedTicks;
parentPort?.postMessage({ collections, heapBytesPerTick } satisfies GarbageReport);
