/** A server's parts as the view reads them, each of them real, without threads to change them. */
import type { RoomIndex, WorkerIndex } from '../../../src/base/integers.ts';
import { VisitTrace } from '../../../src/channel/visit-trace.ts';
import { WorkerStats } from '../../../src/channel/worker-stats.ts';
import type { EngineSources, WatchedRoom } from '../../../src/main-thread/engine-view/sources.ts';
import type { NamedGame } from '../../../src/main-thread/room/room-services.ts';
import { RoomHeader, roomHeaderBytes } from '../../../src/memory/room-header.ts';
import { Scheduler } from '../../../src/scheduler/scheduler.ts';

/** As far as rows and buttons go. */
export const game = { name: 'tag', definition: { clientsMax: 4 } } as unknown as NamedGame;

export class WatchedServer {
  readonly scheduler: Scheduler;
  readonly counters: readonly WorkerStats[];
  readonly traces: readonly VisitTrace[];
  /** The workers' ends. */
  readonly writers: readonly VisitTrace[];
  readonly rooms = new Map<RoomIndex, WatchedRoom>();
  readonly dead = new Set<WorkerIndex>();

  constructor(workers: number, roomsMax = 16) {
    this.scheduler = Scheduler.create({ roomsMax, workers });
    const times = Array.from({ length: workers }, (_, worker) => worker);
    this.counters = times.map(() => new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes)));
    const memories = times.map(() => new SharedArrayBuffer(VisitTrace.bytes));
    this.traces = memories.map((memory) => new VisitTrace(memory));
    this.writers = memories.map((memory) => new VisitTrace(memory));
  }

  get sources(): EngineSources {
    const { rooms, scheduler, counters, traces, dead } = this;
    const pool = { isAlive: (worker: WorkerIndex) => !dead.has(worker) };
    return { rooms, scheduler, pool, counters, traces, startedAtMs: 1_000 };
  }

  /** Opens a room; what it has sent can be changed. */
  open(roomId: string, clients = 0) {
    const index = this.scheduler.open(Number.POSITIVE_INFINITY);
    const header = new RoomHeader(new SharedArrayBuffer(roomHeaderBytes));
    const outlet = { bytesSent: 0 };
    const link = { index, epoch: this.scheduler.epochOf(index), header, outlet };
    this.rooms.set(index, { roomId, game, clients: { length: clients }, link });
    return link;
  }

  close(index: RoomIndex): void {
    this.rooms.delete(index);
    this.scheduler.close(index);
    this.scheduler.free(index);
  }
}
