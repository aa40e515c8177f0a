/**
 * What the engine view's server tells its page, and what the page may ask for: types only, shared
 * by both sides. GET /engine/stream carries the first four as server-sent events, each as JSON;
 * POST /engine/control takes a `Control`. Times are ms on the server's clock since its start.
 */

/** event: hello. Once, first. */
export interface Hello {
  readonly version: string;
  readonly node: string;
  readonly workers: number;
  /** Names of the games: rooms that tick on workers. */
  readonly games: readonly string[];
  /** Whether this watcher may press buttons. */
  readonly controls: boolean;
  /** Whether there is somebody to start bots. */
  readonly bots: boolean;
  readonly frameMs: number;
  readonly clockMs: number;
}

/** event: frame. Each `frameMs`: the visits that ended in that time. */
export interface Frame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stealing: boolean;
  readonly lanes: readonly Lane[];
  /** Frames that this watcher missed since the last one it got, for reading too slowly. */
  readonly missed: number;
}

/** What one worker did in a frame. */
export interface Lane {
  readonly worker: number;
  /** False between a thread's death and its successor's start. */
  readonly alive: boolean;
  /** Rooms that are due and wait in this worker's queues, at `toMs`. */
  readonly queued: number;
  /** Visits that are left out, for there being too many. */
  readonly skipped: number;
  /**
   * Five numbers a visit, in order of time: room index | start, µs after `fromMs`, below 0 for one
   * that began before | duration, µs | lateness of its step, µs, or -1 for a visit without one
   * (records only) | the worker that it was stolen from, or -1.
   */
  readonly visits: readonly number[];
}

/** event: second. Each second: what all did in it. */
export interface Second {
  readonly clockMs: number;
  /** 'main', 'worker 0', 'worker 1', … */
  readonly threads: readonly ThreadLoad[];
  readonly lateness: LatenessCounts;
  readonly ticks: number;
  readonly steals: number;
  readonly droppedSteps: number;
  /** In games, now. */
  readonly clients: number;
  /** To clients of games, over all sockets. */
  readonly bytesOut: number;
  /** By how much the main thread's event loop was late, p99. */
  readonly mainDelayMs: number;
  readonly view: {
    readonly watchers: number;
    /** The share of the last second in which the main thread was the view's. */
    readonly cpu: number;
  };
  /** Bots that the view's button added and that still run. */
  readonly bots: number;
  /** Why bots ended before their time, for half a minute after that. */
  readonly botsError: string | null;
}

export interface ThreadLoad {
  readonly name: string;
  /** As a share of a core. */
  readonly cpu: number;
  readonly gcs: number;
  readonly gcMs: number;
}

/** How late the last second's steps were. */
export interface LatenessCounts {
  /** Upper bounds, rising. */
  readonly boundsMs: readonly number[];
  /** One for each bound, and a last one for what is above them all. */
  readonly counts: readonly number[];
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/** event: rooms. Each second. */
export interface Rooms {
  /** All that are open. */
  readonly total: number;
  /** The busiest 200 of them, the busiest first, then by id. */
  readonly rooms: readonly RoomRow[];
}

export interface RoomRow {
  readonly index: number;
  readonly id: string;
  readonly game: string;
  readonly clients: number;
  /** Mean duration of the last second's visits with a step; 0 where there was none. */
  readonly tickUs: number;
  /** The last second's. */
  readonly latenessP99Ms: number;
  /** Where it ran last. */
  readonly worker: number;
  /** Since it was opened. */
  readonly steals: number;
  /** In the last second, over all its clients. */
  readonly bytesOut: number;
  /** What the button made each step longer by. */
  readonly heavyMs: number;
  readonly pinned: boolean;
}

/** The body of POST /engine/control, as JSON. */
export type Control = BotsControl | StopBotsControl | HeavyControl | StealingControl;

/** Bots that join rooms of a game and leave after so many seconds. */
export interface BotsControl {
  readonly do: 'bots';
  readonly game: string;
  readonly count: number;
  readonly seconds: number;
}

export interface StopBotsControl {
  readonly do: 'stop bots';
}

/** Each step of that room takes so much longer; 0 ends it. */
export interface HeavyControl {
  readonly do: 'heavy';
  readonly room: number;
  readonly ms: number;
}

export interface StealingControl {
  readonly do: 'stealing';
  readonly on: boolean;
}

/** Its answer: 200 and the first, or 4xx and the second. */
export type ControlAnswer = { readonly ok: true } | { readonly error: string };
