/**
 * The scheduler: which room may run on which worker thread, and when. One object per thread over
 * one shared memory. The methods say which thread may call them; README.md states the protocol.
 */
import type { RoomIndex, WorkerIndex } from '../base/integers.ts';
import { Dispatcher, type ParkResult, type SchedulerParts } from './dispatcher.ts';
import {
  attachViews,
  Counter,
  countersPerWorker,
  createMemory,
  type SchedulerSize,
} from './layout.ts';
import { Lock } from './lock.ts';
import { Parking } from './parking.ts';
import { Registrar } from './registrar.ts';
import { RequestRing } from './request-ring.ts';
import { pinnedQueue } from './run-queue.ts';
import { realSeams, type SchedulerSeams } from './steps.ts';

export class Scheduler {
  readonly memory: SharedArrayBuffer;
  readonly #parts: SchedulerParts;
  readonly #dispatcher: Dispatcher;
  readonly #registrar: Registrar;

  /** Main thread: `size` is bounded by base/limits; UsageError OPTION_INVALID beyond. */
  static create(size: SchedulerSize): Scheduler {
    return new Scheduler(createMemory(size));
  }

  /** Any thread: attaches to memory of `create`. `seams` is for tests that own time and sleep. */
  constructor(memory: SharedArrayBuffer, seams: SchedulerSeams = realSeams) {
    this.memory = memory;
    const views = attachViews(memory);
    this.#parts = {
      views,
      seams,
      lock: new Lock(views.words, seams),
      ring: new RequestRing(views, seams),
      parking: new Parking(views, seams),
    };
    this.#dispatcher = new Dispatcher(this.#parts);
    this.#registrar = new Registrar(this.#parts);
  }

  get roomsMax(): number {
    return this.#parts.views.roomsMax;
  }

  get workers(): number {
    return this.#parts.views.workers;
  }

  /**
   * Main: makes a free index a room that is due at `dueMs` (base/clock, Infinity for not before
   * `expedite`), with an epoch of its own. A pinned one only ever runs on its home.
   * UsageError OPTION_INVALID when all are open.
   */
  open(dueMs: number, home?: WorkerIndex, isPinned = false): RoomIndex {
    return this.#registrar.open(dueMs, home, isPinned) as RoomIndex;
  }

  /** Any thread: u16, rises by one (and wraps) each time the index is opened. */
  epochOf(room: RoomIndex): number {
    return this.#registrar.epochOf(room);
  }

  /** Main: a visit that begins after this call, as soon as a worker can begin one. */
  expedite(room: RoomIndex): void {
    this.#registrar.expedite(room);
  }

  /** Main: no visit begins after this call. False: one is under way, and its release closes. */
  close(room: RoomIndex): boolean {
    return this.#registrar.close(room);
  }

  /** Any thread: true between CLOSED and `free`. */
  isClosed(room: RoomIndex): boolean {
    return this.#registrar.isClosed(room);
  }

  /** Main: a CLOSED room's index may be opened again. */
  free(room: RoomIndex): void {
    this.#registrar.free(room);
  }

  /** Main, after the thread's 'exit': the room that it was running, now CLOSED, or -1. */
  revoke(worker: WorkerIndex): RoomIndex | -1 {
    return this.#registrar.revoke(worker) as RoomIndex | -1;
  }

  /** Main, at any time: off, a room only runs on its home. For comparison; see README.md. */
  setStealing(isOn: boolean): void {
    this.#registrar.setStealing(isOn);
  }

  /** Any thread. */
  get isStealing(): boolean {
    return this.#registrar.isStealing;
  }

  /** Main: every worker's `park` or `control` says TURN once. */
  requestTurn(): void {
    this.#registrar.requestTurn();
  }

  /** Main: every worker's `park` and `control` say STOP from now on. */
  requestStop(): void {
    this.#registrar.requestStop();
  }

  /** Worker: a due room to run now, leased to this worker, or -1. Allocates nothing. */
  take(worker: WorkerIndex): RoomIndex | -1 {
    return this.#dispatcher.take(worker) as RoomIndex | -1;
  }

  /** Worker, after `take`: whom it stole that room from, or -1. */
  get takenFrom(): WorkerIndex | -1 {
    return this.#dispatcher.takenFrom as WorkerIndex | -1;
  }

  /**
   * Worker: ends the visit. The room is due again at `nextDueMs` (base/clock), or at once if it was
   * expedited meanwhile, or CLOSED if that was asked. False: the lease had been revoked.
   */
  release(worker: WorkerIndex, room: RoomIndex, nextDueMs: number): boolean {
    return this.#dispatcher.release(worker, room, nextDueMs);
  }

  /** Worker, after `take` returned -1: sleeps until there may be work. After WORK, `take`. */
  park(worker: WorkerIndex): ParkResult {
    return this.#dispatcher.park(worker);
  }

  /** Worker that never parks, for being busy: what `park` would say, without sleeping. */
  control(worker: WorkerIndex): ParkResult {
    return this.#dispatcher.control(worker);
  }

  /** Worker, before it turns its event loop of its own accord: others keep watch meanwhile. */
  handOver(worker: WorkerIndex): void {
    this.#dispatcher.handOver(worker);
  }

  /** What `open` or `release` gave last, in ms of base/clock; `expedite` does not change it. */
  dueOf(room: RoomIndex): number {
    return this.#parts.views.dues[room]!;
  }

  /** The worker on which the room ran last. */
  homeOf(room: RoomIndex): WorkerIndex {
    return this.#parts.views.homes[room]! as WorkerIndex;
  }

  isPinned(room: RoomIndex): boolean {
    return this.#parts.views.pins[room] === 1;
  }

  stealsOfRoom(room: RoomIndex): number {
    return this.#parts.views.roomSteals[room]!;
  }

  /** Any thread, without the lock: rooms that are due and wait for this worker. */
  queuedOf(worker: WorkerIndex): number {
    const { queueLengths } = this.#parts.views;
    return queueLengths[worker]! + queueLengths[pinnedQueue(this.#parts.views, worker)]!;
  }

  takesOf(worker: WorkerIndex): number {
    return this.#counter(worker, Counter.TAKES);
  }

  stealsOf(worker: WorkerIndex): number {
    return this.#counter(worker, Counter.STEALS);
  }

  /** How often it went to sleep. */
  parksOf(worker: WorkerIndex): number {
    return this.#counter(worker, Counter.PARKS);
  }

  /** How often another thread woke it: parks less wakes are sleeps that timed out. */
  wakesOf(worker: WorkerIndex): number {
    return this.#counter(worker, Counter.WAKES);
  }

  #counter(worker: WorkerIndex, counter: number): number {
    return this.#parts.views.counters[worker * countersPerWorker + counter]!;
  }
}
