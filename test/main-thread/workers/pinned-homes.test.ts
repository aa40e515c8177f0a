/** Which worker a new pinned room goes to, from what workers and rooms have counted. */
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { monotonicMs } from '../../../src/base/clock.ts';
import type { RoomIndex, WorkerIndex } from '../../../src/base/integers.ts';
import { WorkerStats } from '../../../src/channel/worker-stats.ts';
import { defineGame } from '../../../src/game/define-game.ts';
import { type HostedRoom, PinnedHomes } from '../../../src/main-thread/workers/pinned-homes.ts';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import { Scheduler } from '../../../src/scheduler/scheduler.ts';

const State = schema({ n: t.uint8() }, 'Homed');
const capacity = { clients: 1 };
const pinned = defineGame({ state: State, capacity, tickRate: 50, placement: 'pinned' });
const free = defineGame({ state: State, capacity, tickRate: 50 });

function makeHomes(workers: number) {
  const scheduler = Scheduler.create({ roomsMax: 64, workers });
  const rooms = new Map<RoomIndex, HostedRoom>();
  const stats = Array.from(
    { length: workers },
    () => new WorkerStats(new SharedArrayBuffer(WorkerStats.bytes)),
  );
  const homes = new PinnedHomes(rooms, scheduler, stats);
  /** A room whose visits take `visitMs` of its 20, or that has not stepped yet. */
  const open = (home: number, visitMs?: number, definition = pinned): RoomIndex => {
    const index = scheduler.open(Number.POSITIVE_INFINITY, home as WorkerIndex, true);
    const { header } = RoomMemory.create(definition.plan, 0);
    if (visitMs !== undefined) header.stepTime.record(visitMs * 1_000);
    rooms.set(index, { game: { name: 'game', definition }, link: { index, header } });
    return index;
  };
  return { homes, open, rooms, stats };
}

test('rooms that nobody has measured yet are dealt out evenly', () => {
  const { homes, open } = makeHomes(3);
  const dealt = Array.from({ length: 9 }, () => {
    const home = homes.choose();
    open(home);
    return home;
  });
  expect(dealt.sort()).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
});

test('a heavy pinned room weighs as much as it takes, not as much as one', () => {
  const { homes, open, rooms } = makeHomes(2);
  const heavy = open(0, 10);
  for (let light = 0; light < 6; light++) {
    expect(homes.choose()).toBe(1);
    open(1, 1);
  }
  rooms.delete(heavy);
  expect(homes.choose()).toBe(0);
});

test('rooms that may move do not count; among equals the less busy worker is taken', () => {
  const { homes, open, stats } = makeHomes(2);
  open(0, 15, free);
  open(0, 15, free);
  stats[1]?.countVisit(1, 300);
  expect(homes.choose()).toBe(0);
  stats[0]?.countVisit(1, 500);
  expect(homes.choose()).toBe(1);
  // What it was busy with matters less than a pinned room, which will stay.
  open(1, 4);
  expect(homes.choose()).toBe(0);
});

test('a worker inside a very long tick is taken only when all are', () => {
  const { homes, open, stats } = makeHomes(2);
  open(1, 15);
  for (const worker of stats) worker.visitingSinceMs = monotonicMs() - 10;
  expect(homes.choose()).toBe(0);
  (stats[0] as WorkerStats).visitingSinceMs = monotonicMs() - 1_000;
  expect(homes.choose()).toBe(1);
  (stats[1] as WorkerStats).visitingSinceMs = monotonicMs() - 1_000;
  expect(homes.choose()).toBe(0);
});
