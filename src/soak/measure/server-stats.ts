/**
 * A server's GET /stats as a soak reads it: from outside, over HTTP, as any operator would. What
 * it does not use it does not name. Thread-neutral; owns nothing.
 */

/** Milliseconds. */
export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Cumulative: how many values lay at or below `upperUs`, and above the bucket before it. */
export type Buckets = readonly (readonly [upperUs: number, count: number])[];

/** What only newer servers tell is optional. */
export interface WorkerStats {
  readonly index: number;
  readonly ticks: number;
  readonly steals: number;
  readonly latenessMs: Summary;
  readonly stepMs: Summary;
  readonly gc?: Collections;
  /** Of the thread, since it started. */
  readonly cpuMs?: number;
  /** Where they are asked for. */
  readonly histograms?: { readonly latenessUs: Buckets; readonly stepUs: Buckets };
}

/** Garbage collections since the start. */
export interface Collections {
  readonly count: number;
  readonly ms: number;
}

export interface RoomStats {
  readonly roomId: string;
  readonly game: string;
  readonly clients: number;
  readonly ticks: number;
  readonly droppedSteps: number;
  readonly steals: number;
  readonly latenessMs: Summary;
  readonly stepMs: Summary;
}

export interface ServerStats {
  readonly workers: readonly WorkerStats[];
  readonly rooms: readonly RoomStats[];
  readonly totals: {
    readonly ticks: number;
    readonly steals: number;
    readonly latenessMs: Summary;
    readonly stepMs?: Summary;
    /** Of the rooms that are open. */
    readonly messagesDropped?: number;
  };
  readonly process?: {
    readonly rssBytes: number;
    /** Of all threads. */
    readonly cpuMs: number;
    readonly main: {
      readonly cpuMs: number;
      readonly gc: Collections;
      readonly loopDelayMs: Summary;
    };
  };
}

/** A server under load may answer late; one that takes this long is as good as gone. */
const statsMsMax = 5_000;

/** The server's statistics, or undefined where it has none (a stock server answers 404). */
export async function fetchStats(url: string): Promise<ServerStats | undefined> {
  const address = new URL('/stats?histograms=1', url.replace(/^ws/, 'http'));
  const response = await fetch(address, { signal: AbortSignal.timeout(statsMsMax) });
  if (!response.ok) return undefined;
  const body: unknown = await response.json();
  if (isServerStats(body)) return body;
  throw new Error(`${address} is not statistics of a Hypogeum server`);
}

function isServerStats(value: unknown): value is ServerStats {
  const stats = value as Partial<ServerStats> | null | undefined;
  const isWhole = Array.isArray(stats?.workers) && Array.isArray(stats.rooms);
  return isWhole && typeof stats?.totals?.steals === 'number' && isSummary(stats.totals.latenessMs);
}

function isSummary(value: unknown): value is Summary {
  const summary = value as Partial<Summary> | null | undefined;
  return typeof summary?.p99 === 'number' && typeof summary.max === 'number';
}
