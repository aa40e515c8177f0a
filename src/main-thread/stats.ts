/**
 * What `server.stats()` and GET /stats tell, read from shared memory while others write it: every
 * number may be a tick old, and none costs its writer anything. Main thread.
 */
import type { WorkerIndex } from '../base/integers.ts';
import { type BucketCount, LogHistogram, type Summary } from '../base/log-histogram.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { MainWatch } from './main-watch.ts';
import type { GameRoom } from './room/game-room.ts';
import type { RoomServices } from './room/room-services.ts';

export interface WorkerStats {
  readonly index: number;
  /** Steps that it has run. */
  readonly ticks: number;
  /** Visits to rooms, and those of them that it took from another worker. */
  readonly takes: number;
  readonly steals: number;
  /** How often it went to sleep, and was woken by another thread. */
  readonly parks: number;
  readonly wakes: number;
  /** Time inside visits. */
  readonly busyMs: number;
  readonly latenessMs: Summary;
  readonly stepMs: Summary;
  readonly gc: Collections;
  /** The thread's CPU time; up to a second old. */
  readonly cpuMs: number;
  /** Since the start, if asked for: what two readings differ by is of the time between them. */
  readonly histograms?: {
    readonly latenessUs: readonly BucketCount[];
    readonly stepUs: readonly BucketCount[];
  };
}

export interface Collections {
  readonly count: number;
  readonly ms: number;
}

export interface ProcessStats {
  readonly rssBytes: number;
  /** Of the main thread's heap. */
  readonly heapUsedBytes: number;
  /** Of all threads. */
  readonly cpuMs: number;
  readonly main: {
    readonly cpuMs: number;
    /** null without the `stats` option: then nobody watches. */
    readonly gc: Collections | null;
    /** By how much the event loop was late; null as above. */
    readonly loopDelayMs: Summary | null;
  };
}

export interface RoomStats {
  readonly roomId: string;
  readonly game: string;
  readonly clients: number;
  readonly ticks: number;
  readonly droppedSteps: number;
  /** The worker that ran it last, and how often it has moved to another. */
  readonly home: number;
  /** Whether it stays on that worker. */
  readonly pinned: boolean;
  readonly steals: number;
  readonly patches: number;
  readonly patchBytes: number;
  /** Patches that found the ring to main full; their changes went with a later one. */
  readonly deferredPatches: number;
  readonly inputErrors: number;
  /** Messages to clients that found the ring to main full and were lost. */
  readonly messagesDropped: number;
  readonly latenessMs: Summary;
  readonly stepMs: Summary;
}

export interface ServerStats {
  readonly uptimeSeconds: number;
  readonly workers: readonly WorkerStats[];
  readonly process: ProcessStats;
  /** The rooms that are open now. */
  readonly rooms: readonly RoomStats[];
  /** `patches`, `patchBytes` and `messagesDropped` are of `rooms`; all else is since the start. */
  readonly totals: {
    readonly ticks: number;
    readonly steals: number;
    readonly patches: number;
    readonly patchBytes: number;
    readonly latenessMs: Summary;
    readonly stepMs: Summary;
    readonly messagesDropped: number;
    readonly inputsDropped: number;
    readonly clientsClosed: number;
  };
}

export interface StatsOptions {
  /** Adds `workers[i].histograms`. */
  readonly histograms?: boolean;
}

/** A worker's own words. */
export interface WorkerCounters {
  readonly ticks: number;
  readonly busyMs: number;
  readonly gcCount: number;
  readonly gcMs: number;
  readonly cpuMs: number;
  readonly lateness: LogHistogram;
  readonly stepTime: LogHistogram;
}

type Schedule = Pick<
  Scheduler,
  'takesOf' | 'stealsOf' | 'parksOf' | 'wakesOf' | 'homeOf' | 'isPinned' | 'stealsOfRoom'
>;

/** What statistics are read from. */
export interface StatsSources {
  readonly services: Pick<RoomServices, 'rooms' | 'counters'>;
  readonly schedule: Schedule;
  readonly counters: readonly WorkerCounters[];
  readonly uptimeSeconds: number;
  readonly watch: MainWatch | undefined;
}

export function readStats(sources: StatsSources, options: StatsOptions = {}): ServerStats {
  const { services, schedule, counters, uptimeSeconds, watch } = sources;
  const workers = counters.map((own, index) => ({
    ...workerStats(own, index, schedule),
    ...(options.histograms && { histograms: histogramsOf(own) }),
  }));
  const rooms = [...services.rooms.values()].flatMap((room) => roomStats(room, schedule));
  return {
    uptimeSeconds,
    workers,
    process: processStats(watch),
    rooms,
    totals: {
      ticks: sum(workers, (worker) => worker.ticks),
      steals: sum(workers, (worker) => worker.steals),
      patches: sum(rooms, (room) => room.patches),
      patchBytes: sum(rooms, (room) => room.patchBytes),
      latenessMs: summaryOfAll(counters.map(({ lateness }) => lateness)),
      stepMs: summaryOfAll(counters.map(({ stepTime }) => stepTime)),
      messagesDropped: sum(rooms, (room) => room.messagesDropped),
      inputsDropped: services.counters.inputsDropped,
      clientsClosed: services.counters.clientsClosed,
    },
  };
}

function workerStats(own: WorkerCounters, index: number, schedule: Schedule): WorkerStats {
  const worker = index as WorkerIndex;
  return {
    index,
    ticks: own.ticks,
    takes: schedule.takesOf(worker),
    steals: schedule.stealsOf(worker),
    parks: schedule.parksOf(worker),
    wakes: schedule.wakesOf(worker),
    busyMs: own.busyMs,
    latenessMs: own.lateness.summaryMs(),
    stepMs: own.stepTime.summaryMs(),
    gc: { count: own.gcCount, ms: own.gcMs },
    cpuMs: own.cpuMs,
  };
}

function histogramsOf({ lateness, stepTime }: WorkerCounters): WorkerStats['histograms'] {
  return { latenessUs: lateness.bucketCounts(), stepUs: stepTime.bucketCounts() };
}

function processStats(watch: MainWatch | undefined): ProcessStats {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    cpuMs: totalMs(process.cpuUsage()),
    main: {
      cpuMs: totalMs(process.threadCpuUsage()),
      gc: watch?.gc ?? null,
      loopDelayMs: watch?.loopDelayMs() ?? null,
    },
  };
}

function roomStats(room: GameRoom, schedule: Schedule): RoomStats[] {
  const { link } = room;
  if (link === undefined) return [];
  const { header, index } = link;
  return [
    {
      roomId: room.roomId,
      game: room.game.name,
      clients: room.clients.length,
      ticks: header.tick,
      droppedSteps: header.droppedSteps,
      home: schedule.homeOf(index),
      pinned: schedule.isPinned(index),
      steals: schedule.stealsOfRoom(index),
      patches: header.patches,
      patchBytes: header.patchBytes,
      deferredPatches: header.deferredPatches,
      inputErrors: header.inputErrors,
      messagesDropped: header.messagesDropped,
      latenessMs: header.lateness.summaryMs(),
      stepMs: header.stepTime.summaryMs(),
    },
  ];
}

function totalMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000;
}

function summaryOfAll(histograms: readonly LogHistogram[]): Summary {
  const all = new LogHistogram(new Uint32Array(LogHistogram.words));
  for (const one of histograms) all.merge(one);
  return all.summaryMs();
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
