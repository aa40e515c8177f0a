/**
 * A report as one HTML file that needs nothing else: verdict, figures, the run as a section, plots
 * and tables. Its script, uPlot and its data are in it; its policy allows no other script and no
 * network. Thread-neutral; reads uPlot's files from its package.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { count, whole } from './format-number.ts';
import { html, type Markup, nothing, rawCode, scriptJson } from './html/escape.ts';
import { formatFigures } from './html/figures.ts';
import { formatDesyncs, formatErrors } from './html/findings.ts';
import { pageScript } from './html/page-script.ts';
import { type Plot, type PlotGroup, plotGroups } from './html/plots.ts';
import { type Points, toPoints } from './html/points.ts';
import { formatSection } from './html/section.ts';
import { pageStyle } from './html/style.ts';
import { tableScript } from './html/table-script.ts';
import {
  formatLatencies,
  formatRooms,
  formatThreads,
  formatThresholds,
  formatWorkers,
  titled,
} from './html/tables.ts';
import type { SoakReport } from './soak-report.ts';
import { failures, warnings, whatRan } from './verdict.ts';

/** Where a report comes from: what itself cannot know. */
export interface ReportOrigin {
  /** As it was typed, word by word. */
  readonly command?: readonly string[];
  readonly madeAt?: Date;
}

/** The report as the text of an HTML file. */
export function formatHtml(report: SoakReport, origin: ReportOrigin = {}): string {
  const points = toPoints(report.samples);
  const groups = plotGroups(report, points.samples);
  const scripts = [readUplot('uPlot.iife.min.js'), rawCode(pageScript), rawCode(tableScript)];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${report.ok ? 'Passed' : 'Failed'}: soak of ${report.room}</title>
<style>${readUplot('uPlot.min.css')}${rawCode(pageStyle)}</style></head>
<body><main>
${formatHeader(report, origin)}
${formatFigures(report)}
${formatSection(report.samples)}
${groups.map(formatGroup)}
${points.secondsEach > 1 ? formatThinned(points) : nothing}
${formatDesyncs(report)}${formatErrors(report)}
<div class="columns">${formatThresholds(report)}${formatLatencies(report)}
${formatThreads(report)}${formatWorkers(report)}</div>
${formatRooms(report)}
${formatParameters(report, origin)}
</main>
<script type="application/json" id="data">${scriptJson(pageData(points, groups))}</script>
${scripts.map((code) => html`<script>${code}</script>\n`)}</body></html>
`;
  return page.text;
}

function formatHeader(report: SoakReport, { madeAt }: ReportOrigin): Markup {
  const failed = failures(report);
  const reasons = failed.length > 1 ? html`<ul>${failed.map(listItem)}</ul>` : nothing;
  const warned = warnings(report).map((text) => html`<p class="warning">${sentence(text)}</p>`);
  const when =
    madeAt === undefined ? '' : ` · ${madeAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return html`<header class="${report.ok ? 'passed' : 'failed'}">
<p class="what">Soak of <b>${report.room}</b>${when}</p>
<h1><span>${report.ok ? 'Passed' : 'Failed'}</span> ${outcome(report, failed)}</h1>
${reasons}${warned}</header>`;
}

function outcome(report: SoakReport, failed: readonly string[]): string {
  const ran = whatRan(report);
  if (!report.ok) {
    const why = failed.length === 1 ? (failed[0] ?? '') : `${failed.length} limits do not hold`;
    return `${ran}: ${why}.`;
  }
  const checked = report.checksums > 0 ? ', every state that was checked was the server’s' : '';
  const errors = report.errors === 0 ? 'no errors' : `${count(report.errors, 'error')}, as allowed`;
  return `${ran}: ${errors}${checked}, every limit held.`;
}

function listItem(text: string): Markup {
  return html`<li>${sentence(text)}</li>`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function formatGroup({ title, plots }: PlotGroup): Markup {
  return html`<section><h2>${title}</h2><div class="plots">${plots.map(formatPlot)}</div></section>`;
}

function formatPlot({ id, title, how }: Plot): Markup {
  return html`<figure class="plot"><h3>${title}</h3><p class="how">${how}</p>
<div class="canvas" data-plot="${id}" role="img" aria-label="${title}: ${how}"></div></figure>`;
}

function formatThinned({ secondsEach }: Points): Markup {
  return html`<p class="how">Each point stands for ${secondsEach} seconds: the worst latency in
them, the mean of everything else.</p>`;
}

function formatParameters(report: SoakReport, { command }: ReportOrigin): Markup {
  const pairs: readonly (readonly [string, string])[] = [
    ['room', report.room],
    ['server', report.url],
    ['rooms', whole(report.rooms)],
    ['bots', `${whole(report.joins)} of ${whole(report.bots)}, kind ${report.kind}`],
    ['measured', `${report.seconds.toFixed(1)} s${report.stopped ? ', stopped early' : ''}`],
    ['seed', String(report.seed)],
  ];
  const list = pairs.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`);
  const line =
    command === undefined
      ? nothing
      : html`<pre class="command">${command.map(shellWord).join(' ')}</pre>`;
  return titled('The run', '', html`<dl class="parameters">${list}</dl>${line}`);
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function pageData({ samples }: Points, groups: readonly PlotGroup[]) {
  const joining = samples.filter(({ phase }) => phase === 'joining');
  return {
    atSeconds: samples.map(({ atSeconds }) => atSeconds),
    rampEndSeconds: joining.at(-1)?.atSeconds ?? 0,
    plots: groups.flatMap(({ plots }) => plots),
  };
}

/** Scripts by their own sums: text of a run that got past every escape would still not run. */
function policy(scripts: readonly Markup[]): string {
  const sums = scripts.map(({ text }) => {
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  });
  return `default-src 'none'; style-src 'unsafe-inline'; script-src ${sums.join(' ')}`;
}

function readUplot(file: string): Markup {
  const path = createRequire(import.meta.url).resolve(`uplot/dist/${file}`);
  return rawCode(readFileSync(path, 'utf8').trim());
}
