/** The pool with worker threads that live and die as they are told (pool-worker.ts). */
import { afterEach, expect, test } from 'vitest';
import type { RoomIndex } from '../../../src/base/integers.ts';
import type { OpenRoom } from '../../../src/channel/control.ts';
import { WorkerPool } from '../../../src/main-thread/workers/worker-pool.ts';
import { Scheduler } from '../../../src/scheduler/scheduler.ts';
import { until } from '../sockets/loopback.ts';

const workers = 2;
const pools: WorkerPool[] = [];

function makePool(plan: string) {
  const scheduler = Scheduler.create({ roomsMax: 8, workers });
  // [may die | lives of each worker | rooms that each has been told of, as bits]
  const words = new SharedArrayBuffer((1 + 2 * workers) * 4);
  const deaths: [worker: number, room: number, text: string][] = [];
  const fatal: string[] = [];
  const aliveAtDeath: boolean[] = [];
  const pool = new WorkerPool(
    {
      scheduler,
      games: [{ name: plan, url: 'file:///none' }],
      arenaBytes: 4_096,
      checked: false,
      checksumEvery: 0,
      mail: words,
      stats: Array.from({ length: workers }, () => new SharedArrayBuffer(8)),
      traces: undefined,
      entry: new URL('./pool-worker.ts', import.meta.url),
    },
    {
      died: (worker, room, error) => {
        deaths.push([worker, room, error.text]);
        aliveAtDeath.push(pool.isAlive(worker));
      },
      complained: () => {},
      fatal: (error) => fatal.push(error.text),
    },
  );
  pools.push(pool);
  const lives = new Int32Array(words, 4, workers);
  const told = new Int32Array(words, 4 + workers * 4, workers);
  const kill = () => Atomics.store(new Int32Array(words), 0, 1);
  return { pool, scheduler, deaths, aliveAtDeath, fatal, lives, told, kill };
}

function openRoom(room: number): OpenRoom {
  const memory = new SharedArrayBuffer(8);
  return { kind: 'open', room, epoch: 1, game: 'g', roomId: `r${room}`, memory };
}

afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.stop())));

test('starts when every worker is ready, and stops them all', async () => {
  const { pool, lives, deaths } = makePool('immortal');
  await pool.start();
  expect([...lives]).toEqual([1, 1]);
  await pool.stop();
  expect(deaths).toEqual([]);
});

test('a worker that cannot load the games is the author’s error, and none is left', async () => {
  const { pool, deaths } = makePool('unloadable');
  await expect(pool.start()).rejects.toMatchObject({
    name: 'UsageError',
    code: 'GAME_INVALID',
    message: expect.stringContaining('no such module'),
  });
  expect(deaths).toEqual([]);
});

test('a worker that dies while others still start fails the start', async () => {
  const { pool } = makePool('first-dies');
  await expect(pool.start()).rejects.toMatchObject({
    message: expect.stringContaining('worker 0 could not start'),
  });
});

test('a dead worker is replaced under its index; the room it ran is named', async () => {
  const { pool, scheduler, deaths, aliveAtDeath, lives, fatal, kill } = makePool('mortal-once');
  const alive = () => [pool.isAlive(0 as never), pool.isAlive(1 as never)];
  expect(alive()).toEqual([false, false]);
  await pool.start();
  expect(alive()).toEqual([true, true]);
  // As the thread would: its own attachment takes the room, and dies with it.
  const room = scheduler.open(0, 0 as never);
  expect(new Scheduler(scheduler.memory).take(0 as never)).toBe(room);
  kill();
  await until(() => deaths.length === 1);
  expect(deaths).toEqual([[0, room, 'worker 0 ended with exit code 3']]);
  expect(scheduler.isClosed(room)).toBe(true);
  expect(aliveAtDeath).toEqual([false]);
  await until(() => lives[0] === 2);
  await until(() => pool.isAlive(0 as never));
  expect(lives[1]).toBe(1);
  expect(fatal).toEqual([]);
});

test('workers that keep dying are not replaced for ever', async () => {
  const { pool, deaths, fatal, lives, kill } = makePool('mortal');
  await pool.start();
  kill();
  await until(() => fatal.length > 0);
  expect(deaths.length).toBeGreaterThanOrEqual(5);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const born = (lives[0] as number) + (lives[1] as number);
  expect(born).toBeLessThanOrEqual(workers + 5);
});

test('a successor is told of the rooms that are still open, and of no other', async () => {
  const { pool, deaths, told, kill } = makePool('mortal-once');
  await pool.start();
  pool.open(openRoom(0));
  pool.open(openRoom(1));
  pool.close(0 as RoomIndex, 1);
  await until(() => told[1] === 0b11);
  kill();
  await until(() => deaths.length === 1 && (told[0] as number) > 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  // A bit per room that was announced to it: worker 1 heard of both, worker 0's successor of one.
  expect([...told]).toEqual([0b10, 0b11]);
});
