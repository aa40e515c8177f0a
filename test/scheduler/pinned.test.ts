/** Rooms that only their home runs; one thread playing all parts, with a clock of its own. */
import { expect, test } from 'vitest';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { stealPatienceMs } from '../../src/scheduler/serving-order.ts';
import { realSeams, Step } from '../../src/scheduler/steps.ts';
import { checkConsistency } from '../model/consistency.ts';
import { createFixture, first, never, second, third } from './fixture.ts';

test('a due pinned room is for its home only, at however great a lateness', () => {
  const { scheduler, clock, views } = createFixture();
  const room = scheduler.open(100, second, true);
  clock.ms = 10_000;
  expect(scheduler.take(first)).toBe(-1);
  checkConsistency(views);
  expect(scheduler.take(second)).toBe(room);
  expect([scheduler.homeOf(room), scheduler.stealsOfRoom(room)]).toEqual([second, 0]);
  expect([scheduler.isPinned(room), scheduler.stealsOf(first)]).toEqual([true, 0]);
});

test('a worker without work moves it to its home, which it wakes, and sleeps on', () => {
  const { scheduler, clock, sleeps, roused } = createFixture();
  scheduler.open(130, second, true);
  for (const worker of [first, second]) expect(scheduler.take(worker)).toBe(-1);
  for (const worker of [first, second]) scheduler.park(worker);
  expect(sleeps.splice(0).map(({ timeoutMs }) => timeoutMs)).toEqual([30, 30 + realSeams.watchMs]);
  clock.ms = 130;
  expect(scheduler.take(first)).toBe(-1);
  expect(roused).toEqual([second]);
  scheduler.park(first);
  // Nothing else is due: no time to sleep until, although a room is in the home's queue.
  expect(sleeps).toEqual([{ index: first, timeoutMs: never }]);
});

test('main wakes its home for it, and nobody else', () => {
  const { scheduler, roused } = createFixture(8, 3);
  for (const worker of [first, second, third]) scheduler.park(worker);
  const room = scheduler.open(0, third, true);
  expect(roused).toEqual([third]);
  expect(scheduler.take(third)).toBe(room);
  scheduler.expedite(room);
  expect(roused).toEqual([third]);
});

test('while its home is busy nobody is woken for it, and nobody keeps asking', () => {
  const { scheduler, clock, sleeps, roused } = createFixture(8, 3);
  const busy = scheduler.open(0, first, true);
  const room = scheduler.open(110, first, true);
  expect(scheduler.take(first)).toBe(busy);
  scheduler.park(second);
  scheduler.park(third);
  clock.ms = 110;
  scheduler.expedite(room);
  expect(roused.filter((worker) => worker !== first)).toEqual([]);
  expect(scheduler.take(second)).toBe(-1);
  scheduler.park(second);
  expect(sleeps.at(-1)).toEqual({ index: second, timeoutMs: never });
  expect(scheduler.take(third)).toBe(-1);
  scheduler.release(first, busy, never);
  expect(scheduler.take(first)).toBe(room);
});

test('what others may take does not wait behind it', () => {
  const { scheduler } = createFixture();
  const pinned = [90, 91, 92].map((due) => scheduler.open(due, first, true));
  const free = scheduler.open(93, first);
  expect(scheduler.take(second)).toBe(free);
  expect([1, 2, 3].map(() => take(scheduler))).toEqual(pinned);
});

test('a worker serves its pinned rooms first, but for what is much older', () => {
  const { scheduler } = createFixture();
  const [old, newer] = [95, 97.1].map((due) => scheduler.open(due, first));
  const pinned = [97.2, 97.3, 99].map((due) => scheduler.open(due, first, true));
  const muchNewer = scheduler.open(99.5, first, true);
  const order = [1, 2, 3, 4, 5, 6].map(() => take(scheduler));
  expect(order).toEqual([old, ...pinned, newer, muchNewer]);
});

test('a pinned room does not wait for one that somebody else can run', () => {
  const { scheduler, roused } = createFixture();
  scheduler.park(second);
  const free = scheduler.open(99, first);
  roused.splice(0);
  const pinned = scheduler.open(99.5, first, true);
  expect(scheduler.take(first)).toBe(pinned);
  expect(scheduler.take(second)).toBe(free);
});

test('a busy worker steals past its pinned room only what is older by its patience', () => {
  for (const [headStartMs, isStolen] of [
    [stealPatienceMs, false],
    [stealPatienceMs + 0.1, true],
  ] as const) {
    const { scheduler } = createFixture();
    const own = scheduler.open(99, first, true);
    const other = scheduler.open(99 - headStartMs, second);
    expect([1, 2].map(() => take(scheduler))).toEqual(isStolen ? [other, own] : [own, other]);
  }
});

test('an index that is used again is pinned, or not, anew', () => {
  const { scheduler, views } = createFixture(1);
  const room = scheduler.open(0, second, true);
  expect(scheduler.take(first)).toBe(-1);
  scheduler.close(room);
  scheduler.free(room);
  expect(scheduler.open(0, second)).toBe(room);
  expect(scheduler.take(first)).toBe(room);
  expect([scheduler.homeOf(room), scheduler.isPinned(room)]).toEqual([first, false]);
  scheduler.release(first, room, never);
  checkConsistency(views);
});

test('closing takes it out of its queue', () => {
  const { scheduler, views } = createFixture();
  const room = scheduler.open(0, second, true);
  expect(scheduler.take(first)).toBe(-1);
  expect(scheduler.close(room)).toBe(true);
  expect(scheduler.take(second)).toBe(-1);
  expect(scheduler.isClosed(room)).toBe(true);
  checkConsistency(views);
});

test('its home dies: the room waits for the successor, and no other takes it', () => {
  const { scheduler, memory, seams, views } = createFixture();
  const ran = scheduler.open(0, first, true);
  const waiting = scheduler.open(50, first, true);
  const doomed = new Scheduler(memory, seams);
  expect(doomed.take(first)).toBe(ran);
  expect(scheduler.take(second)).toBe(-1);
  expect(scheduler.revoke(first)).toBe(ran);
  expect(scheduler.take(second)).toBe(-1);
  checkConsistency(views);
  expect(new Scheduler(memory, seams).take(first)).toBe(waiting);
});

test('a death under the lock, between queue and lease, costs it nothing', () => {
  const { scheduler, memory, seams, views } = createFixture();
  const room = scheduler.open(0, second, true);
  const doomed = new Scheduler(memory, {
    ...seams,
    step: (step) => {
      if (step === Step.CLAIM_WIN) throw new Error('died here');
    },
  });
  expect(() => doomed.take(first)).toThrow('died here');
  expect(scheduler.revoke(first)).toBe(-1);
  checkConsistency(views);
  expect(scheduler.take(second)).toBe(room);
});

/** The first worker's next room, given back for good. */
function take(scheduler: Scheduler): number {
  const room = scheduler.take(first);
  if (room !== -1) scheduler.release(first, room, never);
  return room;
}
