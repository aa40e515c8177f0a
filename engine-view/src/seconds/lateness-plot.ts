/**
 * The histogram of lateness: the last second as bars, a second's mean over ten as an outline, both
 * axes logarithmic, so that one late tick in ten thousand is in sight. Main thread of the page;
 * owns its uPlot.
 */
import uPlot from 'uplot';
import { lateMs, veryLateMs } from '../lanes/visit-shape.ts';
import { make, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { milliseconds, whole } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';
import { binAt, binCount, binsPerDecade, decadeFirst } from './lateness-bins.ts';
import { axisOf, plotHeight, quiet } from './plot-options.ts';

const heightMost = 4; // 10,000 ticks in one bin
const bins = Array.from({ length: binCount }, (_, bin) => bin);

export class LatenessPlot {
  readonly #target: HTMLElement;
  readonly #words: HTMLElement;
  readonly #model: EngineModel;
  readonly #theme: Theme;
  #plot: uPlot | undefined;

  constructor(root: HTMLElement, model: EngineModel, theme: Theme) {
    this.#model = model;
    this.#theme = theme;
    const head = make('figcaption', '');
    this.#words = make('span', 'legend');
    this.#target = make('div', 'canvas');
    head.append(make('b', '', 'lateness of ticks'), this.#words);
    root.append(head, this.#target);
    new ResizeObserver(() => this.#fit()).observe(this.#target);
  }

  show(): void {
    this.#plot?.setData(this.#data());
    const lateness = this.#model.second?.lateness;
    if (lateness === undefined) return;
    const { p50Ms, p99Ms, maxMs } = lateness;
    const words = [`p50 ${milliseconds(p50Ms)}`, `p99 ${milliseconds(p99Ms)}`];
    setText(this.#words, `${words.join(' · ')} · most ${milliseconds(maxMs)} ms`);
  }

  redraw(): void {
    this.#plot?.destroy();
    const width = this.#target.clientWidth;
    if (width === 0) return;
    this.#plot = new uPlot(this.#options(width), this.#data(), this.#target);
  }

  #fit(): void {
    const width = this.#target.clientWidth;
    if (width === 0) return;
    if (this.#plot === undefined) this.redraw();
    else this.#plot.setSize({ width, height: plotHeight });
  }

  /** One count has a height, none has none. */
  #data(): uPlot.AlignedData {
    const height = (count: number) => Math.log10(1 + count);
    const { now, mean } = this.#model.lateness;
    // Severities are series of their own: a bar takes its colour from its bin.
    const part = (from: number, to: number) => {
      return now.map((count, bin) => (bin >= from && bin < to ? height(count) : 0));
    };
    const [late, veryLate] = [binAt(lateMs), binAt(veryLateMs)].map(Math.floor) as [number, number];
    const bars = [part(0, late), part(late, veryLate), part(veryLate, binCount)];
    return [bins, ...bars, mean.map(height)] as uPlot.AlignedData;
  }

  #options(width: number): uPlot.Options {
    const theme = this.#theme;
    const bars = uPlot.paths.bars?.({ size: [1, Number.POSITIVE_INFINITY], align: 1, gap: 1 });
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    const filled = (tone: 'tone-1' | 'warn' | 'bad'): uPlot.Series => ({
      fill: theme.tone(tone),
      width: 0,
      points: { show: false },
      ...(bars === undefined ? {} : { paths: bars }),
    });
    return {
      ...quiet,
      cursor: { show: false },
      width,
      scales: {
        x: { time: false, range: [0, binCount] },
        y: { range: (_, _low, high) => [0, Math.max(heightMost, (high ?? 0) * 1.05)] },
      },
      axes: [
        axisOf(theme, {
          size: 17,
          splits: () => bins.filter((bin) => bin % binsPerDecade === 0),
          values: (_, splits) => splits.map((bin) => decadeWords(bin / binsPerDecade)),
        }),
        axisOf(theme, {
          size: 40,
          splits: () => [10, 100, 1_000, 10_000].map((count) => Math.log10(1 + count)),
          values: (_, splits) => splits.map((at) => whole(10 ** at - 1)),
        }),
      ],
      series: [
        {},
        filled('tone-1'),
        filled('warn'),
        filled('bad'),
        {
          stroke: theme.tone('ink'),
          width: 1,
          points: { show: false },
          ...(stepped === undefined ? {} : { paths: stepped }),
        },
      ],
    };
  }
}

function decadeWords(decade: number): string {
  const ms = 10 ** (decade + decadeFirst);
  return ms < 1 ? `${Math.round(ms * 1000)} µs` : `${ms} ms`;
}
