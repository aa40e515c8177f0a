/** Mail on one thread: who is visited, and when main may sleep. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { Mail } from '../../src/channel/mail.ts';

const roomsMax = 100;

test('each room that posted is visited once, lowest first, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(roomsMax - 1), { maxLength: 200, size: 'max' }), (rooms) => {
      const mail = newMail();
      for (const room of rooms) mail.post(room);
      expect(drained(mail)).toEqual([...new Set(rooms)].sort((left, right) => left - right));
      expect(drained(mail)).toEqual([]);
    }),
  );
});

test('main may sleep only when nothing has come since its drain began', async () => {
  const mail = newMail();
  mail.post(31);
  expect(mail.wait()).toBeUndefined();
  expect(drained(mail)).toEqual([31]);
  const wait = mail.wait();
  expect(wait).toBeInstanceOf(Promise);
  mail.post(99);
  await wait;
  expect(drained(mail)).toEqual([99]);
});

test('a room that posts while main drains is visited now or at the next drain', () => {
  const mail = newMail();
  mail.post(40);
  const visits: number[] = [];
  mail.drain((room) => {
    visits.push(room);
    if (visits.length > 1) return;
    mail.post(3);
    mail.post(40);
    mail.post(99);
  });
  expect(mail.wait()).toBeUndefined();
  mail.drain((room) => visits.push(room));
  expect(visits).toEqual([40, 99, 3, 40]);
});

test('while main polls, mail does not ask to wake it, and none is lost as it stops', async () => {
  const mail = newMail();
  mail.post(7);
  const visits: number[] = [];
  const visit = (room: number) => visits.push(room);
  expect(mail.drain(visit, true)).toBe(1);
  mail.post(8);
  mail.post(9);
  expect(mail.drain(visit, true)).toBe(2);
  // The last drain of the polling: what came before it is in it, what comes during it wakes.
  mail.post(10);
  const last = mail.drain((room) => {
    visits.push(room);
    mail.post(3);
  });
  expect(last).toBe(1);
  expect(mail.wait()).toBeUndefined();
  expect(drained(mail)).toEqual([3]);
  const wait = mail.wait();
  mail.post(11);
  await wait;
  expect(visits).toEqual([7, 8, 9, 10]);
  expect(drained(mail)).toEqual([11]);
});

test('wake ends a wait without a visit', async () => {
  const mail = newMail();
  const wait = mail.wait();
  mail.wake();
  await wait;
  expect(drained(mail)).toEqual([]);
});

test('a room beyond the bitmap is an InvariantError', () => {
  expect(() => newMail().post(128)).toThrow(InvariantError);
});

function newMail(): Mail {
  return new Mail(new SharedArrayBuffer(Mail.bytes(roomsMax)));
}

function drained(mail: Mail): number[] {
  const rooms: number[] = [];
  mail.drain((room) => rooms.push(room));
  return rooms;
}
