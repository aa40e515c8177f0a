/** The order of the table of rooms. */
import { expect, it } from 'vitest';
import type { RoomRow } from '../../../engine-view/src/frames.ts';
import { nextOrder, orderRooms } from '../../../engine-view/src/rooms/room-order.ts';

function room(id: string, game: string, clients: number): RoomRow {
  const rest = { index: 0, tickUs: 1, latenessP99Ms: 1, worker: 0, steals: 0, bytesOut: 0 };
  return { id, game, clients, heavyMs: 0, pinned: false, ...rest };
}

const rooms = [room('c', 'swarm', 3), room('a', 'parlor', 3), room('b', 'swarm', 20)];
const ids = (list: readonly RoomRow[]) => list.map(({ id }) => id).join('');

it('orders numbers as numbers, and equals by id, whichever the direction', () => {
  expect(ids(orderRooms(rooms, { column: 'clients', descending: true }, ''))).toBe('bac');
  expect(ids(orderRooms(rooms, { column: 'clients', descending: false }, ''))).toBe('acb');
  expect(ids(orderRooms(rooms, { column: 'game', descending: false }, ''))).toBe('abc');
  expect(ids(orderRooms(rooms, { column: 'id', descending: true }, ''))).toBe('cba');
});

it('shows the rooms of one game, and leaves the list it was given as it is', () => {
  expect(ids(orderRooms(rooms, { column: 'id', descending: false }, 'swarm'))).toBe('bc');
  expect(ids(orderRooms(rooms, { column: 'id', descending: false }, 'none'))).toBe('');
  expect(ids(rooms)).toBe('cab');
});

it('turns a column around, and begins another with what matters most', () => {
  const clients = { column: 'clients', descending: true } as const;
  expect(nextOrder(clients, 'clients')).toEqual({ column: 'clients', descending: false });
  expect(nextOrder(clients, 'steals')).toEqual({ column: 'steals', descending: true });
  expect(nextOrder(clients, 'game')).toEqual({ column: 'game', descending: false });
});
