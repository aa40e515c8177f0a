/** Who sleeps, for how long, and whom a worker or main wakes; one thread playing all parts. */
import { expect, test } from 'vitest';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { createFixture, first, never, second, third } from './fixture.ts';

test('one parked worker keeps the watch, the other sleeps without a time', () => {
  const { scheduler, sleeps } = createFixture();
  scheduler.open(130, first);
  scheduler.take(first);
  scheduler.park(first);
  scheduler.take(second);
  scheduler.park(second);
  expect(sleeps).toEqual([
    { index: first, timeoutMs: 30 },
    { index: second, timeoutMs: never },
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
