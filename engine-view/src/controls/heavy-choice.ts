/** Which room the button for a heavy room means, and what it does. Thread-neutral. */
import type { RoomRow } from '../frames.ts';
import type { Heavy } from './caption.ts';

export interface HeavyChoice {
  readonly words: string;
  /** Indexes of rooms that become light again. */
  readonly lighten: readonly number[];
  /** The index of the room that becomes heavy, or -1. */
  readonly burden: number;
}

/**
 * Without a heavy room: the selected one becomes heavy, or else one where it has many neighbours.
 * With one: it becomes light, except while it has no neighbours and stealing is paused, where it
 * has nobody to keep waiting: then another takes its load.
 */
export function chooseHeavy(
  rooms: readonly RoomRow[],
  selectedRoom: number,
  stealing: boolean,
): HeavyChoice {
  const heavy = rooms.filter(({ heavyMs }) => heavyMs > 0);
  const lighten = heavy.map(({ index }) => index);
  const light = rooms.filter(({ heavyMs }) => heavyMs === 0);
  const selected = light.find(({ index }) => index === selectedRoom);
  const crowded = mostCrowded(light);
  if (heavy.length === 0) {
    const burden = (selected ?? crowded)?.index ?? -1;
    return { words: selected ? 'Make it heavy' : 'Make a room heavy', lighten, burden };
  }
  if (!stealing && crowded !== undefined && heavyOf(rooms)?.neighbours === 0) {
    const burden = (selected ?? crowded).index;
    return { words: 'Make another heavy', lighten, burden };
  }
  const words = heavy.length === 1 ? 'Lighten the room' : `Lighten ${heavy.length} rooms`;
  return { words, lighten, burden: -1 };
}

/** The heaviest room's worker, and how many could move away; undefined where none is heavy. */
export function heavyOf(rooms: readonly RoomRow[]): Heavy | undefined {
  const [heaviest] = rooms
    .filter(({ heavyMs }) => heavyMs > 0)
    .sort((a, b) => b.heavyMs - a.heavyMs);
  if (heaviest === undefined) return undefined;
  const { worker } = heaviest;
  const isNeighbour = (room: RoomRow) => room.worker === worker && room.heavyMs === 0;
  return { worker, neighbours: rooms.filter((room) => isNeighbour(room) && !room.pinned).length };
}

/**
 * Of the rooms on the worker that has most of them, the one with most clients. Pinned ones count
 * where there are no others: nobody may steal them.
 */
function mostCrowded(rooms: readonly RoomRow[]): RoomRow | undefined {
  const crowd = new Map<number, number>();
  const free = rooms.filter(({ pinned }) => !pinned);
  for (const { worker } of free) crowd.set(worker, (crowd.get(worker) ?? 0) + 1);
  const order = (a: RoomRow, b: RoomRow) =>
    crowd.get(b.worker)! - crowd.get(a.worker)! || b.clients - a.clients || a.index - b.index;
  return free.sort(order)[0] ?? rooms[0];
}
