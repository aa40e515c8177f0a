// What the server tells of one room at GET /stats, where it was started to answer that. Pure but
// for the one fetch.

export interface RoomFigures {
  /** How late the room's ticks began, since the room did; milliseconds. */
  readonly latenessP50Ms: number;
  readonly latenessP99Ms: number;
}

/** Undefined: the server does not offer it. Null: it does, and does not know this room. */
export async function fetchRoomFigures(
  endpoint: string,
  roomId: string,
): Promise<RoomFigures | null | undefined> {
  const response = await fetch(new URL('/stats', endpoint.replace(/^ws/, 'http')));
  if (!response.ok) return undefined;
  return readRoomFigures(await response.json(), roomId);
}

export function readRoomFigures(stats: unknown, roomId: string): RoomFigures | null {
  const rooms = member(stats, 'rooms');
  if (!Array.isArray(rooms)) return null;
  const lateness = member(
    rooms.find((room) => member(room, 'roomId') === roomId),
    'latenessMs',
  );
  const p50 = member(lateness, 'p50');
  const p99 = member(lateness, 'p99');
  if (typeof p50 !== 'number' || typeof p99 !== 'number') return null;
  return { latenessP50Ms: p50, latenessP99Ms: p99 };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
