/** A report as lines of text for a terminal; the verdict last, where eyes are. Thread-neutral. */
import type { RoomStats, Summary, WorkerStats } from '../measure/server-stats.ts';
import { bytes, count, ms, signed, whole } from './format-number.ts';
import type { DesyncReport, SoakReport } from './soak-report.ts';
import { alignTable } from './text-table.ts';
import { failures, warnings } from './verdict.ts';

/** Rooms in the printed table; the JSON has them all. */
const roomsPrintedMax = 16;
const desyncsPrintedMax = 4;
const summaryHeads = ['p50', 'p99', 'p99.9', 'max'];

/** The report as lines of text, without a final line end. */
export function formatReport(report: SoakReport): string {
  const parts = [
    formatHeadline(report),
    formatLatencies(report),
    formatThreads(report),
    formatWorkers(report.workers),
    formatRooms(report.roomsDetail),
    formatDesyncs(report.desyncReports),
    formatErrors(report),
    formatVerdict(report),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function formatHeadline(report: SoakReport): string {
  const stopped = report.stopped ? ', stopped early' : '';
  const kind = report.kind === 'raw' ? 'raw bots' : 'bots';
  const lines = [
    `${report.room} at ${report.url}, seed ${report.seed}`,
    `${whole(report.joins)} of ${whole(report.bots)} ${kind} in ${count(report.rooms, 'room')}, ` +
      `${report.seconds.toFixed(1)} s measured${stopped}`,
    `${whole(report.patchesPerSecond)} patches/s, ${bytes(report.bytesPerSecond)}/s received ` +
      `(${bytes(report.bytesPerClientSecond)}/s a client), ` +
      `${whole(report.inputsPerSecond)} inputs/s sent`,
  ];
  if (report.ticksPerSecond !== null && report.steals !== null) {
    const dropped = report.messagesDropped ?? 0;
    const messages = dropped > 0 ? `, ${whole(dropped)} messages dropped` : '';
    lines.push(
      `${whole(report.ticksPerSecond)} ticks/s, ${whole(report.steals)} steals${messages}`,
    );
  }
  if (report.rssMiB !== null) lines.push(formatMemory(report.rssMiB, report.rssSlopeMiBPerMinute));
  if (report.drops > 0 || report.reconnects > 0) {
    lines.push(`${count(report.drops, 'drop')}, ${count(report.reconnects, 'reconnect')}`);
  }
  if (report.checksums > 0) {
    lines.push(`${whole(report.checksums)} states checked, ${count(report.desyncs, 'desync')}`);
  }
  return lines.join('\n');
}

function formatMemory(rssMiB: number, slope: number | null): string {
  const trend = slope === null ? 'too short a run for its slope' : `${signed(slope)} MiB/min`;
  return `${whole(rssMiB)} MiB of memory, ${trend}`;
}

function formatLatencies(report: SoakReport): string {
  const rows: string[][] = [['ms', ...summaryHeads]];
  const add = (name: string, summary: Summary | null): void => {
    if (summary !== null) rows.push([name, ...summaryCells(summary)]);
  };
  add('tick lateness', report.latenessMs);
  add('step', report.stepMs);
  add('input to ack', report.inputAckMs);
  add('patch jitter', report.patchJitterMs);
  add('join', report.joinMs);
  add('reconnect', report.reconnectMs);
  add("main's event loop", report.loopDelayMs);
  add("bots' own event loop", report.botLoopMs);
  return alignTable(rows);
}

/** Processor and garbage, thread by thread, in the order in which the report has them. */
function formatThreads(report: SoakReport): string {
  const { cpuSeconds, gcMs, seconds } = report;
  const threads = [...new Set([...Object.keys(cpuSeconds), ...Object.keys(gcMs)])];
  if (threads.length === 0) return '';
  const rows = threads.map((thread) => {
    const cpu = cpuSeconds[thread];
    const gc = gcMs[thread];
    const cores = cpu === undefined || seconds === 0 ? '' : (cpu / seconds).toFixed(2);
    return [thread, cpu?.toFixed(1) ?? '', cores, gc === undefined ? '' : whole(gc)];
  });
  return alignTable([['thread', 'CPU s', 'cores', 'GC ms'], ...rows]);
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

/** The worst first: with many rooms, those are the ones to look at. */
function formatRooms(rooms: readonly RoomStats[]): string {
  if (rooms.length === 0) return '';
  const worst = rooms.toSorted((a, b) => b.latenessMs.p99 - a.latenessMs.p99);
  const rows = worst
    .slice(0, roomsPrintedMax)
    .map((room) => [
      `room ${printable(room.roomId)}`,
      ...[whole(room.clients), whole(room.ticks), whole(room.steals), whole(room.droppedSteps)],
      ...[ms(room.stepMs.p99), ...summaryCells(room.latenessMs)],
    ]);
  const heads = ['lateness in ms', 'clients', 'ticks', 'steals', 'dropped', 'step p99'];
  const table = alignTable([[...heads, ...summaryHeads], ...rows]);
  const hidden = rooms.length - rows.length;
  return hidden > 0 ? `${table}\n… and ${hidden} more rooms (--json has them all)` : table;
}

function formatDesyncs(desyncs: readonly DesyncReport[]): string {
  if (desyncs.length === 0) return '';
  const lines = desyncs.slice(0, desyncsPrintedMax).map(({ roomId, bot, tick, difference }) => {
    const where = `bot ${bot} in room ${printable(roomId)} at tick ${tick}`;
    return `desync of ${where}: ${printable(difference)}`;
  });
  const hidden = desyncs.length - lines.length;
  if (hidden > 0) lines.push(`… and ${hidden} more desyncs (--json has them all)`);
  return lines.join('\n');
}

function formatErrors(report: SoakReport): string {
  if (report.errors === 0) return 'no errors';
  const kinds = Object.entries(report.errorsByKind).map(([kind, times]) => `${times} ${kind}`);
  const head = `${count(report.errors, 'error')}: ${kinds.join(', ')}`;
  return [head, ...report.errorSamples.map((sample) => `  ${printable(sample)}`)].join('\n');
}

function formatVerdict(report: SoakReport): string {
  const warned = warnings(report).map((text) => `note: ${text}`);
  const failed = failures(report).map(({ words, flag }) => `failed: ${words} (${flag})`);
  return [...warned, ...(report.ok ? ['passed'] : failed)].join('\n');
}

/** What came from a server may hold a terminal's own commands. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ');
}

function summaryCells(summary: Summary): string[] {
  return [ms(summary.p50), ms(summary.p99), ms(summary.p999), ms(summary.max)];
}
