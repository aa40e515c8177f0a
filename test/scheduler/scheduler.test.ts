/** The scheduler's methods, one thread playing all parts, on a clock of its own. */
import { expect, test } from 'vitest';
import type { RoomIndex } from '../../src/base/integers.ts';
import { ParkResult } from '../../src/scheduler/dispatcher.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { stealPatienceMs } from '../../src/scheduler/serving-order.ts';
import { checkConsistency } from '../model/consistency.ts';
import { createFixture, first, never, second, third } from './fixture.ts';

test('a room runs when it is due and not before, and again at its next due time', () => {
  const { scheduler, clock } = createFixture();
  const room = scheduler.open(110, first);
  expect(scheduler.take(first)).toBe(-1);
  clock.ms = 110;
  expect(scheduler.take(first)).toBe(room);
  expect(scheduler.dueOf(room)).toBe(110);
  expect(scheduler.take(second)).toBe(-1);
  expect(scheduler.release(first, room, 120)).toBe(true);
  expect(scheduler.take(first)).toBe(-1);
  clock.ms = 125;
  expect(scheduler.take(first)).toBe(room);
  expect(scheduler.dueOf(room)).toBe(120);
  expect(scheduler.takesOf(first)).toBe(2);
});

test("one's own rooms come first, then the oldest of the others, which then are one's own", () => {
  const { scheduler } = createFixture(8, 3);
  const old = scheduler.open(98.5, third);
  const older = scheduler.open(98.2, second);
  const own = scheduler.open(99, first);
  expect(scheduler.take(first)).toBe(own);
  expect(scheduler.take(first)).toBe(older);
  expect(scheduler.homeOf(older)).toBe(first);
  expect(scheduler.stealsOfRoom(older)).toBe(1);
  expect(scheduler.take(first)).toBe(old);
  expect(scheduler.stealsOf(first)).toBe(2);
  expect(scheduler.takesOf(first)).toBe(3);
});

test('patience with the others ends: a busy worker steals what has waited much longer', () => {
  const { scheduler } = createFixture();
  scheduler.open(99, first);
  const starved = scheduler.open(99 - stealPatienceMs - 0.1, second);
  expect(scheduler.take(first)).toBe(starved);
});

test('without stealing a room runs on its home only, and its home is woken for it', () => {
  const { scheduler, clock, roused } = createFixture();
  scheduler.setStealing(false);
  const room = scheduler.open(110, second);
  expect(scheduler.park(second)).toBe(ParkResult.WORK);
  clock.ms = 110;
  expect(scheduler.take(first)).toBe(-1);
  expect(roused).toEqual([second]);
  expect(scheduler.take(second)).toBe(room);
});

test('a worker knows whom it stole its room from, and main how many rooms wait for whom', () => {
  const { scheduler } = createFixture();
  const own = scheduler.open(99, first);
  const others = scheduler.open(99, second);
  scheduler.open(99, second, true);
  expect(scheduler.take(first)).toBe(own);
  expect(scheduler.takenFrom).toBe(-1);
  expect([scheduler.queuedOf(first), scheduler.queuedOf(second)]).toEqual([0, 2]);
  expect(scheduler.take(first)).toBe(others);
  expect(scheduler.takenFrom).toBe(second);
  expect(scheduler.queuedOf(second)).toBe(1);
  scheduler.release(first, own, 99);
  expect(scheduler.take(first)).toBe(own);
  expect(scheduler.takenFrom).toBe(-1);
});

test('stealing can be switched at any time: sleepers are woken, queued rooms are found', () => {
  const { scheduler, roused } = createFixture();
  scheduler.park(second);
  const rooms = [scheduler.open(99, first), scheduler.open(99, first)];
  scheduler.take(first);
  roused.length = 0;
  scheduler.take(second);
  scheduler.release(second, rooms[1]!, 99);
  expect(scheduler.homeOf(rooms[1]!)).toBe(second);
  // Queued at the second worker, which sleeps: now it alone may run it.
  scheduler.park(second);
  scheduler.setStealing(false);
  expect(scheduler.isStealing).toBe(false);
  expect(scheduler.take(first)).toBe(-1);
  expect(scheduler.take(second)).toBe(rooms[1]);
  scheduler.release(first, rooms[0]!, 99);
  expect(scheduler.take(second)).toBe(-1);
  expect(scheduler.park(second)).toBe(ParkResult.WORK);
  scheduler.setStealing(true);
  expect(roused.at(-1)).toBe(second);
  expect(scheduler.take(second)).toBe(rooms[0]);
  expect(scheduler.takenFrom).toBe(first);
});

test('expedite: at once, once, without a change of the due time', () => {
  const { scheduler } = createFixture();
  const room = scheduler.open(never, first);
  scheduler.expedite(room);
  scheduler.expedite(room);
  expect(scheduler.take(first)).toBe(room);
  expect(scheduler.dueOf(room)).toBe(never);
  scheduler.release(first, room, 500);
  expect(scheduler.take(first)).toBe(-1);
});

test('expedite during a visit: due again at once after it', () => {
  const { scheduler } = createFixture();
  const room = scheduler.open(0, first);
  scheduler.take(first);
  scheduler.expedite(room);
  scheduler.release(first, room, 500);
  expect(scheduler.take(first)).toBe(room);
  expect(scheduler.dueOf(room)).toBe(500);
  scheduler.release(first, room, 500);
  expect(scheduler.take(first)).toBe(-1);
});

test.each([
  ['idle', 500, false],
  ['due but not queued', 0, false],
  ['queued', 0, true],
])('close: a room that is %s is closed at once', (_state, due, isQueued) => {
  const { scheduler, views } = createFixture();
  const busy = scheduler.open(0, first);
  const room = scheduler.open(due, first);
  if (isQueued) expect(scheduler.take(first)).toBe(busy);
  expect(scheduler.close(room)).toBe(true);
  expect(scheduler.isClosed(room)).toBe(true);
  scheduler.free(room);
  if (!isQueued) expect(scheduler.take(first)).toBe(busy);
  expect(scheduler.take(first)).toBe(-1);
  checkConsistency(views);
});

test('close: a running room is closed by its release', () => {
  const { scheduler, views } = createFixture();
  const room = scheduler.open(0, first);
  scheduler.take(first);
  expect(scheduler.close(room)).toBe(false);
  expect(scheduler.isClosed(room)).toBe(false);
  expect(() => scheduler.free(room)).toThrow('only a closed room can be freed');
  scheduler.release(first, room, 0);
  expect(scheduler.isClosed(room)).toBe(true);
  expect(scheduler.take(first)).toBe(-1);
  checkConsistency(views);
});

test('an index closed while queued and opened anew is a new room, due at its own time', () => {
  const { scheduler, views } = createFixture(2);
  scheduler.open(0, first);
  const room = scheduler.open(0, first);
  scheduler.take(first);
  const epoch = scheduler.epochOf(room);
  scheduler.close(room);
  scheduler.free(room);
  expect(scheduler.open(never, second)).toBe(room);
  expect(scheduler.epochOf(room)).toBe(epoch + 1);
  expect(scheduler.take(first)).toBe(-1);
  expect(scheduler.take(second)).toBe(-1);
  checkConsistency(views);
});

test('too many rooms: the error names the option', () => {
  const { scheduler } = createFixture(1);
  scheduler.open(never);
  expect(() => scheduler.open(never)).toThrow(/raise roomsMax/);
});

test.each([
  [{ roomsMax: 0, workers: 1 }, /roomsMax must be 1 … 65536, not 0/],
  [{ roomsMax: 65_537, workers: 1 }, /roomsMax must be/],
  [{ roomsMax: 1, workers: 0 }, /workers must be 1 … 128, not 0/],
  [{ roomsMax: 1, workers: 1.5 }, /workers must be/],
])('a size of %o is refused', (size, text) => {
  expect(() => Scheduler.create(size)).toThrow(text);
});

test('more rooms due at once than one hold of the lock moves: all run, the oldest first', () => {
  const { scheduler, clock } = createFixture(200);
  for (let i = 0; i < 200; i++) scheduler.open(150 + ((i * 37) % 49), first);
  for (let i = 0; i < 4; i++) scheduler.take(first);
  clock.ms = 200;
  let last = 0;
  for (let i = 0; i < 200; i++) {
    const room = scheduler.take(first) as RoomIndex;
    expect(scheduler.dueOf(room)).toBeGreaterThanOrEqual(last);
    last = scheduler.dueOf(room);
    scheduler.release(first, room, never);
  }
  expect(scheduler.take(first)).toBe(-1);
});

test('due times are numbers', () => {
  const { scheduler } = createFixture();
  expect(() => scheduler.open(Number.NaN)).toThrow('a due time must be a number');
  const room = scheduler.open(0, first);
  scheduler.take(first);
  expect(() => scheduler.release(first, room, Number.NaN)).toThrow('a due time must be a number');
});

test("memory that is not a scheduler's is refused", () => {
  expect(() => new Scheduler(new SharedArrayBuffer(4_096))).toThrow('not scheduler memory');
});
