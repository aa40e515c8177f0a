/**
 * What `server.stats()` and GET /stats tell, read from shared memory while others write it: every
 * number may be a tick old, and none costs its writer anything. Main thread.
 */

import type { WorkerIndex } from '../base/integers.ts';
import { LogHistogram, type Summary } from '../base/log-histogram.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
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
  readonly gc: { readonly count: number; readonly ms: number };
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
  /** The rooms that are open now. */
  readonly rooms: readonly RoomStats[];
  /** `patches`, `patchBytes` and `messagesDropped` are of `rooms`; all else is since the start. */
  readonly totals: {
    readonly ticks: number;
    readonly steals: number;
    readonly patches: number;
    readonly patchBytes: number;
    readonly latenessMs: Summary;
    readonly messagesDropped: number;
    readonly inputsDropped: number;
    readonly clientsClosed: number;
  };
}

/** A worker's own words. */
export interface WorkerCounters {
  readonly ticks: number;
  readonly busyMs: number;
  readonly gcCount: number;
  readonly gcMs: number;
  readonly lateness: LogHistogram;
  readonly stepTime: LogHistogram;
}

type Schedule = Pick<
  Scheduler,
  'takesOf' | 'stealsOf' | 'parksOf' | 'wakesOf' | 'homeOf' | 'isPinned' | 'stealsOfRoom'
>;

export function readStats(
  services: Pick<RoomServices, 'rooms' | 'counters'>,
  schedule: Schedule,
  counters: readonly WorkerCounters[],
  uptimeSeconds: number,
): ServerStats {
  const workers = counters.map((own, index) => workerStats(own, index, schedule));
  const rooms = [...services.rooms.values()].flatMap((room) => roomStats(room, schedule));
  const lateness = new LogHistogram(new Uint32Array(LogHistogram.words));
  for (const own of counters) lateness.merge(own.lateness);
  return {
    uptimeSeconds,
    workers,
    rooms,
    totals: {
      ticks: sum(workers, (worker) => worker.ticks),
      steals: sum(workers, (worker) => worker.steals),
      patches: sum(rooms, (room) => room.patches),
      patchBytes: sum(rooms, (room) => room.patchBytes),
      latenessMs: lateness.summaryMs(),
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

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
