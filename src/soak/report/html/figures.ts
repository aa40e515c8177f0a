/** The handful of numbers that a run is judged by, in large type. Thread-neutral; owns nothing. */
import type { Summary } from '../../measure/server-stats.ts';
import { briefMs, bytes, count, percent, signed, whole } from '../format-number.ts';
import type { SoakReport } from '../soak-report.ts';
import { limitText } from '../verdict.ts';
import { html, type Markup } from './escape.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  /** Parts that a line break must not tear. */
  readonly notes: readonly string[];
  /** Whose threshold says whether it is good; nobody's where none was asked for. */
  readonly flag?: string;
}

export function formatFigures(report: SoakReport): Markup {
  const figures = [
    latency('Input to ack', report.inputAckMs, '--max-ack-p99'),
    latency('Patch jitter', report.patchJitterMs, '--max-patch-jitter-p99'),
    latency('Tick lateness', report.latenessMs, '--max-lateness-p99'),
    errors(report),
    memory(report),
    traffic(report),
  ];
  return html`<dl class="figures">${figures.map((figure) => formatFigure(figure, report))}</dl>`;
}

function formatFigure(figure: Figure, { thresholds }: SoakReport): Markup {
  const threshold = thresholds.find(({ flag }) => flag === figure.flag);
  const state = threshold === undefined ? '' : threshold.holds ? 'good' : 'bad';
  const isLimited = threshold !== undefined && figure.unit !== '';
  const limit = isLimited ? [`limit ${limitText(threshold.limit, figure.unit)}`] : [];
  const notes = [...figure.notes, ...limit].map((note) => html`<span>${note}</span> `);
  return html`<div class="${state}"><dt>${figure.name}</dt>
<dd class="value">${figure.value}<small> ${figure.unit}</small></dd>
<dd class="note">${notes}</dd></div>`;
}

function latency(name: string, summary: Summary | null, flag: string): Figure {
  const title = `${name}, p99`;
  if (summary === null) return { name: title, value: '–', unit: '', notes: ['not measured'], flag };
  const notes = [`p50 ${briefMs(summary.p50)}`, `max ${briefMs(summary.max)}`];
  return { name: title, value: briefMs(summary.p99), unit: 'ms', notes, flag };
}

function errors(report: SoakReport): Figure {
  const checked =
    report.checksums === 0 ? 'no state was checked' : `${whole(report.checksums)} states checked`;
  const desyncs = report.desyncs > 0;
  return {
    name: 'Errors, desyncs',
    value: `${whole(report.errors)}, ${whole(report.desyncs)}`,
    unit: '',
    notes: [checked, count(report.drops, 'drop')],
    flag: desyncs ? '--max-desyncs' : '--max-errors',
  };
}

function memory({ rssMiB, rssSlopeMiBPerMinute: slope }: SoakReport): Figure {
  const flag = '--max-rss-slope';
  const name = 'Growth of memory';
  const notes = [rssMiB === null ? 'not measured' : `${whole(rssMiB)} MiB at the end`];
  if (slope === null) return { name, value: '–', unit: '', notes, flag };
  return { name, value: signed(slope), unit: 'MiB/min', notes, flag };
}

function traffic(report: SoakReport): Figure {
  const [value = '', unit = ''] = bytes(report.bytesPerClientSecond).split(' ');
  const load = report.botLoad > 0 ? [`bots ${percent(report.botLoad)} busy`] : [];
  const notes = [`${bytes(report.bytesPerSecond)}/s in all`, ...load];
  return { name: 'Received by a client', value, unit: `${unit}/s`, notes };
}
