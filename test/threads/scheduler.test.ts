/** The scheduler on real threads: a few hundred rooms, random visits, and workers killed midway. */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import { attachViews } from '../../src/scheduler/layout.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { realSeams } from '../../src/scheduler/steps.ts';
import { checkConsistency } from '../model/consistency.ts';
import { type Books, processMs, type SchedulerWorkerStart } from './scheduler-worker.ts';

const heavyMs = 1_500;

class Pool {
  readonly size: number;
  readonly scheduler: Scheduler;
  readonly books: Books;
  readonly rooms = new Set<RoomIndex>();
  readonly workers: Worker[] = [];
  #isStopping = false;

  constructor(roomsMax: number, size: number) {
    this.size = size;
    const { memory } = Scheduler.create({ roomsMax, workers: size });
    this.scheduler = new Scheduler(memory, { ...realSeams, now: processMs });
    this.books = createBooks(roomsMax);
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.size }, (_, self) => this.spawn(self)));
  }

  async spawn(self: number): Promise<void> {
    const start: SchedulerWorkerStart = { self, memory: this.scheduler.memory, books: this.books };
    const url = new URL('./scheduler-worker.ts', import.meta.url);
    const worker = new Worker(url, { workerData: start, execArgv: [] });
    this.workers[self] = worker;
    await once(worker, 'message');
  }

  open(periodMs: number, visitMs: number, home?: number, isPinned?: boolean): RoomIndex {
    const worker = home as WorkerIndex | undefined;
    const room = this.scheduler.open(Number.POSITIVE_INFINITY, worker, isPinned);
    this.books.periodMs[room] = periodMs;
    this.books.visitMs[room] = visitMs;
    this.rooms.add(room);
    this.expedite(room);
    return room;
  }

  expedite(room: RoomIndex): void {
    Atomics.add(this.books.wanted, room, 1);
    this.scheduler.expedite(room);
  }

  /** Ends a worker wherever it is; returns the room that died with it. */
  async kill(self: number): Promise<RoomIndex | -1> {
    await this.workers[self]!.terminate();
    const visited = this.books.occupant.indexOf(self + 1);
    const lost = this.scheduler.revoke(self as WorkerIndex);
    if (visited >= 0) expect(lost).toBe(visited);
    if (visited >= 0) this.books.occupant[visited] = 0;
    if (lost !== -1) {
      expect(this.scheduler.isClosed(lost)).toBe(true);
      this.rooms.delete(lost);
      this.scheduler.free(lost);
    }
    return lost;
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const exits = this.workers.map((worker) => once(worker, 'exit'));
    this.scheduler.requestStop();
    await Promise.all(exits);
  }
}

const pools: Pool[] = [];

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
});

test('rooms survive the deaths of workers, and no visit is lost', { timeout: 20_000 }, async () => {
  const pool = await startPool(400, 3);
  const random = (below: number) => Math.floor(Math.random() * below);
  for (let i = 0; i < 300; i++) pool.open(20 + random(60), random(4) === 0 ? 0.3 : 0.02);
  let losses = 0;
  for (let round = 0; round < 12; round++) {
    for (let i = 0; i < 40; i++) {
      await sleep(random(6));
      const rooms = [...pool.rooms];
      for (let j = 0; j < 10; j++) pool.expedite(rooms[random(rooms.length)]!);
    }
    const victim = random(pool.size);
    if ((await pool.kill(victim)) !== -1) losses++;
    if (round % 3 === 0) await sleep(5);
    await pool.spawn(victim);
    while (pool.rooms.size < 300) pool.open(20 + random(60), 0.02);
  }
  const checkedMs = processMs();
  await sleep(800);
  const { books } = pool;
  for (const room of pool.rooms) {
    expect(books.seen[room], `room ${room} saw what was asked`).toBe(books.wanted[room]);
    expect(books.lastVisitMs[room], `room ${room} still ticks`).toBeGreaterThan(checkedMs);
  }
  await pool.stop();
  expect(losses).toBeLessThanOrEqual(12);
  expect(books.occupant.every((occupant) => occupant === 0)).toBe(true);
  checkConsistency(attachViews(pool.scheduler.memory));
});

test('rooms closed under way are freed and their indices used again', async () => {
  const pool = await startPool(60, 2);
  for (let i = 0; i < 50; i++) pool.open(5, 0.05);
  let freed = 0;
  for (let round = 0; round < 40; round++) {
    await sleep(5);
    for (const room of [...pool.rooms].slice(0, 10)) {
      pool.rooms.delete(room);
      if (!pool.scheduler.close(room)) {
        while (!pool.scheduler.isClosed(room)) await sleep(0);
      }
      const visits = pool.books.visits[room]!;
      await sleep(1);
      expect(pool.books.occupant[room]).toBe(0);
      expect(pool.books.visits[room]).toBe(visits);
      pool.scheduler.free(room);
      freed++;
      pool.open(5, 0.05);
    }
  }
  expect(freed).toBe(400);
  await sleep(100);
  for (const room of pool.rooms) expect(pool.books.seen[room]).toBe(pool.books.wanted[room]);
});

test('rooms whose home is inside an endless tick run elsewhere', async () => {
  const { pool, heavy, rooms } = await startHeavy(true);
  const { visits, occupant } = pool.books;
  while (rooms.some((room) => visits[room]! < 3)) {
    expect(occupant[heavy], 'the heavy tick has not ended').not.toBe(0);
    await sleep(5);
  }
});

test('without stealing they wait for it', async () => {
  const { pool, heavy, rooms } = await startHeavy(false);
  const { visits, occupant } = pool.books;
  await sleep(100);
  expect(rooms.map((room) => visits[room])).toEqual(rooms.map(() => 0));
  while (occupant[heavy] !== 0) await sleep(5);
  while (rooms.some((room) => visits[room] === 0)) await sleep(5);
});

test('switched on while they wait, they run elsewhere at once', async () => {
  const { pool, heavy, rooms } = await startHeavy(false);
  const { visits, occupant } = pool.books;
  await sleep(20);
  expect(rooms.map((room) => visits[room])).toEqual(rooms.map(() => 0));
  pool.scheduler.setStealing(true);
  while (rooms.some((room) => visits[room]! < 3)) {
    expect(occupant[heavy], 'the heavy tick has not ended').not.toBe(0);
    await sleep(5);
  }
});

test('switched off and on all the time: no room is lost, pinned ones stay', async () => {
  const pool = await startPool(64, 3);
  const { visits, runners } = pool.books;
  const pinned = Array.from({ length: 6 }, (_, index) => pool.open(5, 0.2, index % 3, true));
  const free = Array.from({ length: 30 }, () => pool.open(5, 0.2, 0));
  for (let times = 0; times < 200; times++) {
    pool.scheduler.setStealing(times % 2 === 1);
    await sleep(times % 3);
  }
  const before = visits.slice();
  const isMoving = (room: RoomIndex) => visits[room]! >= before[room]! + 5;
  while (![...pinned, ...free].every(isMoving)) await sleep(5);
  expect(pinned.map((room) => runners[room])).toEqual(pinned.map((_, index) => 1 << (index % 3)));
});

test('under load pinned rooms stay, others are stolen around them', async () => {
  const pool = await startPool(64, 3);
  const { books, scheduler } = pool;
  // All at home on the first worker, twice as much as it can run.
  const pinned = Array.from({ length: 8 }, () => pool.open(10, 0.5, 0, true));
  const free = Array.from({ length: 32 }, () => pool.open(10, 0.5, 0));
  const enough = (room: RoomIndex) => books.visits[room]! >= 50;
  while (![...pinned, ...free].every(enough)) await sleep(5);
  expect(pinned.map((room) => books.runners[room])).toEqual(pinned.map(() => 0b1));
  expect(pinned.map((room) => scheduler.stealsOfRoom(room))).toEqual(pinned.map(() => 0));
  expect(free.reduce((workers, room) => workers | books.runners[room]!, 0)).toBe(0b111);
  for (const room of pool.rooms) expect(books.seen[room]).toBe(books.wanted[room]);
});

test('a pinned room waits for its home inside a long tick, and that is its lateness', async () => {
  const pool = await startPool(64, 2);
  const { visits, occupant, runners, worstLateMs } = pool.books;
  const [pinned, elsewhere] = [pool.open(10, 0.1, 0, true), pool.open(10, 0.1, 1, true)] as const;
  const free = Array.from({ length: 10 }, () => pool.open(10, 0.1, 0));
  while (visits[pinned]! < 5) await sleep(5);
  const heavy = pool.open(10_000, heavyMs, 0, true);
  while (occupant[heavy] === 0) await sleep(1);
  const [held, ...moving] = [pinned, elsewhere, ...free].map((room) => visits[room]!);
  const isMoving = (room: RoomIndex, index: number) => visits[room]! >= moving[index]! + 20;
  while (![elsewhere, ...free].every(isMoving)) await sleep(5);
  expect([occupant[heavy], visits[pinned]]).toEqual([1, held]);
  while (visits[pinned]! < held! + 20) await sleep(5);
  expect([runners[pinned], runners[elsewhere], runners[heavy]]).toEqual([0b01, 0b10, 0b01]);
  expect(worstLateMs[pinned]).toBeGreaterThan(heavyMs / 2);
});

test('its home dies and comes back: it goes on there, and nowhere else', async () => {
  const pool = await startPool(64, 2);
  const rooms = Array.from({ length: 20 }, (_, index) => pool.open(5, 0.1, index % 2, true));
  const { visits, runners } = pool.books;
  for (let death = 0; death < 3; death++) {
    await sleep(30);
    await pool.kill(0);
    const others = rooms.filter((room) => pool.rooms.has(room) && runners[room] === 0b10);
    const before = visits.slice();
    while (others.some((room) => visits[room]! < before[room]! + 3)) await sleep(1);
    const waiting = rooms.filter((room) => pool.rooms.has(room) && runners[room] === 0b01);
    expect(waiting.map((room) => visits[room])).toEqual(waiting.map((room) => before[room]));
    await pool.spawn(0);
    while (waiting.some((room) => visits[room]! < before[room]! + 3)) await sleep(1);
  }
  expect(pool.rooms.size).toBeGreaterThanOrEqual(17);
  expect(rooms.every((room) => runners[room] === 0b01 || runners[room] === 0b10)).toBe(true);
});

/** One room whose tick takes very long, under way, and twenty light ones with the same home. */
async function startHeavy(isStealing: boolean) {
  const pool = await startPool(64, 2);
  pool.scheduler.setStealing(isStealing);
  const heavy = pool.open(10_000, heavyMs);
  while (pool.books.occupant[heavy] === 0) await sleep(1);
  const home = pool.books.occupant[heavy]! - 1;
  const rooms = Array.from({ length: 20 }, () => pool.open(10, 0.1, home));
  return { pool, heavy, rooms };
}

async function startPool(roomsMax: number, size: number): Promise<Pool> {
  const pool = new Pool(roomsMax, size);
  pools.push(pool);
  await pool.start();
  return pool;
}

function createBooks(roomsMax: number): Books {
  const int32 = (length: number) => new Int32Array(new SharedArrayBuffer(length * 4));
  const float64 = () => new Float64Array(new SharedArrayBuffer(roomsMax * 8));
  return {
    occupant: int32(roomsMax),
    wanted: int32(roomsMax),
    seen: int32(roomsMax),
    visits: int32(roomsMax),
    periodMs: float64(),
    visitMs: float64(),
    lastVisitMs: float64(),
    runners: int32(roomsMax),
    worstLateMs: float64(),
  };
}
