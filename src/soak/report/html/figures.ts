/** The handful of numbers that a run is judged by, in large type. Thread-neutral; owns nothing. */
import type { Summary } from '../../measure/server-stats.ts';
import { bytes, count, ms, percent, signed, whole } from '../format-number.ts';
import type { SoakReport } from '../soak-report.ts';
import { withUnit } from '../verdict.ts';
import { html, type Markup } from './escape.ts';

interface Figure {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly note: string;
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
  const limit =
    threshold === undefined || figure.unit === ''
      ? ''
      : ` · limit ${withUnit(threshold.limit, figure.unit)}`;
  return html`<div class="${state}"><dt>${figure.name}</dt>
<dd class="value">${figure.value}<small> ${figure.unit}</small></dd>
<dd class="note">${figure.note}${limit}</dd></div>`;
}

function latency(name: string, summary: Summary | null, flag: string): Figure {
  const title = `${name}, p99`;
  if (summary === null) return { name: title, value: '–', unit: '', note: 'not measured', flag };
  const note = `p50 ${ms(summary.p50)} · max ${ms(summary.max)}`;
  return { name: title, value: ms(summary.p99), unit: 'ms', note, flag };
}

function errors(report: SoakReport): Figure {
  const checked =
    report.checksums === 0 ? 'no state was checked' : `${whole(report.checksums)} states checked`;
  const desyncs = report.desyncs > 0;
  return {
    name: 'Errors, desyncs',
    value: `${whole(report.errors)}, ${whole(report.desyncs)}`,
    unit: '',
    note: `${checked} · ${count(report.drops, 'drop')}`,
    flag: desyncs ? '--max-desyncs' : '--max-errors',
  };
}

function memory({ rssMiB, rssSlopeMiBPerMinute: slope }: SoakReport): Figure {
  const flag = '--max-rss-slope';
  const name = 'Growth of memory';
  const note = rssMiB === null ? 'not measured' : `${whole(rssMiB)} MiB at the end`;
  if (slope === null) return { name, value: '–', unit: '', note, flag };
  return { name, value: signed(slope), unit: 'MiB/min', note, flag };
}

function traffic(report: SoakReport): Figure {
  const [value = '', unit = ''] = bytes(report.bytesPerClientSecond).split(' ');
  const load = report.botLoad > 0 ? ` · bots ${percent(report.botLoad)} busy` : '';
  const note = `${bytes(report.bytesPerSecond)}/s in all${load}`;
  return { name: 'Received by a client', value, unit: `${unit}/s`, note };
}
