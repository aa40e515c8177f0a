/**
 * Everything behind the Colyseus server, on the main thread: scheduler, workers, mail, the rooms'
 * memory. It is what rooms need of the process (`RoomServices`), with a start and an end.
 */
import type { Logger } from 'pino';
import { monotonicMs } from '../base/clock.ts';
import type { ErrorRecord } from '../base/errors.ts';
import type { RoomIndex, WorkerIndex } from '../base/integers.ts';
import { Mail } from '../channel/mail.ts';
import { VisitTrace } from '../channel/visit-trace.ts';
import { WorkerStats } from '../channel/worker-stats.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import type { EngineSources } from './engine-view/sources.ts';
import { MainWatch } from './main-watch.ts';
import type { ServerPlan } from './options.ts';
import type { GameRoom } from './room/game-room.ts';
import type { FlowCounters, RoomServices } from './room/room-services.ts';
import { FrameScratch } from './sockets/frame-scratch.ts';
import { Outbox } from './sockets/outbox.ts';
import { readStats, type ServerStats, type StatsOptions } from './stats.ts';
import { MemoryPool } from './workers/memory-pool.ts';
import { PinnedHomes } from './workers/pinned-homes.ts';
import { WorkerPool } from './workers/worker-pool.ts';

export class Backstage implements RoomServices {
  readonly scheduler: Scheduler;
  readonly workers: WorkerPool;
  readonly homes: PinnedHomes;
  readonly outbox: Outbox;
  readonly frames = new FrameScratch();
  readonly memory = new MemoryPool();
  readonly logger: Logger;
  readonly answerMs: number;
  readonly counters: FlowCounters = { inputsDropped: 0, clientsClosed: 0 };
  readonly rooms = new Map<RoomIndex, GameRoom>();
  readonly #workerStats: readonly WorkerStats[];
  /** Empty without the engine view. */
  readonly #traces: readonly VisitTrace[];
  readonly #watch: MainWatch | undefined;
  readonly #startedAtMs = monotonicMs();

  constructor(plan: ServerPlan, onFatal: () => void) {
    const { workers, roomsMax, games, arenaBytes, checked, checksumEvery } = plan;
    const { stealing, logger } = plan;
    this.logger = logger;
    this.answerMs = plan.answerMs;
    this.#watch = plan.stats ? new MainWatch() : undefined;
    this.scheduler = Scheduler.create({ roomsMax, workers });
    this.scheduler.setStealing(stealing);
    const mail = new SharedArrayBuffer(Mail.bytes(roomsMax));
    this.outbox = new Outbox(new Mail(mail));
    const stats = sharedMemories(workers, WorkerStats.bytes);
    const traces = plan.engineView && sharedMemories(workers, VisitTrace.bytes);
    this.#traces = (traces ?? []).map((memory) => new VisitTrace(memory));
    this.#workerStats = stats.map((memory) => new WorkerStats(memory));
    this.homes = new PinnedHomes(this.rooms, this.scheduler, this.#workerStats);
    this.workers = new WorkerPool(
      { scheduler: this.scheduler, games, arenaBytes, checked, checksumEvery, mail, stats, traces },
      {
        died: (worker, room, error) => this.#workerDied(worker, room, error),
        complained: (room, { stack, text }) =>
          logger.error({ room, stack }, `disposeLocal threw: ${text}`),
        fatal: (error) => {
          logger.fatal({ stack: error.stack }, `workers keep dying: ${error.text}`);
          onFatal();
        },
      },
    );
  }

  async start(): Promise<void> {
    await this.workers.start();
    this.outbox.start();
    this.#watch?.start();
  }

  async stop(): Promise<void> {
    this.#watch?.stop();
    await this.outbox.stop();
    await this.workers.stop();
  }

  /** What the engine view reads. */
  get engineSources(): EngineSources {
    return {
      rooms: this.rooms,
      scheduler: this.scheduler,
      pool: this.workers,
      counters: this.#workerStats,
      traces: this.#traces,
      startedAtMs: this.#startedAtMs,
    };
  }

  stats(options?: StatsOptions): ServerStats {
    const sources = {
      services: this,
      schedule: this.scheduler,
      counters: this.#workerStats,
      uptimeSeconds: (monotonicMs() - this.#startedAtMs) / 1000,
      watch: this.#watch,
    };
    return readStats(sources, options);
  }

  #workerDied(worker: WorkerIndex, room: RoomIndex | -1, error: ErrorRecord): void {
    this.logger.error({ worker, stack: error.stack }, `worker ${worker} died: ${error.text}`);
    // It may have left records without telling.
    this.outbox.drain();
    if (room === -1) return;
    const text = `worker ${worker} died while it ran this room: ${error.text}`;
    this.rooms.get(room)?.fail({ ...error, text });
  }
}

/** One for each worker. */
function sharedMemories(count: number, bytes: number): SharedArrayBuffer[] {
  return Array.from({ length: count }, () => new SharedArrayBuffer(bytes));
}
