/** A second's figures and the rooms' table: what was counted since the last one. */
import { afterEach, expect, test } from 'vitest';
import { rowsMax } from '../../../src/main-thread/engine-view/room-table.ts';
import { RoomTally } from '../../../src/main-thread/engine-view/room-tally.ts';
import { SecondSampler } from '../../../src/main-thread/engine-view/second-sampler.ts';
import { WatchedServer } from './watched-server.ts';

const own = { view: { watchers: 1, cpu: 0 }, bots: 0, botsError: null };
const samplers: SecondSampler[] = [];

function watch(server: WatchedServer) {
  const tally = new RoomTally(server.scheduler.roomsMax);
  const sampler = new SecondSampler(server.sources, tally, 2_000);
  samplers.push(sampler);
  return { tally, sampler };
}

afterEach(() => {
  for (const sampler of samplers.splice(0)) sampler.end();
});

test('counts from when it began, a second at a time', () => {
  const server = new WatchedServer(2);
  const room = server.open('a', 3);
  const [first, second] = server.counters;
  first!.countVisit(100, 50);
  first!.lateness.record(90_000);
  room.outlet.bytesSent = 1_000;
  room.header.droppedSteps = 4;
  const { sampler } = watch(server);
  first!.countVisit(7, 5);
  second!.countVisit(1, 5);
  for (const us of [50, 60, 900, 40_000]) first!.lateness.record(us);
  second!.lateness.record(1_000_000);
  room.outlet.bytesSent = 1_500;
  room.header.droppedSteps = 6;
  const told = sampler.take(3_000, own).second;
  expect(told).toMatchObject({
    clockMs: 2_000,
    ticks: 8,
    steals: 0,
    droppedSteps: 2,
    clients: 3,
    bytesOut: 500,
  });
  const { boundsMs, counts, p50Ms, maxMs } = told.lateness;
  expect(boundsMs).toEqual([0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200]);
  expect(counts).toEqual([2, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 1]);
  expect(p50Ms).toBeCloseTo(0.9, 1);
  expect(maxMs).toBe(1_000);
  const next = sampler.take(4_000, own).second;
  expect(next).toMatchObject({ ticks: 0, droppedSteps: 0, clients: 3, bytesOut: 0 });
  expect(next.lateness).toMatchObject({ p50Ms: 0, p99Ms: 0, maxMs: 0 });
});

test('a row per room, the busiest first, then by id', () => {
  const server = new WatchedServer(1);
  const [c, a, b] = [server.open('c'), server.open('a', 2), server.open('b')];
  const { tally, sampler } = watch(server);
  tally.add(b.index, 900, 250);
  a.header.heavyMs = 30;
  a.outlet.bytesSent = 77;
  const { total, rooms } = sampler.take(3_000, own).rooms;
  expect(total).toBe(3);
  expect(rooms.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  expect(rooms[0]).toMatchObject({ index: b.index, tickUs: 900, latenessP99Ms: 0.25, game: 'tag' });
  expect(rooms[1]).toMatchObject({
    clients: 2,
    heavyMs: 30,
    bytesOut: 77,
    pinned: false,
    steals: 0,
  });
  expect(rooms[2]).toMatchObject({ index: c.index, tickUs: 0, worker: 0 });
});

test('an index that is used again begins anew', () => {
  const server = new WatchedServer(1);
  const old = server.open('old');
  old.outlet.bytesSent = 1_000;
  old.header.droppedSteps = 10;
  const { sampler } = watch(server);
  server.close(old.index);
  const fresh = server.open('new');
  expect(fresh.index).toBe(old.index);
  fresh.outlet.bytesSent = 30;
  fresh.header.droppedSteps = 1;
  expect(sampler.take(3_000, own).second).toMatchObject({ bytesOut: 30, droppedSteps: 1 });
});

test('of many rooms the busiest are told', () => {
  const server = new WatchedServer(1, 500);
  const links = Array.from({ length: 450 }, (_, at) => server.open(`room-${at}`));
  const { tally, sampler } = watch(server);
  for (const [at, { index }] of links.entries()) tally.add(index, (at * 7) % 450, 0);
  const { total, rooms } = sampler.take(3_000, own).rooms;
  expect([total, rooms.length]).toEqual([450, rowsMax]);
  const busy = rooms.map(({ tickUs }) => tickUs);
  expect(busy).toEqual(Array.from({ length: rowsMax }, (_, at) => 449 - at));
});

test('a worker’s share of a core is between two notes of its own', () => {
  const server = new WatchedServer(2);
  const [first, second] = server.counters;
  first!.noteCpu(100, 1_500);
  second!.noteCpu(100, 1_500);
  const { sampler } = watch(server);
  first!.noteCpu(350, 2_500);
  const shares = (nowMs: number) =>
    sampler.take(nowMs, own).second.threads.map(({ name, cpu }) => [name, cpu]);
  expect(shares(3_000).slice(1)).toEqual([
    ['worker 0', 0.25],
    ['worker 1', 0],
  ]);
  // No news: as before, then, if it is inside no visit, asleep.
  expect(shares(4_000)[1]).toEqual(['worker 0', 0.25]);
  first!.visitingSinceMs = 2_600;
  expect(shares(6_000)[1]).toEqual(['worker 0', 0.25]);
  first!.visitingSinceMs = 0;
  expect(shares(6_000)[1]).toEqual(['worker 0', 0]);
});

test('collections are counted by thread', () => {
  const server = new WatchedServer(1);
  server.counters[0]!.countCollection(9);
  const { sampler } = watch(server);
  server.counters[0]!.countCollection(1.5);
  server.counters[0]!.countCollection(2);
  const [main, worker] = sampler.take(3_000, own).second.threads;
  expect(main!.name).toBe('main');
  expect(worker).toMatchObject({ gcs: 2, gcMs: 3.5 });
});
