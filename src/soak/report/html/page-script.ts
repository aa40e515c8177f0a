/**
 * What a page does in the browser: draws its plots with uPlot, moves one cursor through all of
 * them and the section, follows the width and the light. Plain JavaScript, run in a reader's
 * browser; test/browser runs it.
 */
export const pageScript = `'use strict';
(() => {
const data = JSON.parse(document.getElementById('data').textContent);
const plotOf = new Map(data.plots.map((plot) => [plot.id, plot]));
const plotHeight = 200;
/** No axis of things counted has a half of one. */
const countsLeast = 4;
/** Where uPlot has a cursor that is nowhere. */
const outside = -10;
let drawn = [];

const tone = (name) => getComputedStyle(document.documentElement).getPropertyValue('--' + name);
const two = (value) => String(value).padStart(2, '0');

function clock(seconds) {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return minutes + ':' + two(whole % 60);
  return Math.floor(minutes / 60) + ':' + two(minutes % 60) + ':' + two(whole % 60);
}

/** Three digits, and none that say nothing. */
function short(value) {
  if (value === 0) return '0';
  const digits = Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}

const writers = {
  ms: (value) => short(value) + ' ms',
  cores: (value) => short(value),
  MiB: (value) => short(value) + ' MiB',
  bytes: (value) => value >= 1e6 ? short(value / 1e6) + ' MB' : short(value / 1e3) + ' kB',
  count: (value) => short(value),
  percent: (value) => short(value) + ' %',
};

/** Each stacked series with all those under it. The topmost comes first. */
function stack(series) {
  const columns = series.map(({ values }) => values.slice());
  for (let index = series.length - 2; index >= 0; index -= 1) {
    if (!series[index].stacked || !series[index + 1].stacked) continue;
    const under = columns[index + 1];
    columns[index] = columns[index].map((value, at) => value === null ? null : value + under[at]);
  }
  return columns;
}

function seriesOptions(plot, { label, values, tone: name, width, dash, stacked }) {
  return {
    label,
    stroke: stacked ? undefined : tone(name),
    fill: stacked ? tone(name) : undefined,
    width: stacked ? 0 : width ?? 1.5,
    paths: stacked ? uPlot.paths.stepped({ align: -1 }) : undefined,
    dash: dash ? [6, 4] : undefined,
    points: { show: false },
    // uPlot gives what it drew; of a stack that is not what the series has.
    value: (u, value, index, at) => at === null || at === undefined || values[at] === null
      ? '' : writers[plot.unit](values[at]),
  };
}

/** From zero, or in whole decades; the limit is always in sight. */
function range(plot, low, high) {
  const most = Math.max(high ?? 1, plot.limit ?? 0);
  if (plot.scale === 'log') {
    const least = Math.max(0.01, Math.min(low ?? 1, plot.limit ?? Infinity));
    return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most * 1.01))];
  }
  if (plot.unit === 'MiB' && low !== null) {
    const room = Math.max(8, (high - low) * 0.25);
    return [Math.max(0, low - room), high + room];
  }
  const least = plot.unit === 'count' ? countsLeast : 0;
  return [0, Math.max(most * 1.08, least) || 1];
}

function axis(more, filters) {
  return {
    stroke: tone('ink-2'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: tone('edge'), width: 1, ...filters },
    ticks: { show: false },
    ...filters,
    ...more,
  };
}

/** The ramp is shaded: its numbers are of a room that still fills. */
function shadeRamp(u) {
  const end = u.valToPos(data.rampEndSeconds, 'x', true) - u.bbox.left;
  if (end <= 0) return;
  u.ctx.save();
  u.ctx.globalAlpha = 0.6;
  u.ctx.fillStyle = tone('s0');
  u.ctx.fillRect(u.bbox.left, u.bbox.top, end, u.bbox.height);
  u.ctx.restore();
}

function drawLimit(u, plot) {
  if (plot.limit === null) return;
  const { ctx, bbox } = u;
  const y = u.valToPos(plot.limit, 'y', true);
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = tone('bad');
  ctx.lineWidth = ratio;
  ctx.setLineDash([2 * ratio, 3 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = 12 * ratio + 'px system-ui, sans-serif';
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  const words = ['limit ' + writers[plot.unit](plot.limit), bbox.left + bbox.width, y - 2 * ratio];
  ctx.setLineDash([]);
  ctx.lineWidth = 4 * ratio;
  ctx.strokeStyle = tone('stone');
  ctx.strokeText(...words); // lines of the plot must not run through it
  ctx.fillText(...words);
  ctx.restore();
}

function options(plot, width) {
  const isLog = plot.scale === 'log';
  const write = (u, splits) =>
    splits.map((value) => value === null ? '' : writers[plot.unit](value));
  return {
    width,
    height: plotHeight,
    legend: { markers: { width: 0, fill: (u, index) => tone(plot.series[index - 1].tone) } },
    cursor: { y: false, sync: { key: 'run' }, drag: { setScale: true }, points: { size: 7 } },
    scales: {
      x: { time: false },
      y: { distr: isLog ? 3 : 1, range: (u, low, high) => range(plot, low, high) },
    },
    axes: [
      axis({ values: (u, splits) => splits.map(clock), size: 28, space: 64, incrs: stepsOfTime }),
      axis({ values: write, size: 62, space: 34 }, isLog ? decadesOnly : undefined),
    ],
    series: [
      { label: '', value: (u, at) => at === null || at === undefined ? '' : 'at ' + clock(at) },
      ...plot.series.map((series) => seriesOptions(plot, series)),
    ],
    hooks: {
      drawClear: [shadeRamp],
      draw: [(u) => drawLimit(u, plot)],
      setCursor: [showMoment],
    },
  };
}

/** Lines and words at 1, 10, 100: what lies between two of them is read well enough. */
const decadesOnly = {
  filter: (u, splits) => splits.map((value) => {
    const decades = Math.log10(value);
    return Math.abs(decades - Math.round(decades)) < 1e-6 ? value : null;
  }),
};

const stepsOfTime = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];

const section = document.getElementById('section');
const line = section?.querySelector('.cursor');
const moment = document.getElementById('moment');

/** The cursor of the first plot, and so of all of them, in the section. */
function showMoment(u) {
  if (!line || u !== drawn[0]?.u) return;
  const at = u.cursor.idx === null || u.cursor.idx === undefined || u.cursor.left < 0
    ? undefined : data.atSeconds[u.cursor.idx];
  line.hidden = at === undefined;
  moment.textContent = at === undefined ? '' : 'at ' + clock(at);
  if (at === undefined) return;
  const strata = line.parentElement;
  const { left, width } = strata.querySelector('svg').getBoundingClientRect();
  const share = at / Number(section.dataset.seconds);
  line.style.left = left - strata.getBoundingClientRect().left + share * width + 'px';
}

/** The section's cursor, in the first plot, which hands it to all others. */
function followSection() {
  const strata = line?.parentElement;
  if (!strata || drawn.length === 0) return;
  const move = (left) => drawn[0].u.setCursor({ left, top: 0 }, true, true);
  strata.addEventListener('pointermove', (event) => {
    const { left, width } = strata.querySelector('svg').getBoundingClientRect();
    const share = (event.clientX - left) / width;
    const seconds = share * Number(section.dataset.seconds);
    move(share < 0 || share > 1 ? outside : drawn[0].u.valToPos(seconds, 'x'));
  });
  strata.addEventListener('pointerleave', () => move(outside));
}

function draw() {
  for (const { u } of drawn) u.destroy();
  drawn = Array.from(document.querySelectorAll('[data-plot]'), (target) => {
    const plot = plotOf.get(target.dataset.plot);
    target.classList.toggle('stacked', plot.series.some(({ stacked }) => stacked));
    const columns = [data.atSeconds, ...stack(plot.series)];
    return { target, u: new uPlot(options(plot, target.clientWidth), columns, target) };
  });
}

draw();
followSection();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', () => {
  for (const { u, target } of drawn) u.setSize({ width: target.clientWidth, height: plotHeight });
});
})();
`;
