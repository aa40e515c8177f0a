/** The outbox's loop with real mail. */
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, type MockInstance, test, vi } from 'vitest';
import type { RoomIndex } from '../../../src/base/integers.ts';
import { Mail } from '../../../src/channel/mail.ts';
import { Outbox } from '../../../src/main-thread/sockets/outbox.ts';
import { until } from './loopback.ts';

const index = (value: number) => value as RoomIndex;
const outboxes: Outbox[] = [];

function makeOutbox() {
  const mail = new Mail(new SharedArrayBuffer(Mail.bytes(64)));
  const outbox = new Outbox(mail);
  outboxes.push(outbox);
  const reads: number[] = [];
  const broken: unknown[] = [];
  const attach = (room: number, read: () => void = () => {}) =>
    outbox.attach(index(room), {
      read: () => {
        reads.push(room);
        read();
      },
      broken: (error) => broken.push(error),
    });
  return { mail, outbox, reads, broken, attach };
}

afterEach(() => Promise.all(outboxes.splice(0).map((outbox) => outbox.stop())));

test('mail that comes while it waits is read', async () => {
  const { mail, outbox, reads, attach } = makeOutbox();
  attach(3);
  attach(40);
  outbox.start();
  await new Promise((resolve) => setTimeout(resolve, 5));
  mail.post(40);
  await until(() => reads.length === 1);
  mail.post(3);
  mail.post(40);
  await until(() => reads.length >= 3);
  expect(reads).toEqual([40, 3, 40]);
});

test('a room that always has mail leaves timers and sockets their turn', async () => {
  const { mail, outbox, attach } = makeOutbox();
  attach(0, () => mail.post(0));
  outbox.start();
  mail.post(0);
  await new Promise((resolve) => setTimeout(resolve, 10));
});

/** Posts until the outbox has stopped to wait for mail. */
async function keepBusy(mail: Mail, waits: MockInstance, reads: readonly number[]): Promise<void> {
  const endMs = performance.now() + 5_000;
  for (let since = 0, last = 0; since < 20; since++) {
    const sent = reads.length;
    mail.post(0);
    while (reads.length === sent) await setImmediate();
    if (waits.mock.calls.length > last) since = 0;
    last = waits.mock.calls.length;
    if (performance.now() > endMs) throw new Error('it goes on waiting');
  }
}

test('mail in quick succession is looked for, what comes later is waited for', async () => {
  const { mail, outbox, reads, attach } = makeOutbox();
  const waits = vi.spyOn(mail, 'wait');
  attach(0);
  attach(1);
  outbox.start();
  await keepBusy(mail, waits, reads);
  // Nothing comes for a while.
  waits.mockClear();
  await until(() => waits.mock.calls.length > 0);
  mail.post(1);
  await until(() => reads.at(-1) === 1);
});

test('ends also while it polls', async () => {
  const { mail, outbox, reads, attach } = makeOutbox();
  attach(0);
  outbox.start();
  await keepBusy(mail, vi.spyOn(mail, 'wait'), reads);
  await outbox.stop();
});

test('a room whose reading throws breaks alone', async () => {
  const { mail, outbox, reads, broken, attach } = makeOutbox();
  attach(0, () => {
    throw new Error('corrupt');
  });
  attach(1);
  outbox.start();
  mail.post(0);
  mail.post(1);
  await until(() => reads.includes(1));
  expect(broken).toEqual([new Error('corrupt')]);
});

test('mail of a room that is no more is nobody’s', async () => {
  const { mail, outbox, reads, attach } = makeOutbox();
  attach(0);
  attach(1);
  outbox.detach(index(0));
  outbox.start();
  mail.post(0);
  mail.post(1);
  await until(() => reads.length > 0);
  expect(reads).toEqual([1]);
});
