/** A run's outcome as text for people. Thread-neutral; owns nothing. */
import type { RoomStats, Summary, WorkerStats } from '../measure/server-stats.ts';
import type { SoakReport } from './soak-report.ts';
import { alignTable } from './text-table.ts';

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
