/** The inbox over a ring so small that it is often full: order, and what is refused. */
import { afterEach, expect, test } from 'vitest';
import { ByteRing } from '../../../src/channel/byte-ring.ts';
import { ToRoom } from '../../../src/channel/records.ts';
import { Inbox } from '../../../src/main-thread/sockets/inbox.ts';
import { until } from './loopback.ts';

const inboxes: Inbox[] = [];

function makeInbox(ringBytes = 256) {
  const memory = new SharedArrayBuffer(ByteRing.bytes(ringBytes));
  const ring = new ByteRing(memory, 0, ringBytes);
  const visits = { count: 0 };
  const inbox = new Inbox(ring, {
    expedite: () => {
      visits.count++;
    },
  });
  inboxes.push(inbox);
  /** What the worker would read now. */
  const read = (recordsMax = Number.POSITIVE_INFINITY) => {
    const found: [kind: number, slot: number, a: number, body: string][] = [];
    while (found.length < recordsMax && ring.next()) {
      const { kind, slot, a, bodyOffset, bodyBytes } = ring;
      const body = Buffer.from(ring.bytes.slice(bodyOffset, bodyOffset + bodyBytes)).toString();
      found.push([kind, slot, a, body]);
      ring.release();
    }
    return found;
  };
  return { inbox, read, visits };
}

afterEach(() => {
  for (const inbox of inboxes.splice(0)) inbox.close();
});

test('control records and messages are seen between ticks, inputs wait for one', () => {
  const { inbox, read, visits } = makeInbox();
  inbox.control(ToRoom.JOIN, 3, 0, Buffer.from('{}'));
  expect(visits.count).toBe(1);
  expect(inbox.input(3, Buffer.from('input'))).toBe(true);
  expect(visits.count).toBe(1);
  expect(inbox.message(3, Buffer.from('message'))).toBe(true);
  expect(visits.count).toBe(2);
  inbox.control(ToRoom.LEAVE, 3, 4_000);
  expect(read()).toEqual([
    [ToRoom.JOIN, 3, 0, '{}'],
    [ToRoom.INPUT, 3, 0, 'input'],
    [ToRoom.MESSAGE, 3, 0, 'message'],
    [ToRoom.LEAVE, 3, 4_000, ''],
  ]);
});

test('a full ring loses no control record and keeps their order', () => {
  const { inbox, read } = makeInbox();
  for (let slot = 0; slot < 100; slot++) inbox.control(ToRoom.JOIN, slot, slot * 2);
  expect(inbox.waiting).toBeGreaterThan(50);
  const seen = [];
  for (let turn = 0; turn < 100 && seen.length < 100; turn++) {
    seen.push(...read(3));
    inbox.flush();
  }
  expect(seen).toEqual(Array.from({ length: 100 }, (_, slot) => [ToRoom.JOIN, slot, slot * 2, '']));
  expect(inbox.waiting).toBe(0);
});

test('a client frame is refused while the ring is full, and while control records wait', () => {
  const { inbox, read } = makeInbox();
  for (let slot = 0; inbox.input(slot, Buffer.alloc(0)); slot++);
  expect(inbox.message(99, Buffer.alloc(0))).toBe(false);
  inbox.control(ToRoom.LEAVE, 0, 4_002);
  inbox.control(ToRoom.JOIN, 1, 0, Buffer.alloc(100));
  expect(inbox.waiting).toBe(2);
  read(2);
  // LEAVE fits now, JOIN does not: a frame that would fit must not overtake it.
  expect(inbox.input(1, Buffer.alloc(0))).toBe(false);
  expect(inbox.waiting).toBe(1);
  read();
  expect(inbox.input(1, Buffer.from('after'))).toBe(true);
  expect(read()).toEqual([
    [ToRoom.JOIN, 1, 0, '\0'.repeat(100)],
    [ToRoom.INPUT, 1, 0, 'after'],
  ]);
});

test('what waits is tried again without being asked, and asks for a visit', async () => {
  const { inbox, read, visits } = makeInbox();
  for (let slot = 0; slot < 40; slot++) inbox.control(ToRoom.READY, slot);
  const visitsBefore = visits.count;
  const seen = read();
  await until(() => {
    seen.push(...read());
    return seen.length === 40;
  });
  expect(seen.map(([, slot]) => slot)).toEqual(Array.from({ length: 40 }, (_, slot) => slot));
  expect(visits.count).toBeGreaterThan(visitsBefore);
});

test('closed, it takes nothing and drops what waited', async () => {
  const { inbox, read } = makeInbox();
  for (let slot = 0; slot < 40; slot++) inbox.control(ToRoom.READY, slot);
  inbox.close();
  read();
  inbox.control(ToRoom.DISPOSE, 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(read()).toEqual([]);
  expect(inbox.waiting).toBe(0);
});

test.for([1, 2, 5])('%i clients that flood the room are refused, others find room', (flooding) => {
  const { inbox, read } = makeInbox(4_096);
  const isOpen = Array<boolean>(flooding).fill(true);
  let floods = 0;
  while (isOpen.includes(true)) {
    for (let slot = 0; slot < flooding; slot++) {
      isOpen[slot] &&= inbox.message(slot, Buffer.from('flood'));
      if (isOpen[slot]) floods++;
    }
  }
  expect(floods).toBeGreaterThan(10);
  for (let slot = flooding; slot < flooding + 5; slot++) {
    expect(inbox.input(slot, Buffer.alloc(50))).toBe(true);
  }
  // Once the room has read everything, they are as any other.
  expect(read()).toHaveLength(floods + 5);
  expect(inbox.message(0, Buffer.from('again'))).toBe(true);
  // One frame of any size that fits the ring is within everybody's share.
  read();
  expect(inbox.message(9, Buffer.alloc(1_500))).toBe(true);
});
