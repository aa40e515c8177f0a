/**
 * A run's outcome: as data for --json, and as text for people. Thread-neutral; owns nothing.
 */
import type { ErrorKind, Measure } from '../measure/measure.ts';
import type { RoomStats, ServerStats, Summary, WorkerStats } from '../measure/server-stats.ts';
import type { SoakPlan } from '../options.ts';
import { alignTable } from './text-table.ts';

export interface SoakReport {
  /** True when no error was counted. */
  readonly ok: boolean;
  /** Length of the measured window; less than asked where the run was stopped early. */
  readonly seconds: number;
  readonly rooms: number;
  readonly bots: number;
  readonly joins: number;
  readonly errors: number;
  /** State changes that all bots decoded, and payload bytes that they received, per second. */
  readonly patchesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly inputsPerSecond: number;
  /** Ticks that moved to another worker within the window; null without GET /stats. */
  readonly steals: number | null;
  readonly ticksPerSecond: number | null;
  /** Messages to clients that the rooms of the server could not send; null without GET /stats. */
  readonly messagesDropped: number | null;
  /** Of all ticks since the server started, in ms; null without GET /stats. */
  readonly latenessMs: Summary | null;
  readonly joinMs: Summary | null;
  /** From sending an input to the patch that says it was consumed; null without input. */
  readonly inputToAckMs: Summary | null;
  /** How late the soak's own event loop ran: where this is large, the bots were the limit. */
  readonly botLoopMs: Summary;
  readonly room: string;
  readonly url: string;
  readonly seed: number;
  readonly stopped: boolean;
  readonly errorsByKind: Readonly<Partial<Record<ErrorKind, number>>>;
  readonly errorSamples: readonly string[];
  /** As the server gave them at the end of the window: cumulative since its start. */
  readonly workers: readonly WorkerStats[];
  readonly roomsDetail: readonly RoomStats[];
}

/** GET /stats at both ends of the window. */
export interface StatsPair {
  readonly before: ServerStats | undefined;
  readonly after: ServerStats | undefined;
}

export interface Outcome {
  readonly plan: SoakPlan;
  readonly measure: Measure;
  readonly url: string;
  readonly stats: StatsPair;
  readonly roomIds: ReadonlySet<string>;
  readonly botLoopMs: Summary;
  readonly stopped: boolean;
}

export function makeReport(outcome: Outcome): SoakReport {
  const { plan, measure, stats, roomIds } = outcome;
  const window = measure.window();
  const rate = (count: number): number => (window.seconds > 0 ? count / window.seconds : 0);
  const { before, after } = stats;
  const difference = (count: (stats: ServerStats) => number): number | null =>
    after === undefined ? null : count(after) - (before === undefined ? 0 : count(before));
  const ticks = difference((at) => at.totals.ticks);
  return {
    ok: measure.errors === 0,
    seconds: window.seconds,
    rooms: roomIds.size,
    bots: plan.bots,
    joins: measure.joins,
    errors: measure.errors,
    patchesPerSecond: rate(window.patches),
    bytesPerSecond: rate(window.bytes),
    inputsPerSecond: rate(window.inputs),
    steals: difference((at) => at.totals.steals),
    ticksPerSecond: ticks === null ? null : rate(ticks),
    messagesDropped: after?.totals.messagesDropped ?? null,
    latenessMs: after?.totals.latenessMs ?? null,
    joinMs: measure.joinMs(),
    inputToAckMs: measure.inputToAckMs(),
    botLoopMs: outcome.botLoopMs,
    room: plan.room,
    url: outcome.url,
    seed: plan.seed,
    stopped: outcome.stopped,
    errorsByKind: measure.errorsByKind,
    errorSamples: measure.errorSamples,
    workers: after?.workers ?? [],
    roomsDetail: (after?.rooms ?? []).filter((room) => roomIds.has(room.roomId)),
  };
}

/** Rooms in the printed table; the JSON has them all. */
const roomsPrintedMax = 16;

/** The report as lines of text, without a final line end. */
export function formatReport(report: SoakReport): string {
  const parts = [
    formatHeadline(report),
    formatLatencies(report),
    formatWorkers(report.workers),
    formatRooms(report.roomsDetail),
    formatErrors(report),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function formatHeadline(report: SoakReport): string {
  const stopped = report.stopped ? ', stopped early' : '';
  const lines = [
    `${report.room} at ${report.url}, seed ${report.seed}`,
    `${report.joins} of ${report.bots} bots in ${report.rooms} rooms, ` +
      `${report.seconds.toFixed(1)} s measured${stopped}`,
    `${whole(report.patchesPerSecond)} patches/s, ${bytes(report.bytesPerSecond)}/s received, ` +
      `${whole(report.inputsPerSecond)} inputs/s sent`,
  ];
  if (report.ticksPerSecond !== null && report.steals !== null) {
    const dropped = report.messagesDropped ?? 0;
    const drops = dropped > 0 ? `, ${whole(dropped)} messages dropped` : '';
    lines.push(`${whole(report.ticksPerSecond)} ticks/s, ${whole(report.steals)} steals${drops}`);
  } else {
    lines.push('no GET /stats there: nothing is known of ticks, steals and lateness');
  }
  return lines.join('\n');
}

const summaryHeads = ['p50', 'p99', 'p99.9', 'max'];

function formatLatencies(report: SoakReport): string {
  const rows: string[][] = [['ms', ...summaryHeads]];
  const add = (name: string, summary: Summary | null): void => {
    if (summary !== null) rows.push([name, ...summaryCells(summary)]);
  };
  add('tick lateness', report.latenessMs);
  add('input to ack', report.inputToAckMs);
  add('join', report.joinMs);
  add("bots' own event loop", report.botLoopMs);
  return alignTable(rows);
}

function formatWorkers(workers: readonly WorkerStats[]): string {
  if (workers.length === 0) return '';
  const rows = workers.map((worker) => [
    `worker ${worker.index}`,
    ...[whole(worker.ticks), whole(worker.steals), ms(worker.stepMs.p99)],
    ...summaryCells(worker.latenessMs),
  ]);
  return alignTable([['lateness in ms', 'ticks', 'steals', 'step p99', ...summaryHeads], ...rows]);
}

function formatRooms(rooms: readonly RoomStats[]): string {
  if (rooms.length === 0) return '';
  const rows = rooms
    .slice(0, roomsPrintedMax)
    .map((room) => [
      `room ${room.roomId}`,
      ...[whole(room.clients), whole(room.ticks), whole(room.steals), whole(room.droppedSteps)],
      ...[ms(room.stepMs.p99), ...summaryCells(room.latenessMs)],
    ]);
  const heads = ['lateness in ms', 'clients', 'ticks', 'steals', 'dropped', 'step p99'];
  const table = alignTable([[...heads, ...summaryHeads], ...rows]);
  const hidden = rooms.length - rows.length;
  return hidden > 0 ? `${table}\n… and ${hidden} more rooms (--json has them all)` : table;
}

function formatErrors(report: SoakReport): string {
  if (report.errors === 0) return 'no errors';
  const kinds = Object.entries(report.errorsByKind).map(([kind, count]) => `${count} ${kind}`);
  const head = `${report.errors} errors: ${kinds.join(', ')}`;
  return [head, ...report.errorSamples.map((sample) => `  ${sample}`)].join('\n');
}

function summaryCells(summary: Summary): string[] {
  return [ms(summary.p50), ms(summary.p99), ms(summary.p999), ms(summary.max)];
}

function ms(value: number): string {
  return value < 100 ? value.toFixed(2) : value.toFixed(0);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function bytes(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} MB`;
  return value >= 1e3 ? `${(value / 1e3).toFixed(1)} kB` : `${value.toFixed(0)} B`;
}
