/** The list of open rooms: what a lobby tells, in the order in which a visitor wants it. */
import { describe, expect, test } from 'vitest';
import { type Listing, RoomList } from '../../../client-demo/src/shared/room-list.ts';

const room = (roomId: string, more: Partial<Listing> = {}): Listing => {
  return { roomId, name: 'skirmish', clients: 1, maxClients: 4, ...more };
};
const names = (...players: unknown[]) => ({ metadata: { players } });

function rowsAfter(...rooms: Listing[]) {
  const list = new RoomList();
  list.reset(rooms);
  return list.rowsOf('skirmish');
}

describe('the list of open rooms', () => {
  test('says who is there', () => {
    expect(rowsAfter(room('a', { clients: 2, ...names('Ada', 'Bo') }))).toEqual([
      {
        ...{ roomId: 'a', title: 'Ada’s room', players: 'Ada, Bo' },
        ...{ clients: 2, count: '2 of 4', isFull: false },
      },
    ]);
  });

  test('counts those whom it does not name', () => {
    const six = names('Ada', 'Bo', 'Cleo', 'Dora', 'Emil');
    const [row] = rowsAfter(room('a', { clients: 9, maxClients: null, ...six }));
    expect(row).toMatchObject({ players: 'Ada, Bo, Cleo, Dora and 5 more', count: '9' });
  });

  test('does without names, and takes nothing for one that is none', () => {
    for (const metadata of [undefined, null, {}, { players: 'Ada' }, { players: [7, null, ' '] }]) {
      const [row] = rowsAfter(room('a', { metadata }));
      expect(row).toMatchObject({ title: 'A room', players: '' });
    }
  });

  test('has the fullest that has a place first, and full and locked ones last', () => {
    const rows = rowsAfter(
      ...[room('full', { clients: 4 }), room('one'), room('locked', { clients: 2, locked: true })],
      ...[room('three', { clients: 3 }), room('other', { name: 'parlor', clients: 3 })],
    );
    expect(rows.map(({ roomId }) => roomId)).toEqual(['three', 'one', 'full', 'locked']);
    expect(rows.map(({ isFull }) => isFull)).toEqual([false, false, true, true]);
  });

  test('follows rooms that come, change and go', () => {
    const list = new RoomList();
    list.reset([room('a')]);
    list.put(room('b', { clients: 2 }));
    list.put(room('a', { clients: 3 }));
    expect(list.rowsOf('skirmish').map(({ roomId, clients }) => [roomId, clients])).toEqual([
      ['a', 3],
      ['b', 2],
    ]);
    list.delete('a');
    list.delete('never there');
    expect(list.rowsOf('skirmish').map(({ roomId }) => roomId)).toEqual(['b']);
    list.reset([]);
    expect(list.rowsOf('skirmish')).toEqual([]);
  });
});
