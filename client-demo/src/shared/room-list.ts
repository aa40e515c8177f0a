// The open rooms of one game, from what a Colyseus lobby tells: all of them at first, then each
// that came, changed or went. Pure; what the server lists is made by players, so it is only text.

/** A room as a lobby describes it. */
export interface Listing {
  readonly roomId: string;
  readonly name: string;
  readonly clients: number;
  /** Missing, or null, where there is no limit. */
  readonly maxClients?: number | null;
  readonly locked?: boolean;
  readonly metadata?: { readonly players?: unknown; readonly drones?: unknown } | null;
}

/** A room as a start screen shows it. */
export interface RoomRow {
  readonly roomId: string;
  readonly title: string;
  /** Who is there, as far as the game tells. */
  readonly players: string;
  readonly clients: number;
  /** "2 of 64". */
  readonly count: string;
  readonly isFull: boolean;
}

const namesShownMax = 4;

export class RoomList {
  readonly #rooms = new Map<string, Listing>();

  reset(rooms: readonly Listing[]): void {
    this.#rooms.clear();
    for (const room of rooms) this.put(room);
  }

  put(room: Listing): void {
    this.#rooms.set(room.roomId, room);
  }

  delete(roomId: string): void {
    this.#rooms.delete(roomId);
  }

  get(roomId: string): Listing | undefined {
    return this.#rooms.get(roomId);
  }

  /** How many play this game, in all of its rooms. */
  playersOf(game: string): number {
    let count = 0;
    for (const room of this.#rooms.values()) if (room.name === game) count += room.clients;
    return count;
  }

  /** The rooms of this game: the fullest that has a place first, those without one last. */
  rowsOf(game: string): RoomRow[] {
    const rooms = [...this.#rooms.values()].filter(({ name }) => name === game);
    const rank = (room: Listing) => (isFull(room) ? -1 : room.clients);
    rooms.sort((a, b) => rank(b) - rank(a) || (a.roomId < b.roomId ? -1 : 1));
    return rooms.map(rowOf);
  }
}

/** "Ada's room", by the first that is in it. */
export function titleOf(name: string | undefined): string {
  return name ? `${name}’s room` : 'A room';
}

function rowOf(room: Listing): RoomRow {
  const names = namesOf(room);
  const shown = names.slice(0, namesShownMax);
  const rest = room.clients - shown.length;
  const { maxClients } = room;
  return {
    roomId: room.roomId,
    title: swarmTitle(room) ?? titleOf(names[0]),
    players:
      shown.length > 0 && rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', '),
    clients: room.clients,
    count: maxClients ? `${room.clients} of ${maxClients}` : String(room.clients),
    isFull: isFull(room),
  };
}

/** A swarm is known by its size. */
function swarmTitle({ metadata }: Listing): string | undefined {
  const drones = metadata?.drones;
  return typeof drones === 'number' ? `${drones.toLocaleString('en')} drones` : undefined;
}

function isFull({ clients, maxClients, locked }: Listing): boolean {
  return locked === true || (maxClients != null && clients >= maxClients);
}

function namesOf({ metadata }: Listing): string[] {
  const players = metadata?.players;
  if (!Array.isArray(players)) return [];
  return players.filter((name): name is string => typeof name === 'string' && name.trim() !== '');
}
