/**
 * The process's worker threads, on the main thread: starts them, tells them which rooms there
 * are, replaces one that died, and ends them. A worker that dies takes at most the room it was
 * running with it; its successor has the same index.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { monotonicMs } from '../../base/clock.ts';
import { type ErrorRecord, toErrorRecord, UsageError } from '../../base/errors.ts';
import type { RoomIndex, WorkerIndex } from '../../base/integers.ts';
import type { ControlMessage, GameSource, OpenRoom, WorkerReport } from '../../channel/control.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { RoomAnnouncer } from '../room/room-services.ts';
import { settlesWithin } from '../settles-within.ts';
import { growYoungGeneration } from './young-generation.ts';

/** A worker that does not stop when asked is terminated after this. */
const stopLimitMs = 1_000;
/** So many deaths in so long a time, and the process is past saving. */
const deathsMax = 5;
const deathsWindowMs = 60_000;

export interface WorkerPoolOptions {
  readonly scheduler: Pick<Scheduler, 'memory' | 'workers' | 'revoke' | 'requestStop'>;
  readonly games: readonly GameSource[];
  readonly arenaBytes: number;
  readonly checked: boolean;
  readonly checksumEvery: number;
  readonly mail: SharedArrayBuffer;
  /** One per worker, kept when the worker is replaced. */
  readonly stats: readonly SharedArrayBuffer[];
  /** As `stats`; undefined where nobody can watch what workers run. */
  readonly traces: readonly SharedArrayBuffer[] | undefined;
  /** What a worker runs; the tests' workers are other files. */
  readonly entry?: URL;
}

/** What becomes of a death is not the pool's to decide. */
export interface WorkerPoolEvents {
  /** `room` is -1 when the worker was running none. */
  died(worker: WorkerIndex, room: RoomIndex | -1, error: ErrorRecord): void;
  /** A game's `disposeLocal` threw. */
  complained(roomId: string, error: ErrorRecord): void;
  /** Workers die faster than they are worth replacing. */
  fatal(error: ErrorRecord): void;
}

interface Place {
  readonly worker: Worker;
  readonly control: MessagePort;
  readonly ready: PromiseWithResolvers<void>;
  readonly exited: PromiseWithResolvers<void>;
  error: ErrorRecord | undefined;
  /** It takes rooms: its games are loaded, and it has not ended. */
  isAlive: boolean;
}

const defaultEntry = new URL(
  import.meta.url.endsWith('.ts') ? '../../worker-thread/entry.ts' : '../../worker-thread/entry.js',
  import.meta.url,
);

export class WorkerPool implements RoomAnnouncer {
  readonly #options: WorkerPoolOptions;
  readonly #events: WorkerPoolEvents;
  readonly #places: Place[] = [];
  /** For a successor: every room that is open, by index. */
  readonly #open = new Map<number, OpenRoom>();
  readonly #deathsMs: number[] = [];
  /** Rejected when a worker ends before all were ready, be it ready itself or not. */
  readonly #startFailed = Promise.withResolvers<never>();
  #isStarted = false;
  #isStopping = false;

  constructor(options: WorkerPoolOptions, events: WorkerPoolEvents) {
    this.#options = options;
    this.#events = events;
  }

  /** Resolves when every worker takes rooms. UsageError when one cannot load the games. */
  async start(): Promise<void> {
    growYoungGeneration();
    for (let index = 0; index < this.#options.scheduler.workers; index++) {
      this.#places.push(this.#spawn(index as WorkerIndex));
    }
    const ready = Promise.all(this.#places.map((place) => place.ready.promise));
    try {
      await Promise.race([ready, this.#startFailed.promise]);
      this.#isStarted = true;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** False between a thread's death and its successor's start. */
  isAlive(worker: WorkerIndex): boolean {
    return this.#places[worker]?.isAlive ?? false;
  }

  open(room: OpenRoom): void {
    this.#open.set(room.room, room);
    this.#tellAll(room);
  }

  close(room: RoomIndex, epoch: number): void {
    this.#open.delete(room);
    this.#tellAll({ kind: 'close', room, epoch });
  }

  /** Resolves when every thread has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#options.scheduler.requestStop();
    await Promise.all(
      this.#places.map(async ({ worker, exited }) => {
        if (!(await settlesWithin(exited.promise, stopLimitMs))) await worker.terminate();
      }),
    );
  }

  #tellAll(message: ControlMessage): void {
    for (const { control } of this.#places) control.postMessage(message);
  }

  #spawn(index: WorkerIndex): Place {
    const { scheduler, games, arenaBytes, checked, checksumEvery } = this.#options;
    const { mail, stats, traces, entry } = this.#options;
    const { port1: control, port2 } = new MessageChannel();
    const worker = new Worker(entry ?? defaultEntry, {
      name: `hypogeum-worker-${index}`,
      workerData: {
        index,
        scheduler: scheduler.memory,
        games,
        arenaBytes,
        checked,
        checksumEvery,
        mail,
        stats: stats[index],
        trace: traces?.[index],
        control: port2,
      },
      transferList: [port2],
    });
    const place: Place = {
      worker,
      control,
      ready: Promise.withResolvers<void>(),
      exited: Promise.withResolvers<void>(),
      error: undefined,
      isAlive: false,
    };
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'ready') {
        place.isAlive = true;
        place.ready.resolve();
      } else if (report.kind === 'crashed') place.error = report.error;
      else this.#events.complained(report.roomId, report.error);
    });
    worker.on('error', (error) => {
      place.error ??= toErrorRecord(error);
    });
    worker.once('exit', (code) => this.#exited(index, place, code));
    for (const room of this.#open.values()) control.postMessage(room);
    return place;
  }

  /** The thread has ended: nothing in shared memory can be its doing any more. */
  #exited(index: WorkerIndex, place: Place, code: number): void {
    place.isAlive = false;
    place.control.close();
    place.exited.resolve();
    if (this.#isStopping) return;
    const error = place.error ?? {
      name: 'Error',
      code,
      text: `worker ${index} ended with exit code ${code}`,
      stack: undefined,
    };
    if (!this.#isStarted) {
      const text = `worker ${index} could not start: ${error.text}`;
      return this.#startFailed.reject(new UsageError('GAME_INVALID', text));
    }
    const room = this.#options.scheduler.revoke(index);
    if (this.#mayReplace()) this.#places[index] = this.#spawn(index);
    this.#events.died(index, room, error);
    if (this.#places[index] === place) this.#events.fatal(error);
  }

  #mayReplace(): boolean {
    const nowMs = monotonicMs();
    this.#deathsMs.push(nowMs);
    if (this.#deathsMs.length > deathsMax) this.#deathsMs.shift();
    const [oldestMs] = this.#deathsMs;
    return this.#deathsMs.length < deathsMax || nowMs - (oldestMs as number) > deathsWindowMs;
  }
}
