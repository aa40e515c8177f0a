/**
 * What the main thread and its workers tell each other outside the rings, as types only: rare
 * messages that structured clone may carry. Main sends, a worker reports; neither imports the
 * other.
 */
import type { MessagePort } from 'node:worker_threads';
import type { ErrorRecord } from '../base/errors.ts';

/** A game's name and the `file:` URL of the module that every worker loads for itself. */
export interface GameSource {
  readonly name: string;
  readonly url: string;
}

/** A worker's `workerData`, written by main before the thread exists. */
export interface WorkerStart {
  readonly index: number;
  /** The memory of the process's one Scheduler. */
  readonly scheduler: SharedArrayBuffer;
  readonly games: readonly GameSource[];
  readonly arenaBytes: number;
  /** Arena views are made unusable when their tick ends: finds use after reset, costs garbage. */
  readonly checked: boolean;
  /** Rooms send a checksum of their state behind every so many patches; 0: none. */
  readonly checksumEvery: number;
  /** The memory of the process's one Mail. */
  readonly mail: SharedArrayBuffer;
  /** This worker's own statistics: the worker writes, main reads. */
  readonly stats: SharedArrayBuffer;
  /** The memory of this worker's VisitTrace; undefined where nobody can watch. */
  readonly trace: SharedArrayBuffer | undefined;
  /** Carries ControlMessage; must be in the transfer list. */
  readonly control: MessagePort;
}

/** Main to every worker. Sent before the scheduler can make the room due. */
export type ControlMessage = OpenRoom | CloseRoom;

export interface OpenRoom {
  readonly kind: 'open';
  readonly room: number;
  /** With `room` it names one life of that index: an older message is about an older room. */
  readonly epoch: number;
  readonly game: string;
  readonly roomId: string;
  readonly memory: SharedArrayBuffer;
}

/** The worker forgets its view of the room, unless a later epoch has taken its place. */
export interface CloseRoom {
  readonly kind: 'close';
  readonly room: number;
  readonly epoch: number;
}

/** A worker to main, by `parentPort`. */
export type WorkerReport = WorkerReady | WorkerCrashed | WorkerComplained;

/** The games are loaded; the worker takes rooms from now on. */
export interface WorkerReady {
  readonly kind: 'ready';
  readonly index: number;
}

/** A game's `disposeLocal` threw, perhaps when its room's memory was gone: to be logged. */
export interface WorkerComplained {
  readonly kind: 'complained';
  readonly index: number;
  readonly roomId: string;
  readonly error: ErrorRecord;
}

/** Something outside any room's own code failed; the thread ends after this report. */
export interface WorkerCrashed {
  readonly kind: 'crashed';
  readonly index: number;
  readonly error: ErrorRecord;
}
