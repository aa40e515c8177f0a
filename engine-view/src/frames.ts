/**
 * What /engine/stream sends, as the server has it: times in ms on the server's clock since its
 * start, shares of one core from 0 to 1. Erased types, and the one function that gives an event of
 * the stream its type. The page shares no code with the server; a type test compares the two.
 */

/** Once, first. */
export interface Hello {
  readonly version: string;
  readonly node: string;
  readonly workers: number;
  readonly games: readonly string[];
  /** Whether this watcher may use POST /engine/control. */
  readonly controls: boolean;
  /** Whether the server can start bots. */
  readonly bots: boolean;
  readonly frameMs: number;
  readonly clockMs: number;
}

/** Each `frameMs`. */
export interface Frame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stealing: boolean;
  readonly lanes: readonly Lane[];
  /** Frames that this watcher missed since the last one it got, for reading too slowly. */
  readonly missed: number;
}

export interface Lane {
  readonly worker: number;
  readonly alive: boolean;
  readonly queued: number;
  /** Visits that are left out, for there being too many. */
  readonly skipped: number;
  /**
   * Five numbers a visit: room index, start in µs after `fromMs`, duration in µs, lateness of its
   * step in µs, or -1 for a visit without one, and the worker that it was stolen from, or -1. They
   * are the visits that ended in the frame's time; one that began before it has a negative start.
   */
  readonly visits: readonly number[];
}

/** Each second: sums and percentiles are the last second's. */
export interface Second {
  readonly clockMs: number;
  readonly threads: readonly ThreadSecond[];
  readonly lateness: LatenessSecond;
  readonly ticks: number;
  readonly steals: number;
  readonly droppedSteps: number;
  readonly clients: number;
  readonly bytesOut: number;
  /** The main thread's event loop delay, p99. */
  readonly mainDelayMs: number;
  /** What this view costs the server. */
  readonly view: { readonly watchers: number; readonly cpu: number };
  /** Bots that this view's button added and that still run. */
  readonly bots: number;
  /** Why bots ended before their time, for a while after that. */
  readonly botsError: string | null;
}

export interface ThreadSecond {
  readonly name: string;
  readonly cpu: number;
  readonly gcs: number;
  readonly gcMs: number;
}

export interface LatenessSecond {
  /** Upper bounds, rising; `counts` has one more, for what is above them all. */
  readonly boundsMs: readonly number[];
  readonly counts: readonly number[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** Each second: the busiest rooms, 200 at most, of `total`. */
export interface Rooms {
  readonly total: number;
  readonly rooms: readonly RoomRow[];
}

export interface RoomRow {
  readonly index: number;
  readonly id: string;
  readonly game: string;
  readonly clients: number;
  readonly tickUs: number;
  readonly latenessP99Ms: number;
  readonly worker: number;
  readonly steals: number;
  readonly bytesOut: number;
  readonly heavyMs: number;
  readonly pinned: boolean;
}

/** What POST /engine/control takes. */
export type Control =
  | {
      readonly do: 'bots';
      readonly game: string;
      readonly count: number;
      readonly seconds: number;
    }
  | { readonly do: 'stop bots' }
  | { readonly do: 'heavy'; readonly room: number; readonly ms: number }
  | { readonly do: 'stealing'; readonly on: boolean };

export type EngineEvent =
  | { readonly kind: 'hello'; readonly hello: Hello }
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: 'second'; readonly second: Second }
  | { readonly kind: 'rooms'; readonly rooms: Rooms };

/** Undefined for an event that this page does not know. Throws where the data is no JSON. */
export function toEngineEvent(name: string, data: string): EngineEvent | undefined {
  switch (name) {
    case 'hello':
      return { kind: 'hello', hello: JSON.parse(data) as Hello };
    case 'frame':
      return { kind: 'frame', frame: JSON.parse(data) as Frame };
    case 'second':
      return { kind: 'second', second: JSON.parse(data) as Second };
    case 'rooms':
      return { kind: 'rooms', rooms: JSON.parse(data) as Rooms };
    default:
      return undefined;
  }
}
