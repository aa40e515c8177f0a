/** What a worker's death takes with it, and what its ghost can do; one thread playing all parts. */
import { expect, test } from 'vitest';
import type { RoomIndex } from '../../src/base/integers.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { Step } from '../../src/scheduler/steps.ts';
import { checkConsistency } from '../model/consistency.ts';
import { createFixture, first, never, second } from './fixture.ts';

test('revoke: the room that the dead worker ran is closed, and nothing else', () => {
  const { scheduler, views } = createFixture();
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
  const { scheduler, memory, seams } = createFixture(1);
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
  const { scheduler, memory, seams, views } = createFixture(6);
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
