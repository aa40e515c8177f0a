/** Who sleeps, for how long, and whom a worker or main wakes; one thread playing all parts. */
import { describe, expect, test } from 'vitest';
import type { RoomIndex } from '../../src/base/integers.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { realSeams } from '../../src/scheduler/steps.ts';
import { createFixture, first, never, second, third } from './fixture.ts';

const { shareMs, watchMs } = realSeams;

test('one keeps the watch, one stands by, the others sleep without a time', () => {
  const { scheduler, sleeps } = createFixture(8, 3);
  scheduler.open(130, first);
  scheduler.take(first);
  scheduler.park(first);
  for (const worker of [second, third]) {
    scheduler.take(worker);
    scheduler.park(worker);
  }
  expect(sleeps).toEqual([
    { index: first, timeoutMs: 30 },
    { index: second, timeoutMs: 30 + watchMs },
    { index: third, timeoutMs: never },
  ]);
});

test('a keeper that gets work wakes one other to keep the watch: the home of the next', () => {
  const { scheduler, clock, roused } = createFixture(8, 3);
  const room = scheduler.open(110, first);
  scheduler.open(150, third);
  for (const worker of [first, second, third]) scheduler.take(worker);
  for (const worker of [first, second, third]) scheduler.park(worker);
  clock.ms = 110;
  expect(scheduler.take(first)).toBe(room);
  expect(roused).toEqual([third]);
});

describe('a keeper that gets work which is expected to be over soon', () => {
  /** Two rooms of the first worker's, whose last visits took `tookMs`; both workers sleep. */
  function startVisit({ tookMs, nextDueMs = 150 }: { tookMs: number; nextDueMs?: number }) {
    const fixture = createFixture();
    const { scheduler, clock, roused } = fixture;
    const rooms = [scheduler.open(100, first), scheduler.open(100, first)];
    for (const dueMs of [200, nextDueMs + 100]) {
      const room = scheduler.take(first);
      clock.ms += tookMs;
      scheduler.release(first, room as RoomIndex, dueMs);
    }
    expect(scheduler.take(first)).toBe(-1);
    for (const worker of [first, second]) scheduler.park(worker);
    roused.length = 0;
    clock.ms = 200;
    expect(scheduler.take(first)).toBe(rooms[0]);
    return fixture;
  }

  test('wakes nobody', () => {
    expect(startVisit({ tookMs: 0.1 }).roused).toEqual([]);
  });

  test('nor if the next room is due a little before that', () => {
    expect(startVisit({ tookMs: 0.1, nextDueMs: 100.05 }).roused).toEqual([]);
  });

  test('nor for another that is due already, if both are', () => {
    expect(startVisit({ tookMs: shareMs / 2, nextDueMs: 100 }).roused).toEqual([]);
  });

  test('wakes one if the next is due well before that', () => {
    expect(startVisit({ tookMs: 5, nextDueMs: 101 }).roused).toEqual([second]);
  });

  test('wakes one if both together take too long', () => {
    expect(startVisit({ tookMs: shareMs * 0.6, nextDueMs: 100 }).roused).toEqual([second]);
  });

  test('who stands by does what is due by then, should it last', () => {
    const { scheduler, clock, sleeps } = startVisit({ tookMs: 0.1, nextDueMs: 101 });
    expect(sleeps.at(-1)?.index).toBe(second);
    expect(sleeps.at(-1)?.timeoutMs).toBeCloseTo(200 - 100.2 + watchMs);
    clock.ms = 202;
    expect(scheduler.take(second)).toBe(1);
  });

  test('and what took long once is not trusted for a while', () => {
    const { scheduler, clock, roused } = startVisit({ tookMs: 0.1 });
    clock.ms = 240;
    scheduler.release(first, 0 as RoomIndex, 300);
    scheduler.take(first);
    scheduler.park(first);
    clock.ms = 300;
    scheduler.take(first);
    expect(roused).toEqual([second]);
  });
});

test('nobody is woken while one that was woken is still on its way', () => {
  const { scheduler, roused } = createFixture(8, 3);
  for (const worker of [first, second, third]) scheduler.park(worker);
  const rooms = [0, 1, 2].map(() => scheduler.open(never, second));
  for (const room of rooms) scheduler.expedite(room);
  expect(roused).toEqual([second]);
  expect(scheduler.wakesOf(second)).toBe(0);
  scheduler.take(second);
  expect(scheduler.wakesOf(second)).toBe(1);
  // It found more than it takes, and passes the wake-up on.
  expect(roused).toHaveLength(2);
});

test('park: work at hand, a request to turn, to stop', () => {
  const { scheduler, sleeps } = createFixture();
  expect(scheduler.control(first)).toBe(ParkResult.WORK);
  scheduler.requestTurn();
  expect(scheduler.park(first)).toBe(ParkResult.TURN);
  expect(scheduler.control(second)).toBe(ParkResult.TURN);
  scheduler.open(0);
  expect(scheduler.park(first)).toBe(ParkResult.WORK);
  expect(sleeps).toEqual([]);
  scheduler.requestStop();
  expect(scheduler.park(first)).toBe(ParkResult.STOP);
  expect(scheduler.control(first)).toBe(ParkResult.STOP);
});

test('requests wake every sleeper', () => {
  const { scheduler, roused } = createFixture(8, 3);
  for (const worker of [first, third]) scheduler.park(worker);
  scheduler.requestTurn();
  expect(roused).toEqual([first, third]);
});

test('a worker that goes to turn its event loop leaves the watch to another', () => {
  const { scheduler, roused } = createFixture();
  const room = scheduler.open(0, first);
  scheduler.take(first);
  scheduler.park(second);
  scheduler.release(first, room, 130);
  expect(scheduler.take(first)).toBe(-1);
  expect(roused).toEqual([]);
  scheduler.handOver(first);
  expect(roused).toEqual([second]);
});
