/** The scheduler's methods, one thread playing all parts, on a clock of its own. */
import { expect, test } from 'vitest';
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import { ParkResult, stealPatienceMs } from '../../src/scheduler/dispatcher.ts';
import { attachViews, createMemory } from '../../src/scheduler/layout.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { realSeams, type SchedulerSeams, Step } from '../../src/scheduler/steps.ts';
import { checkConsistency } from '../model/consistency.ts';

const first = 0 as WorkerIndex;
const second = 1 as WorkerIndex;
const third = 2 as WorkerIndex;
const never = Number.POSITIVE_INFINITY;

/** Records what would have been a sleep or a wake-up instead of doing it. */
function fixture(roomsMax = 8, workers = 2) {
  const sleeps: { index: number; timeoutMs: number }[] = [];
  const roused: number[] = [];
  const clock = { ms: 100 };
  const memory = createMemory({ roomsMax, workers });
  const views = attachViews(memory);
  const seams: SchedulerSeams = {
    ...realSeams,
    now: () => clock.ms,
    wait: (_words, index, _value, timeoutMs) => {
      sleeps.push({ index: index - views.parkOffset, timeoutMs });
    },
    notify: (_words, index) => {
      if (index >= views.parkOffset && index < views.parkOffset + workers) {
        roused.push(index - views.parkOffset);
      }
    },
  };
  return { scheduler: new Scheduler(memory, seams), memory, views, seams, clock, sleeps, roused };
}

test('a room runs when it is due and not before, and again at its next due time', () => {
  const { scheduler, clock } = fixture();
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
  const { scheduler } = fixture(8, 3);
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
  const { scheduler } = fixture();
  scheduler.open(99, first);
  const starved = scheduler.open(99 - stealPatienceMs - 0.1, second);
  expect(scheduler.take(first)).toBe(starved);
});

test('without stealing a room runs on its home only, and its home is woken for it', () => {
  const { scheduler, clock, roused } = fixture();
  scheduler.setStealing(false);
  const room = scheduler.open(110, second);
  expect(scheduler.park(second)).toBe(ParkResult.WORK);
  clock.ms = 110;
  expect(scheduler.take(first)).toBe(-1);
  expect(roused).toEqual([second]);
  expect(scheduler.take(second)).toBe(room);
});

test('expedite: at once, once, without a change of the due time', () => {
  const { scheduler } = fixture();
  const room = scheduler.open(never, first);
  scheduler.expedite(room);
  scheduler.expedite(room);
  expect(scheduler.take(first)).toBe(room);
  expect(scheduler.dueOf(room)).toBe(never);
  scheduler.release(first, room, 500);
  expect(scheduler.take(first)).toBe(-1);
});

test('expedite during a visit: due again at once after it', () => {
  const { scheduler } = fixture();
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
  const { scheduler, views } = fixture();
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
  const { scheduler, views } = fixture();
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

test('an index closed while queued and opened anew is a new room with a due time of its own', () => {
  const { scheduler, views } = fixture(2);
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
  const { scheduler } = fixture(1);
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
  const { scheduler, clock } = fixture(200);
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

test('one parked worker keeps the watch, the other sleeps without a time', () => {
  const { scheduler, sleeps } = fixture();
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
  const { scheduler, clock, roused } = fixture(8, 3);
  const room = scheduler.open(110, first);
  scheduler.open(150, third);
  for (const worker of [first, second, third]) scheduler.take(worker);
  for (const worker of [first, second, third]) scheduler.park(worker);
  clock.ms = 110;
  expect(scheduler.take(first)).toBe(room);
  expect(roused).toEqual([third]);
});

test('nobody is woken while one that was woken is still on its way', () => {
  const { scheduler, roused } = fixture(8, 3);
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
  const { scheduler, sleeps } = fixture();
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
  const { scheduler, roused } = fixture(8, 3);
  for (const worker of [first, third]) scheduler.park(worker);
  scheduler.requestTurn();
  expect(roused).toEqual([first, third]);
});

test('a worker that goes to turn its event loop leaves the watch to another', () => {
  const { scheduler, roused } = fixture();
  const room = scheduler.open(0, first);
  scheduler.take(first);
  scheduler.park(second);
  scheduler.release(first, room, 130);
  expect(scheduler.take(first)).toBe(-1);
  expect(roused).toEqual([]);
  scheduler.handOver(first);
  expect(roused).toEqual([second]);
});

test('revoke: the room that the dead worker ran is closed, and nothing else', () => {
  const { scheduler, views } = fixture();
  const [lost, kept] = [scheduler.open(0, first), scheduler.open(0, second)] as const;
  expect(scheduler.take(first)).toBe(lost);
  expect(scheduler.take(second)).toBe(kept);
  expect(scheduler.revoke(first)).toBe(lost);
  expect(scheduler.isClosed(lost)).toBe(true);
  expect(scheduler.revoke(first)).toBe(-1);
  expect(scheduler.release(second, kept, never)).toBe(true);
  checkConsistency(views);
});

test("a dead worker's late release fails, even when its successor runs the same index", () => {
  const { scheduler, memory, seams } = fixture(1);
  const zombie = new Scheduler(memory, seams);
  const room = scheduler.open(0, first);
  expect(zombie.take(first)).toBe(room);
  scheduler.revoke(first);
  expect(zombie.release(first, room, 7)).toBe(false);
  scheduler.free(room);
  expect(scheduler.open(0, first)).toBe(room);
  const successor = new Scheduler(memory, seams);
  const again = new Scheduler(memory, seams);
  expect(successor.take(first)).toBe(room);
  expect(again.release(first, room, 7)).toBe(false);
  expect(zombie.release(first, room, 7)).toBe(false);
  expect(scheduler.dueOf(room)).toBe(0);
  expect(successor.release(first, room, 8)).toBe(true);
});

test('a death under the lock: main takes it over and rebuilds what was half done', () => {
  const { scheduler, memory, seams, views } = fixture(6);
  const rooms = [0, 1, 2, 300].map((due) => scheduler.open(due, first));
  const doomed = new Scheduler(memory, {
    ...seams,
    step: (step) => {
      if (step === Step.MOVE_PUSH) throw new Error('died here');
    },
  });
  expect(() => doomed.take(first)).toThrow('died here');
  scheduler.expedite(rooms[3]!);
  expect(scheduler.revoke(first)).toBe(-1);
  checkConsistency(views);
  const order: RoomIndex[] = [];
  for (let room = scheduler.take(second); room !== -1; room = scheduler.take(second)) {
    order.push(room);
    scheduler.release(second, room, never);
  }
  expect(order).toEqual(rooms);
});

test('due times are numbers', () => {
  const { scheduler } = fixture();
  expect(() => scheduler.open(Number.NaN)).toThrow('a due time must be a number');
  const room = scheduler.open(0, first);
  scheduler.take(first);
  expect(() => scheduler.release(first, room, Number.NaN)).toThrow('a due time must be a number');
});

test("memory that is not a scheduler's is refused", () => {
  expect(() => new Scheduler(new SharedArrayBuffer(4_096))).toThrow('not scheduler memory');
});
