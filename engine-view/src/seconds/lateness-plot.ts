/**
 * The histogram of lateness: the last second as bars, a second's mean over ten as an outline, both
 * axes logarithmic, so that one late tick in ten thousand is in sight. Main thread of the page;
 * owns its uPlot.
 */
import uPlot from 'uplot';
import { severityOf } from '../lanes/visit-shape.ts';
import { make, setText } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { milliseconds, whole } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';
import { axisOf, plotHeight, quiet } from './plot-options.ts';

const heightMost = 4; // 10,000 ticks in one bin
const severities = [0, 1, 2] as const;

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
    head.append(make('b', '', 'lateness'), this.#words);
    root.append(head, this.#target);
    new ResizeObserver(() => this.#fit()).observe(this.#target);
  }

  show(): void {
    this.#plot?.setData(this.#data());
    const lateness = this.#model.second?.lateness;
    if (lateness === undefined) return;
    const { p50Ms, p99Ms, maxMs } = lateness;
    const words = [`p50 ${milliseconds(p50Ms)}`, `p99 ${milliseconds(p99Ms)}`];
    setText(this.#words, `${words.join(' · ')} · max ${milliseconds(maxMs)} ms`);
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
    const bins = this.#model.lateness;
    // Severities are series of their own: a bar takes its colour from its bin.
    const bars = severities.map((severity) => {
      const isOfIt = (bin: number) => severityOf(bins.lowerMs(bin)) === severity;
      return bins.now.map((count, bin) => (isOfIt(bin) ? height(count) : 0));
    });
    // A step more closes the last bin.
    const mean = [...bins.mean, bins.mean.at(-1) ?? 0].map(height);
    const places = mean.map((_, bin) => bin);
    return [places, ...bars.map((bar) => [...bar, 0]), mean] as uPlot.AlignedData;
  }

  /** Decades, where bins meet; the first bin begins at none. */
  #boundWords(splits: readonly number[]): string[] {
    return splits.map((bin) => {
      const ms = this.#model.lateness.lowerMs(bin);
      return ms > 0 && Number.isInteger(Math.log10(ms)) ? `${ms} ms` : '';
    });
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
        x: { time: false, range: (_, _low, high) => [0, Math.max(1, high ?? 1)] },
        y: { range: (_, _low, high) => [0, Math.max(heightMost, (high ?? 0) * 1.05)] },
      },
      axes: [
        axisOf(theme, {
          size: 17,
          splits: () => this.#model.lateness.now.map((_, bin) => bin),
          values: (_, splits) => this.#boundWords(splits),
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
