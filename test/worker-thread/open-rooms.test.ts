/** Which rooms a worker knows: announcements, goodbyes, and indexes that are used again. */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { schema, t } from '@colyseus/schema';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomIndex } from '../../src/base/integers.ts';
import { roomViewsPerWorkerMax } from '../../src/base/limits.ts';
import type { ControlMessage } from '../../src/channel/control.ts';
import { defineGame } from '../../src/game/index.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { OpenRooms } from '../../src/worker-thread/open-rooms.ts';

const Counted = schema({ n: t.uint32() }, 'Counted');
const Named = schema({ name: t.string() }, 'Named');
const games = new Map([
  ['counted', defineGame({ state: Counted, capacity: { clients: 1 } })],
  ['named', defineGame({ state: Named, capacity: { clients: 1 } })],
]);

let main: MessagePort;
let worker: MessagePort;
let rooms: OpenRooms;

beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  main = port1;
  worker = port2;
  rooms = new OpenRooms(worker, games, new TickArena(4_096), (_room, error) => {
    throw error;
  });
});
afterEach(() => main.close());

function tell(message: ControlMessage): void {
  main.postMessage(message);
}

/** Returns a number that is written in the room's memory, and in no other's. */
function open(room: number, epoch: number, name = 'counted'): number {
  const game = games.get(name);
  if (game === undefined) throw new Error(`no game ${name}`);
  const { header, memory } = RoomMemory.create(game.plan, 0);
  tell({ kind: 'open', room, epoch, game: name, roomId: `${room}/${epoch}`, memory });
  header.tick = room * 10 + epoch;
  return header.tick;
}

const view = (room: number, epoch: number) => rooms.view(room as RoomIndex, epoch);

test('a room that is met for the first time is found among unread messages', () => {
  const mark = open(3, 1, 'named');
  open(4, 1);
  const found = view(3, 1);
  expect(found.memory.header.tick).toBe(mark);
  expect(found.game).toBe(games.get('named'));
  expect(found.context).toMatchObject({ roomId: '3/1' });
  expect(view(3, 1)).toBe(found);
  expect(view(4, 1)).not.toBe(found);
});

test('an index that is used again is another room, also while the goodbye is on its way', () => {
  open(3, 1);
  const first = view(3, 1);
  const mark = open(3, 2, 'named');
  const second = view(3, 2);
  expect(second).not.toBe(first);
  expect(second.memory.header.tick).toBe(mark);
  // The first one's goodbye comes late: it is none for the second.
  tell({ kind: 'close', room: 3, epoch: 1 });
  rooms.readMessages();
  expect(view(3, 2)).toBe(second);
});

test('a closed room is forgotten, and its memory can be let go of', () => {
  open(3, 1);
  view(3, 1);
  tell({ kind: 'close', room: 3, epoch: 1 });
  rooms.readMessages();
  expect(() => view(3, 1)).toThrow(/became due before it was announced/);
});

test('open, close and open again are taken in order in one reading', () => {
  open(3, 1);
  tell({ kind: 'close', room: 3, epoch: 1 });
  const mark = open(3, 2);
  tell({ kind: 'close', room: 3, epoch: 1 });
  expect(view(3, 2).memory.header.tick).toBe(mark);
});

test('a room that nobody announced is our bug, and says so', () => {
  expect(() => view(9, 1)).toThrow(/room 9 became due before it was announced/);
  open(9, 1);
  expect(() => view(9, 2)).toThrow(/room 9 became due before it was announced/);
});

test('views are bounded; one that was dropped is made anew over the same memory', () => {
  const mark = open(0, 1);
  const first = view(0, 1);
  for (let room = 1; room <= roomViewsPerWorkerMax * 2; room++) {
    open(room, 1);
    view(room, 1);
  }
  const again = view(0, 1);
  expect(again).not.toBe(first);
  expect(again.memory.header.tick).toBe(mark);
});
