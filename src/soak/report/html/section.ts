/**
 * The run as a section through the ground: bots in on the surface, under it a layer for each
 * thing that can go wrong, down to the step of a game, second by second, darker where it was worse
 * than usual. Drawn here as SVG, so that it needs no script. Thread-neutral; owns nothing.
 */
import { briefMs } from '../format-number.ts';
import type { Percentiles, Sample } from '../soak-report.ts';
import { html, type Markup, nothing } from './escape.ts';
import { toPoints } from './points.ts';

/** Columns that a phone can still show. */
const columnsMax = 360;
/** Times as bad as usual at which a cell's shade becomes the next. */
const shadeEdges = [1.5, 2.5, 5, 10, 20] as const;
/** Less than this is nothing to a player, whatever it is times. */
const usualMsMin = 1;

/** Of the surface's height; above the hill is room for marks. */
const hillHeight = 0.72;
const markHeight = 0.2;

interface Layer {
  readonly name: string;
  readonly of: (sample: Sample) => Percentiles | null;
}

const layers: readonly Layer[] = [
  { name: 'input to ack', of: (sample) => sample.inputAckMs },
  { name: 'patch jitter', of: (sample) => sample.patchJitterMs },
  { name: 'tick lateness', of: (sample) => sample.latenessMs },
  { name: 'step', of: (sample) => sample.stepMs },
];

export function formatSection(all: readonly Sample[]): Markup {
  const { samples, secondsEach } = toPoints(all, columnsMax);
  const last = samples.at(-1);
  if (last === undefined) return nothing;
  return html`<figure class="section" id="section" data-seconds="${last.atSeconds}">
<figcaption>The whole run, ${step(secondsEach)}: on the surface who was in, below it what
players felt, at the bottom what rooms did. Shaded where a p99 was worse than that layer usually
is.</figcaption>
<div class="strata">
${surface(samples)}
${layers.map((layer) => stratum(layer, samples))}
<div class="cursor" hidden></div>
</div>
${timeline(samples, last.atSeconds)}
${legend}
</figure>`;
}

function step(secondsEach: number): string {
  return secondsEach === 1 ? 'second by second' : `the worst of every ${secondsEach} seconds`;
}

/** The silhouette of how many are in, with a mark at each second that had drops or errors. */
function surface(samples: readonly Sample[]): Markup {
  const most = Math.max(1, ...samples.map(({ bots }) => bots));
  const hill = samples.map(({ bots }, x) => `L${x} ${at(bots)}L${x + 1} ${at(bots)}`).join('');
  const marks = samples.flatMap((sample, x) => {
    const before = samples[x - 1];
    if (sample.errors > (before?.errors ?? 0)) return [mark(x, 'error')];
    return sample.drops > (before?.drops ?? 0) ? [mark(x, 'drop')] : [];
  });
  function at(bots: number): string {
    return (1 - (bots / most) * hillHeight).toFixed(3);
  }
  return html`<span class="name">bots in</span>
<span class="usual">${most.toLocaleString('en-US')} at most</span>
<svg class="hill" viewBox="0 0 ${samples.length} 1" preserveAspectRatio="none" aria-hidden="true">
<path d="M0 1${hill}L${samples.length} 1Z"/>${marks}</svg>`;
}

function mark(x: number, kind: 'error' | 'drop'): Markup {
  return html`<rect class="${kind}" x="${x}" y="0" width="1" height="${markHeight}"/>`;
}

function stratum({ name, of }: Layer, samples: readonly Sample[]): Markup {
  const values = samples.map((sample) => of(sample)?.p99 ?? null);
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  const usual = known[known.length >> 1];
  if (usual === undefined) return nothing;
  const shades = values.map((value) => (value === null ? null : shadeOf(value, usual)));
  return html`<span class="name">${name}</span>
<span class="usual">usually ${briefMs(usual)} ms</span>
<svg viewBox="0 0 ${samples.length} 1" preserveAspectRatio="none" aria-hidden="true">
${runs(shades)}</svg>`;
}

function shadeOf(value: number, usual: number): number {
  const times = value / Math.max(usual, usualMsMin);
  return shadeEdges.filter((edge) => times >= edge).length;
}

/** Neighbours of one shade are one rectangle. */
function runs(shades: readonly (number | null)[]): Markup[] {
  const found: Markup[] = [];
  let begin = 0;
  for (let x = 1; x <= shades.length; x += 1) {
    const shade = shades[begin];
    if (x < shades.length && shades[x] === shade) continue;
    if (shade !== null && shade !== undefined) {
      found.push(html`<rect class="s${shade}" x="${begin}" width="${x - begin}" height="1"/>`);
    }
    begin = x;
  }
  return found;
}

function timeline(samples: readonly Sample[], seconds: number): Markup {
  const ramp = samples.filter(({ phase }) => phase === 'joining').length / samples.length;
  const measured = html`<span class="ramp" style="left:${(ramp * 100).toFixed(2)}%">all in</span>`;
  return html`<div class="timeline"><div><span class="begin">0:00</span>
${ramp > 0.08 && ramp < 0.85 ? measured : nothing}
<span class="end">${clock(seconds)}</span></div></div>`;
}

/** '1:05', '2:00:00'. The page's script has the same for its axes. */
function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const short = `${minutes % 60}:${two(whole % 60)}`;
  return minutes < 60
    ? short
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(whole % 60)}`;
}

const legend = html`<p class="shades"><span>as usual</span>
${shadeEdges.map((_, shade) => html`<i class="s${shade}"></i>`)}<i class="s5"></i>
<span>20 times as bad</span><span><b class="drop"></b>drops</span>
<span><b class="error"></b>errors</span><output id="moment"></output></p>`;
