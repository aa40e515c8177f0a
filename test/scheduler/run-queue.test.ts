/** The run queues: order, removal from anywhere, whose head is the oldest. */
import { expect, test } from 'vitest';
import { heapSet } from '../../src/scheduler/due-heap.ts';
import { attachViews, createMemory, nobody } from '../../src/scheduler/layout.ts';
import {
  oldestOther,
  placeInQueue,
  queueOfPlace,
  queuePop,
  queuePush,
  queueRemove,
} from '../../src/scheduler/run-queue.ts';

test('first in, first out, per worker', () => {
  const views = attachViews(createMemory({ roomsMax: 8, workers: 2 }));
  for (const room of [3, 1, 2]) queuePush(views, 0, room, room);
  queuePush(views, 1, 7, 0);
  expect([0, 0, 0, 0].map(() => queuePop(views, 0))).toEqual([3, 1, 2, nobody]);
  expect(queuePop(views, 1)).toBe(7);
});

test.each([0, 1, 2])('a room is taken out at place %i and the others keep their order', (at) => {
  const views = attachViews(createMemory({ roomsMax: 4, workers: 1 }));
  const rooms = [2, 0, 3];
  for (const room of rooms) queuePush(views, 0, room, 0);
  const [removed] = rooms.splice(at, 1);
  queueRemove(views, 0, removed!);
  queuePush(views, 0, removed!, 0);
  expect([0, 0, 0, 0].map(() => queuePop(views, 0))).toEqual([...rooms, removed, nobody]);
});

test('the oldest head of the others, never of oneself', () => {
  const views = attachViews(createMemory({ roomsMax: 8, workers: 4 }));
  expect(oldestOther(views, 0)).toBe(nobody);
  queuePush(views, 0, 0, 1);
  expect(oldestOther(views, 0)).toBe(nobody);
  queuePush(views, 1, 1, 30);
  queuePush(views, 3, 2, 20);
  queuePush(views, 3, 3, 5);
  expect(oldestOther(views, 0)).toBe(3);
  expect(oldestOther(views, 3)).toBe(0);
});

test('a room is in one place only', () => {
  const views = attachViews(createMemory({ roomsMax: 4, workers: 2 }));
  heapSet(views, 0, 1);
  expect(() => queuePush(views, 1, 0, 1)).toThrow('one place only');
  queuePush(views, 1, 2, 1);
  expect(() => queueRemove(views, 0, 2)).toThrow('not in this queue');
  expect(() => heapSet(views, 2, 1)).toThrow('cannot enter the due heap');
});

test('places name heap positions, queues and nowhere apart', () => {
  expect([0, 1, 127].map((worker) => queueOfPlace(placeInQueue(worker)))).toEqual([0, 1, 127]);
  expect(queueOfPlace(nobody)).toBeLessThan(0);
  expect(queueOfPlace(0)).toBeLessThan(0);
});
