/**
 * A run's outcome as data: what --json writes, and what text and page are made from. Types only;
 * thread-neutral.
 */
import type { ErrorKind } from '../measure/error-tally.ts';
import type { RoomStats, Summary, WorkerStats } from '../measure/server-stats.ts';

export interface SoakReport {
  /** No desync, no error beyond --max-errors, and every threshold holds. */
  readonly ok: boolean;
  readonly room: string;
  readonly url: string;
  readonly seed: number;
  readonly kind: 'sdk' | 'raw';
  /** Length of the measured window; less than asked where the run was stopped early. */
  readonly seconds: number;
  readonly stopped: boolean;
  readonly rooms: number;
  readonly bots: number;
  readonly joins: number;
  readonly errors: number;
  readonly errorsByKind: Readonly<Partial<Record<ErrorKind, number>>>;
  readonly errorSamples: readonly string[];

  /** State changes that all bots got, and payload bytes that they received, per second. */
  readonly patchesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly bytesPerClientSecond: number;
  readonly inputsPerSecond: number;
  /** Ticks that moved to another worker within the window; null without GET /stats. */
  readonly steals: number | null;
  readonly ticksPerSecond: number | null;
  /** Messages to clients that the rooms of the server could not send; null without GET /stats. */
  readonly messagesDropped: number | null;

  /** Of all ticks since the server started; null without GET /stats. */
  readonly latenessMs: Summary | null;
  /** Of all steps since the server started; null without GET /stats. */
  readonly stepMs: Summary | null;
  readonly joinMs: Summary | null;
  /** From when an input was due to the patch that says it was consumed; null without input. */
  readonly inputAckMs: Summary | null;
  /** The same as `inputAckMs`, under the name it had first. */
  readonly inputToAckMs: Summary | null;
  /** How far the time between two patches was from the one that the room keeps. */
  readonly patchJitterMs: Summary | null;
  readonly reconnectMs: Summary | null;
  /** Of the server's main thread. */
  readonly loopDelayMs: Summary | null;
  /** How late the soak's own event loop ran: where this is large, the bots were the limit. */
  readonly botLoopMs: Summary;

  /** In the window, by thread: 'main', 'worker 0', … */
  readonly gcMs: Readonly<Record<string, number>>;
  /** In the window, by thread: 'main', 'worker 0', …, 'process' (all of the server), 'bots'. */
  readonly cpuSeconds: Readonly<Record<string, number>>;
  /** The server's, at the end. */
  readonly rssMiB: number | null;
  readonly rssSlopeMiBPerMinute: number | null;

  /** Sockets that trouble cut, or that the server closed on a bot kept from reading. */
  readonly drops: number;
  /** Of `drops`, those that the server closed. */
  readonly slowCloses: number;
  readonly reconnects: number;
  /** How long after they were due inputs were sent, by the bot thread that was latest. */
  readonly sentLateMs: Summary | null;
  /** A bot thread was nearly always busy, or half a step late at p99. */
  readonly botsSaturated: boolean;
  /** The busiest bot thread's event loop utilisation, 0 … 1. */
  readonly botLoad: number;

  /** Comparisons of a bot's state with the server's sum that were made, and that failed. */
  readonly checksums: number;
  readonly desyncs: number;
  readonly desyncReports: readonly DesyncReport[];

  readonly thresholds: readonly ThresholdResult[];
  /** One a second, over ramp and window. */
  readonly samples: readonly Sample[];
  /** As the server gave them at the end of the window: cumulative since its start. */
  readonly workers: readonly WorkerStats[];
  readonly roomsDetail: readonly RoomStats[];
}

/** One bot whose state was not the server's. */
export interface DesyncReport {
  readonly seed: number;
  readonly roomId: string;
  readonly bot: number;
  /** At which the sums differed: the server's, and the bot's own. */
  readonly tick: number;
  readonly checksum: number;
  readonly own: number;
  readonly ownState: unknown;
  /** The server's state as it was asked for then, which may be some ticks later. */
  readonly serverTick: number | null;
  readonly serverState: unknown;
  /** Where the two differ, in words. */
  readonly difference: string;
}

/** What became of a limit that was asked for. */
export interface ThresholdResult {
  /** As on the command line: '--max-errors'. */
  readonly flag: string;
  readonly limit: number;
  /** Null where the run could not measure it, which is a failure. */
  readonly value: number | null;
  readonly holds: boolean;
}

/** Milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** One second of a run. What is of the server is null where it has no statistics. */
export interface Sample {
  /** Since the run began. */
  readonly atSeconds: number;
  readonly phase: 'joining' | 'measuring';
  /** That are in. */
  readonly bots: number;
  readonly patchesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly inputsPerSecond: number;
  /** Until then. */
  readonly errors: number;
  readonly drops: number;
  readonly reconnects: number;
  /** Of this second. */
  readonly inputAckMs: Percentiles | null;
  readonly patchJitterMs: Percentiles | null;
  readonly latenessMs: Percentiles | null;
  readonly stepMs: Percentiles | null;
  readonly stealsPerSecond: number | null;
  readonly ticksPerSecond: number | null;
  readonly rssMiB: number | null;
  /** The main thread's p99 since its start. */
  readonly loopDelayMs: number | null;
  /** Cores used in this second, by thread. */
  readonly cpu: Readonly<Record<string, number>> | null;
  /** In this second, by thread. */
  readonly gcMs: Readonly<Record<string, number>> | null;
  readonly botLoad: number;
}
