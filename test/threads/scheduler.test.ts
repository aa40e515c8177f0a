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

  open(periodMs: number, visitMs: number, home?: number): RoomIndex {
    const room = this.scheduler.open(Number.POSITIVE_INFINITY, home as WorkerIndex | undefined);
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
  };
}
