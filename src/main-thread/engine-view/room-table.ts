/**
 * The rooms' table, once a second while somebody watches, and what all rooms did in that second.
 * What they had counted before lies in arrays by room index; objects are made only for the rows
 * that are told. Main thread.
 */
import type { RoomIndex } from '../../base/integers.ts';
import type { RoomRow, Rooms } from './frames.ts';
import type { RoomTally } from './room-tally.ts';
import type { EngineSources, WatchedLink, WatchedRoom } from './sources.ts';

export const rowsMax = 200;

/** Of the last second, over all rooms. */
export interface RoomTotals {
  readonly clients: number;
  readonly bytesOut: number;
  readonly droppedSteps: number;
}

export class RoomTable {
  readonly #sources: EngineSources;
  readonly #tally: RoomTally;
  /** Per index, whose the figures are: indices are used again, epochs are not. */
  readonly #epochs: Int32Array;
  readonly #bytesBefore: Float64Array;
  readonly #droppedBefore: Float64Array;
  /** Of the last second. */
  readonly #bytesOut: Float64Array;
  totals: RoomTotals = { clients: 0, bytesOut: 0, droppedSteps: 0 };

  /** Counts from now on. */
  constructor(sources: EngineSources, tally: RoomTally) {
    const { roomsMax } = sources.scheduler;
    this.#sources = sources;
    this.#tally = tally;
    this.#epochs = new Int32Array(roomsMax).fill(-1);
    this.#bytesBefore = new Float64Array(roomsMax);
    this.#droppedBefore = new Float64Array(roomsMax);
    this.#bytesOut = new Float64Array(roomsMax);
    this.#countUp();
  }

  /** Ends a second: call it once for each. */
  take(): Rooms {
    const open = this.#countUp();
    const rows = busiest(open, (link) => this.#tally.busyUsOf(link.index));
    return { total: open.length, rooms: rows.map((room) => this.#row(room)) };
  }

  #countUp(): OpenRoom[] {
    const open: OpenRoom[] = [];
    let clients = 0;
    let bytesOut = 0;
    let droppedSteps = 0;
    for (const room of this.#sources.rooms.values()) {
      const { link } = room;
      if (link === undefined) continue;
      open.push(room as OpenRoom);
      clients += room.clients.length;
      droppedSteps += this.#count(link);
      bytesOut += this.#bytesOut[link.index]!;
    }
    this.totals = { clients, bytesOut, droppedSteps };
    return open;
  }

  /** Writes down what this second added to the room's bytes; returns what it dropped of steps. */
  #count({ index, epoch, header, outlet }: WatchedLink): number {
    if (this.#epochs[index] !== epoch) {
      this.#epochs[index] = epoch;
      this.#bytesBefore[index] = 0;
      this.#droppedBefore[index] = 0;
    }
    const { bytesSent } = outlet;
    const { droppedSteps } = header;
    const dropped = droppedSteps - this.#droppedBefore[index]!;
    this.#bytesOut[index] = bytesSent - this.#bytesBefore[index]!;
    this.#bytesBefore[index] = bytesSent;
    this.#droppedBefore[index] = droppedSteps;
    return dropped;
  }

  #row({ roomId, game, clients, link }: OpenRoom): RoomRow {
    const { index, header } = link;
    const { scheduler } = this.#sources;
    return {
      index,
      id: roomId,
      game: game.name,
      clients: clients.length,
      tickUs: Math.round(this.#tally.tickUsOf(index)),
      latenessP99Ms: this.#tally.latenessP99MsOf(index),
      worker: scheduler.homeOf(index),
      steals: scheduler.stealsOfRoom(index),
      bytesOut: this.#bytesOut[index]!,
      heavyMs: header.heavyMs,
      pinned: scheduler.isPinned(index as RoomIndex),
    };
  }
}

type OpenRoom = WatchedRoom & { readonly link: WatchedLink };

/** The `rowsMax` rooms of the greatest measure, the greatest first, equals by id. */
function busiest(open: OpenRoom[], measureOf: (link: WatchedLink) => number): OpenRoom[] {
  const measures = Float64Array.from(open, ({ link }) => measureOf(link));
  const least = measures.slice().sort().at(-rowsMax) ?? 0;
  return open
    .filter((_, at) => measures[at]! >= least)
    .sort((a, b) => measureOf(b.link) - measureOf(a.link) || compare(a.roomId, b.roomId))
    .slice(0, rowsMax);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : 1;
}
