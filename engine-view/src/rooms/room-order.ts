/**
 * How the table of rooms is ordered and filtered. Thread-neutral; gives new lists, changes none.
 */
import type { RoomRow } from '../frames.ts';

export type RoomColumn =
  | 'game'
  | 'id'
  | 'clients'
  | 'tickUs'
  | 'latenessP99Ms'
  | 'worker'
  | 'steals'
  | 'bytesOut';

export interface RoomOrder {
  readonly column: RoomColumn;
  readonly descending: boolean;
}

/** Words begin at A, numbers with the most. */
const ascendingFirst: readonly RoomColumn[] = ['game', 'id', 'worker'];

/** A click on a header: the other direction, or this column in its own. */
export function nextOrder(order: RoomOrder, column: RoomColumn): RoomOrder {
  if (order.column === column) return { column, descending: !order.descending };
  return { column, descending: !ascendingFirst.includes(column) };
}

/** Rooms of `game`, or all for ''. Equals are ordered by id: rows do not swap for nothing. */
export function orderRooms(
  rooms: readonly RoomRow[],
  { column, descending }: RoomOrder,
  game: string,
): RoomRow[] {
  const sign = descending ? -1 : 1;
  const shown = game === '' ? [...rooms] : rooms.filter((room) => room.game === game);
  return shown.sort((a, b) => sign * compare(a[column], b[column]) || compare(a.id, b.id));
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
