/** What the engine view reads of the server, and what its buttons change. Main thread. */
import type { RoomIndex, WorkerIndex } from '../../base/integers.ts';
import type { VisitTrace } from '../../channel/visit-trace.ts';
import type { WorkerStats } from '../../channel/worker-stats.ts';
import type { RoomHeader } from '../../memory/room-header.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { NamedGame } from '../room/room-services.ts';

/** A GameRoom, as far as the view goes. */
export interface WatchedRoom {
  readonly roomId: string;
  readonly game: NamedGame;
  readonly clients: { readonly length: number };
  /** Undefined until the room has its place in the scheduler. */
  readonly link: WatchedLink | undefined;
}

export interface WatchedLink {
  readonly index: RoomIndex;
  readonly epoch: number;
  readonly header: Pick<RoomHeader, 'droppedSteps' | 'heavyMs'>;
  readonly outlet: { readonly bytesSent: number };
}

export interface EngineSources {
  readonly rooms: ReadonlyMap<RoomIndex, WatchedRoom>;
  readonly scheduler: Pick<
    Scheduler,
    | 'roomsMax'
    | 'workers'
    | 'isStealing'
    | 'setStealing'
    | 'queuedOf'
    | 'homeOf'
    | 'isPinned'
    | 'stealsOf'
    | 'stealsOfRoom'
  >;
  readonly pool: { isAlive(worker: WorkerIndex): boolean };
  /** One per worker, as `traces`. */
  readonly counters: readonly WorkerStats[];
  readonly traces: readonly VisitTrace[];
  /** ms of base/clock: what the view's times count from. */
  readonly startedAtMs: number;
}
