/** The thread of ablation.ts: visits a swarm as a worker does, and reads its ring as main does. */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import swarm from '../../../rooms/swarm.ts';
import { monotonicMs } from '../../../src/base/clock.ts';
import { Mail } from '../../../src/channel/mail.ts';
import { ToRoom } from '../../../src/channel/records.ts';
import { WorkerStats } from '../../../src/channel/worker-stats.ts';
import { type ArenaList, listShapes } from '../../../src/memory/arena/arena-list.ts';
import type { ArenaArrays, ArenaKind } from '../../../src/memory/arena/arena-shape.ts';
import { TickArena } from '../../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import { RoomView } from '../../../src/worker-thread/room-view.ts';
import { runVisit } from '../../../src/worker-thread/run-visit.ts';
import type { ArenaReport, ArenaTask } from '../ablation.ts';

/** The arena switched off, in what the swarm asks of it: every piece of scratch is new. */
class NoArena extends TickArena {
  override i32(length: number): ArenaArrays['i32'] {
    return new Int32Array(length);
  }

  override list<Kind extends ArenaKind>(kind: Kind, capacity: number): ArenaList<Kind> {
    const shape = listShapes[kind];
    return shape.make(new ArrayBuffer(shape.bytesOf(capacity)), 0, capacity) as ArenaList<Kind>;
  }
}

const arenaBytes = 16 * 1024 * 1024;
const task = workerData as ArenaTask;
const stats = new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes));
const mail = new Mail(new SharedArrayBuffer(Mail.bytes(1)));
const room = openRoom();

function openRoom(): RoomView {
  const { memory } = RoomMemory.create(swarm.plan, monotonicMs());
  const open = { kind: 'open', room: 0, epoch: 1, game: 'swarm', roomId: 'r', memory } as const;
  const Arena = task.hasArena ? TickArena : NoArena;
  return new RoomView(open, swarm, new Arena(arenaBytes));
}

function tell(kind: number, body: object): void {
  room.memory.inRing.write(kind, 0, 0, 0, Buffer.from(JSON.stringify(body)));
  runVisit(room, stats, mail);
  emptyRing();
}

function emptyRing(): void {
  while (room.memory.outRing.next()) room.memory.outRing.release();
}

/** Ticks that are due one after the other; what each took, in us, if asked for. */
function tick(count: number, tookUs?: Float64Array): void {
  const { header } = room.memory;
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    header.nextStepAtMs = monotonicMs();
    runVisit(room, stats, mail);
    emptyRing();
    if (tookUs !== undefined) tookUs[i] = (performance.now() - began) * 1_000;
  }
}

tell(ToRoom.CREATE, { drones: task.drones });
tell(ToRoom.JOIN, { sessionId: 'client', options: {} });
tell(ToRoom.READY, {});
tick(task.warmUpTicks);
globalThis.gc?.();
let collections = 0;
let collectionsMs = 0;
const observer = new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) {
    collections++;
    collectionsMs += duration;
  }
});
observer.observe({ entryTypes: ['gc'] });
// Entries of collections before this line must not be counted.
await setTimeout(20);
collections = 0;
collectionsMs = 0;
const tookUs = new Float64Array(task.countedTicks);
tick(task.countedTicks, tookUs);
await setTimeout(20);
const tickP99Us = tookUs.sort()[Math.floor(task.countedTicks * 0.99)] as number;
parentPort?.postMessage({ collections, collectionsMs, tickP99Us } satisfies ArenaReport);
