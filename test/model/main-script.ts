/** What main does in the model: opens, expedites, closes, and revokes the dead. */
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import type { Scheduler } from '../../src/scheduler/scheduler.ts';
import {
  Count,
  endMs,
  fixedHorizonMs,
  horizonMs,
  isFixed,
  Life,
  Mourning,
  Script,
  type Stage,
} from './stage.ts';

export interface MainContext {
  readonly stage: Stage;
  readonly scheduler: Scheduler;
  readonly random: (below: number) => number;
  readonly sleep: (forMs: number) => void;
}

/** Virtual ms in which one worker has surely visited every room. */
const settleMs = 200;
const never = Number.POSITIVE_INFINITY;

export function runMain(context: MainContext): void {
  const rooms = new Rooms(context);
  const script = context.stage.counts[Count.SCRIPT];
  if (script === Script.FIXED_SWITCHING) runSwitching(context, rooms);
  else if (isFixed(script)) runFixed(context, rooms);
  else runRandom(context, rooms);
  finish(context, rooms);
}

/** The rooms that are open, and the books kept on them. */
class Rooms {
  readonly #context: MainContext;
  readonly open: RoomIndex[] = [];
  readonly #closing: RoomIndex[] = [];

  constructor(context: MainContext) {
    this.#context = context;
  }

  get closing(): number {
    return this.#closing.length;
  }

  add(dueMs: number, home?: number, isPinned = false): void {
    const { stage, scheduler } = this.#context;
    // Booked for every index, as which one it will be is not known yet and a visit may come before
    // `open` returns; only free ones can be meant.
    const free = Array.from({ length: stage.roomsMax }, (_, room) => room as RoomIndex).filter(
      (room) => !this.open.includes(room) && !this.#closing.includes(room),
    );
    if (free.length === 0) return;
    for (const room of free) {
      stage.promised[room] = dueMs;
      stage.wanted[room] = 0;
      stage.seen[room] = 0;
      stage.credit[room] = 0;
      stage.pinnedTo[room] = isPinned ? (home as number) + 1 : 0;
    }
    const room = scheduler.open(dueMs, home as WorkerIndex | undefined, isPinned);
    if (!free.includes(room)) throw new Error(`room ${room} was opened twice`);
    this.open.push(room);
  }

  expedite(room: RoomIndex): void {
    const { stage, scheduler } = this.#context;
    stage.wanted[room]!++;
    stage.credit[room]!++;
    scheduler.expedite(room);
  }

  close(room: RoomIndex): void {
    const { scheduler } = this.#context;
    this.open.splice(this.open.indexOf(room), 1);
    if (scheduler.close(room)) scheduler.free(room);
    else this.#closing.push(room);
  }

  /** Frees rooms whose last visit has ended. */
  sweep(): void {
    const { scheduler } = this.#context;
    for (const room of [...this.#closing]) {
      if (!scheduler.isClosed(room)) continue;
      scheduler.free(room);
      this.#closing.splice(this.#closing.indexOf(room), 1);
    }
  }

  /** What a server does when a worker's 'exit' event comes; the worker starts again later. */
  tendWorkers(): void {
    const { stage } = this.#context;
    for (let worker = 0; worker < stage.workers; worker++) {
      if (stage.mourning[worker] === Mourning.REVOKED) {
        stage.mourning[worker] = Mourning.ALIVE;
        stage.life[worker] = Life.READY;
      } else if (stage.mourning[worker] === Mourning.UNTOLD) {
        this.#revoke(worker);
        stage.mourning[worker] = Mourning.REVOKED;
      }
    }
  }

  #revoke(worker: number): void {
    const { stage, scheduler } = this.#context;
    const visited = stage.occupant.indexOf(worker + 1);
    const lost = scheduler.revoke(worker as WorkerIndex);
    if (visited >= 0 && lost !== visited) throw new Error(`lost ${lost}, was in ${visited}`);
    if (lost !== -1) this.#bury(lost);
  }

  #bury(lost: RoomIndex): void {
    const { stage, scheduler } = this.#context;
    stage.occupant[lost] = 0;
    if (!scheduler.isClosed(lost)) throw new Error(`lost room ${lost} is not closed`);
    const index = this.open.indexOf(lost);
    if (index >= 0) this.open.splice(index, 1);
    else this.#closing.splice(this.#closing.indexOf(lost), 1);
    scheduler.free(lost);
  }
}

function switchStealing({ scheduler, random, sleep }: MainContext): void {
  scheduler.setStealing(false);
  if (random(2) === 0) sleep(random(6));
  scheduler.setStealing(random(4) > 0);
}

function runRandom(context: MainContext, rooms: Rooms): void {
  const { stage, scheduler, random, sleep } = context;
  const script = stage.counts[Count.SCRIPT];
  if (script === Script.RANDOM_NO_STEALING || script === Script.PINNED_NO_STEALING) {
    scheduler.setStealing(false);
  }
  const isSwitching = script === Script.RANDOM_SWITCHING || script === Script.PINNED_SWITCHING;
  const isPinning =
    script === Script.RANDOM_PINNED ||
    script === Script.PINNED_NO_STEALING ||
    script === Script.PINNED_SWITCHING;
  for (let left = 14 + random(12); left > 0; left--) {
    rooms.tendWorkers();
    rooms.sweep();
    if (isSwitching && random(2) === 0) switchStealing(context);
    const room = rooms.open[random(Math.max(1, rooms.open.length))];
    const now = stage.clock[0]!;
    const action = random(12);
    if (room === undefined || action < 3) {
      const dueMs = random(3) === 0 ? never : now + random(8);
      rooms.add(dueMs, isSwitching ? 0 : random(stage.workers), isPinning && random(2) === 0);
    } else if (action < 7) rooms.expedite(room);
    else if (action === 7) rooms.close(room);
    else if (action === 8) scheduler.requestTurn();
    else sleep(1 + random(8));
  }
}

/** Every operation of main's once, on two rooms, for the systematic schedules. */
function runFixed({ stage, scheduler, sleep }: MainContext, rooms: Rooms): void {
  const isPinning = stage.counts[Count.SCRIPT] === Script.FIXED_PINNED;
  rooms.add(stage.clock[0]!);
  rooms.add(stage.clock[0]! + 2, isPinning ? 0 : undefined, isPinning);
  const [first, second] = rooms.open as [RoomIndex, RoomIndex];
  rooms.expedite(second);
  sleep(2);
  rooms.tendWorkers();
  if (rooms.open.includes(first)) rooms.expedite(first);
  scheduler.requestTurn();
  sleep(2);
  rooms.tendWorkers();
  rooms.sweep();
  if (rooms.open.includes(first)) rooms.close(first);
  rooms.add(never, isPinning ? 1 : undefined, isPinning);
  const last = rooms.open.at(-1);
  if (last !== undefined) rooms.expedite(last);
}

/**
 * One worker is inside a visit, with a room queued behind it, while the other goes to sleep and
 * stealing is switched on; it is switched off again while rooms are queued at a worker that sleeps.
 * Late, so that no room is due again and wakes anybody.
 */
function runSwitching({ stage, scheduler, sleep }: MainContext, rooms: Rooms): void {
  const add = (home: number) => rooms.add(stage.clock[0]!, home);
  sleep(fixedHorizonMs - 3);
  scheduler.setStealing(false);
  add(0);
  sleep(0.5);
  add(1);
  add(1);
  sleep(0.5);
  scheduler.setStealing(true);
  sleep(2);
  rooms.tendWorkers();
  for (const room of [...rooms.open]) rooms.expedite(room);
  scheduler.setStealing(false);
}

/** Waits until nothing is due any more, settles accounts, and stops the workers. */
function finish({ stage, scheduler, sleep }: MainContext, rooms: Rooms): void {
  while (stage.clock[0]! < endMs) {
    rooms.tendWorkers();
    rooms.sweep();
    sleep(stage.clock[0]! < horizonMs ? 5 : endMs);
  }
  // Who died late starts again, for what is pinned to it.
  do {
    rooms.tendWorkers();
    sleep(settleMs);
  } while (stage.mourning.some((mourning) => mourning !== Mourning.ALIVE));
  rooms.sweep();
  if (rooms.closing > 0) throw new Error('a room that was asked to close did not');
  for (const room of rooms.open) {
    if (stage.seen[room] === stage.wanted[room]) continue;
    throw new Error(`room ${room}: ${stage.wanted[room]} asked, ${stage.seen[room]} seen`);
  }
  scheduler.requestStop();
  while (workersLeft(stage) > 0) {
    rooms.tendWorkers();
    sleep(1);
  }
}

function workersLeft({ life, workers }: Stage): number {
  let left = 0;
  for (let worker = 0; worker < workers; worker++) if (life[worker] !== Life.DONE) left++;
  return left;
}
