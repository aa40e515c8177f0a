/** Seats: which slot, when again, and that no other transition is possible. */
import { expect, test } from 'vitest';
import { InvariantError } from '../../../src/base/errors.ts';
import type { Slot } from '../../../src/base/integers.ts';
import { SeatState, Seats } from '../../../src/main-thread/room/seats.ts';

const slot = (value: number) => value as Slot;

test('the lowest free slot is taken first, so that patches carry few acks', async () => {
  const seats = new Seats(3);
  expect([await seats.take(), await seats.take()]).toEqual([0, 1]);
  seats.free(slot(0));
  expect([await seats.take(), await seats.take()]).toEqual([0, 2]);
});

test('a slot whose holder leaves is not used again before LEFT', async () => {
  const seats = new Seats(1);
  const first = await seats.take();
  seats.seated(first);
  seats.leaving(first);
  let taken: Slot | undefined;
  const waiting = seats.take().then((next) => {
    taken = next;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toBeUndefined();
  seats.free(first);
  await waiting;
  expect(taken).toBe(first);
  expect(seats.stateOf(first)).toBe(SeatState.JOINING);
});

test('those who wait for a slot get one in the order they came', async () => {
  const seats = new Seats(1);
  const first = await seats.take();
  const order: string[] = [];
  const waiting = ['a', 'b'].map((name) => seats.take().then(() => order.push(name)));
  seats.free(first);
  seats.free(first);
  await Promise.all(waiting);
  expect(order).toEqual(['a', 'b']);
});

test('a transition that the picture does not have is our bug', async () => {
  const seats = new Seats(1);
  expect(() => seats.free(slot(0))).toThrow(InvariantError);
  const taken = await seats.take();
  expect(() => seats.leaving(taken)).toThrow(InvariantError);
});
