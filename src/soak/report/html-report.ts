/**
 * A report as one HTML file that needs nothing else: verdict, figures, the run as a section, plots
 * and tables. Its script, uPlot and its data are in it; its policy allows no other script and no
 * network. Thread-neutral; reads uPlot's files from its package.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

/** More reasons than these are a list under the headline. */
const reasonsInHeadline = 3;

/** The report as the text of an HTML file. */
export function formatHtml(report: SoakReport, origin: ReportOrigin = {}): string {
  const points = toPoints(report.samples);
  const groups = plotGroups(report, points.samples);
  const license = readCode(import.meta.resolve('uplot/LICENSE'));
  const uplot = readCode(import.meta.resolve('uplot/dist/uPlot.iife.min.js'));
  const uplotStyle = readCode(import.meta.resolve('uplot/dist/uPlot.min.css'));
  const scripts = [
    html`/*
${license}
*/
${uplot}`,
    rawCode(pageScript),
    rawCode(tableScript),
  ];
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${report.ok ? 'Passed' : 'Failed'}: soak of ${report.room}</title>
<style>${uplotStyle}${rawCode(pageStyle)}</style></head>
<body><main>
${formatHeader(report, origin)}
${formatFigures(report)}
${formatSection(report.samples)}
${formatDesyncs(report)}${formatErrors(report)}
${groups.map(formatGroup)}
${points.secondsEach > 1 ? formatThinned(points) : nothing}
<div class="columns">${formatThresholds(report)}${formatLatencies(report)}
${formatThreads(report)}</div>
${formatWorkers(report)}${formatRooms(report)}
${formatParameters(report, origin)}
</main>
<script type="application/json" id="data">${scriptJson(pageData(points, groups))}</script>
${scripts.map((code) => html`<script>${code}</script>\n`)}</body></html>
`;
  return page.text;
}

function formatHeader(report: SoakReport, { madeAt }: ReportOrigin): Markup {
  const failed = failures(report).map(({ words }) => words);
  const isLong = failed.length > reasonsInHeadline;
  const list = html`<ul>${failed.map((words) => html`<li>${sentence(words)}</li>`)}</ul>`;
  const warned = warnings(report).map((words) => html`<p class="warning">${sentence(words)}</p>`);
  const when = madeAt === undefined ? '' : ` · ${minute(madeAt)} UTC`;
  return html`<header class="${report.ok ? 'passed' : 'failed'}">
<p class="what">Soak of <b>${report.room}</b>${when}</p>
<h1><span>${report.ok ? 'Passed' : 'Failed'}</span> ${tied(whatRan(report))}:
${tied(outcome(report, failed))}.</h1>
${isLong ? list : nothing}${warned}</header>`;
}

function outcome(report: SoakReport, failed: readonly string[]): string {
  if (failed.length > reasonsInHeadline) return `${failed.length} limits do not hold`;
  if (!report.ok) return failed.join('; ');
  const errors = report.errors === 0 ? 'no errors' : `${count(report.errors, 'error')}, as allowed`;
  const states = report.checksums > 0 ? 'no desyncs' : 'no states checked';
  return `${errors}, ${states}, every limit held`;
}

/** A number stays on the line of its unit. */
function tied(words: string): string {
  return words.replace(/(\d) (?=\S)/g, '$1\u00a0');
}

function minute(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function formatGroup({ title, plots }: PlotGroup): Markup {
  return html`<section><h2>${title}</h2>
<div class="plots">${plots.map(formatPlot)}</div></section>`;
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

function readCode(url: string): Markup {
  return rawCode(readFileSync(new URL(url), 'utf8').trim());
}
