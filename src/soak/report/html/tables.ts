/** What a page lists: limits, latencies, threads, workers and rooms. Thread-neutral. */
import type { RoomStats, Summary, WorkerStats } from '../../measure/server-stats.ts';
import { ms, whole } from '../format-number.ts';
import type { SoakReport } from '../soak-report.ts';
import { describeThreshold } from '../thresholds.ts';
import { limitText, valueText } from '../verdict.ts';
import { html, type Markup, nothing } from './escape.ts';
import { type Cell, type Column, formatTable, number, text } from './table.ts';

const percentileColumns: readonly Column[] = ['p50', 'p99', 'p99.9', 'max'].map((head) => {
  return { head };
});

export function formatThresholds({ thresholds }: SoakReport): Markup {
  const rows = thresholds.map(({ flag, limit, value, holds }) => {
    const { name, unit } = describeThreshold(flag);
    const word = holds ? 'holds' : value === null ? 'not measured' : 'broken';
    return [
      text(name),
      number(value, (known) => valueText(known, unit)),
      number(limit, (known) => limitText(known, unit)),
      { text: word, isBad: !holds },
    ];
  });
  const columns = [
    { head: 'limit on', isText: true },
    ...[{ head: 'measured' }, { head: 'allowed' }],
    { head: 'outcome', isText: true },
  ];
  return titled('Limits', '', formatTable({ id: 'limits', columns, rows }));
}

export function formatLatencies(report: SoakReport): Markup {
  const all: readonly (readonly [string, Summary | null])[] = [
    ['input to ack', report.inputAckMs],
    ['patch jitter', report.patchJitterMs],
    ['tick lateness', report.latenessMs],
    ['step', report.stepMs],
    ['join', report.joinMs],
    ['reconnect', report.reconnectMs],
    ['main’s event loop', report.loopDelayMs],
    ['bots’ own event loop', report.botLoopMs],
  ];
  const rows = all.flatMap(([name, summary]) =>
    summary === null ? [] : [[text(name), ...summaryCells(summary)]],
  );
  const columns = [{ head: 'latency in ms', isText: true }, ...percentileColumns];
  const note = 'Lateness and step are of the server since its start, all else of this run.';
  return titled('Latencies', note, formatTable({ id: 'latencies', columns, rows }));
}

export function formatThreads({ cpuSeconds, gcMs, seconds }: SoakReport): Markup {
  const names = [...new Set([...Object.keys(cpuSeconds), ...Object.keys(gcMs)])];
  if (names.length === 0) return nothing;
  const cores = (cpu: number): number => (seconds > 0 ? cpu / seconds : 0);
  const rows = names.map((name) => {
    const cpu = cpuSeconds[name];
    return [
      text(name),
      number(cpu, (known) => known.toFixed(1)),
      number(cpu === undefined ? null : cores(cpu), (known) => known.toFixed(2)),
      number(gcMs[name], whole),
    ];
  });
  const columns = [
    { head: 'thread', isText: true },
    ...[{ head: 'CPU seconds' }, { head: 'cores' }, { head: 'GC ms' }],
  ];
  return titled('Threads', '', formatTable({ id: 'threads', columns, rows }));
}

export function formatWorkers({ workers }: SoakReport): Markup {
  if (workers.length === 0) return nothing;
  const rows = workers
    .toSorted(worstFirst)
    .map((worker) => [
      text(`worker ${worker.index}`),
      number(worker.ticks, whole),
      number(worker.steals, whole),
      number(worker.stepMs.p99, ms),
      ...summaryCells(worker.latenessMs),
    ]);
  const columns = [
    { head: 'worker', isText: true },
    ...[{ head: 'ticks' }, { head: 'steals' }, { head: 'step p99' }],
    ...percentileColumns,
  ];
  const table = formatTable({ id: 'workers', columns, rows, sortedBy: 5 });
  return titled('Workers', 'Percentiles are of tick lateness, in ms.', table);
}

export function formatRooms({ roomsDetail }: SoakReport): Markup {
  if (roomsDetail.length === 0) return nothing;
  const rows = roomsDetail
    .toSorted(worstFirst)
    .map((room) => [
      text(room.roomId),
      number(room.clients, whole),
      number(room.ticks, whole),
      number(room.steals, whole),
      { ...number(room.droppedSteps, whole), isBad: room.droppedSteps > 0 },
      number(room.stepMs.p99, ms),
      ...summaryCells(room.latenessMs),
    ]);
  const columns = [
    { head: 'room', isText: true },
    ...[{ head: 'clients' }, { head: 'ticks' }, { head: 'steals' }, { head: 'dropped steps' }],
    { head: 'step p99' },
    ...percentileColumns,
  ];
  const table = formatTable({ id: 'rooms', columns, rows, sortedBy: 7 });
  return titled('Rooms', 'The latest ticks first. Percentiles are of tick lateness, in ms.', table);
}

export function titled(title: string, note: string, content: Markup): Markup {
  const words = note === '' ? nothing : html`<p class="how">${note}</p>`;
  return html`<section><h2>${title}</h2>${words}${content}</section>`;
}

function worstFirst(a: WorkerStats | RoomStats, b: WorkerStats | RoomStats): number {
  return b.latenessMs.p99 - a.latenessMs.p99;
}

function summaryCells(summary: Summary): Cell[] {
  const values = [summary.p50, summary.p99, summary.p999, summary.max];
  return values.map((value) => number(value, ms));
}
