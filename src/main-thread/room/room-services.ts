/**
 * What a GameRoom needs of the process around it, on the main thread. The server makes it once;
 * tests make their own.
 */
import type { Logger } from 'pino';
import type { RoomIndex, WorkerIndex } from '../../base/integers.ts';
import type { OpenRoom } from '../../channel/control.ts';
import type { GameDefinition } from '../../game/define-game.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { FrameScratch } from '../sockets/frame-scratch.ts';
import type { Outbox } from '../sockets/outbox.ts';
import type { MemoryPool } from '../workers/memory-pool.ts';
import type { GameRoom } from './game-room.ts';

/** A game under its room name. */
export interface NamedGame {
  readonly name: string;
  readonly definition: GameDefinition;
}

/** The scheduler's main-thread half, as far as rooms go. */
export type RoomSchedule = Pick<
  Scheduler,
  'open' | 'epochOf' | 'expedite' | 'close' | 'isClosed' | 'free' | 'requestTurn'
>;

/** Tells every worker, those to come included, which rooms there are. */
export interface RoomAnnouncer {
  open(room: OpenRoom): void;
  close(room: RoomIndex, epoch: number): void;
}

/** What the sockets' side of the process has had to do to clients. */
export interface FlowCounters {
  /** Client frames that a full ring refused. */
  inputsDropped: number;
  /** Clients that were closed for that, for reading too slowly, or for what they sent. */
  clientsClosed: number;
}

/** Chooses the worker that a new pinned room stays on. */
export interface HomeChooser {
  choose(): WorkerIndex;
}

export interface RoomServices {
  readonly scheduler: RoomSchedule;
  readonly workers: RoomAnnouncer;
  readonly homes: HomeChooser;
  readonly outbox: Outbox;
  readonly frames: FrameScratch;
  readonly memory: MemoryPool;
  readonly logger: Logger;
  readonly counters: FlowCounters;
  /** A worker has this long to answer a creation, a join, a leave. */
  readonly answerMs: number;
  /** Every room that holds an index, those that end included. GameRoom writes. */
  readonly rooms: Map<RoomIndex, GameRoom>;
}
