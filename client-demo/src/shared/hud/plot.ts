// One small live plot: a figure's name, what it is now, its peak, and its last half minute. Owns
// its element and the uPlot in it, which is made anew when the visitor's light changes.
import uPlot from 'uplot';
import { make } from '../page.ts';
import type { Series } from './series.ts';

const heightPixels = 38;
const widthPixelsMin = 80;

export interface PlotSettings {
  readonly title: string;
  /** What a value is written as: "16.7 ms". */
  format(value: number): string;
  /** The least that the plot's height stands for, so that a calm line lies low. */
  readonly topMin: number;
}

export class Plot {
  readonly root: HTMLElement;
  readonly #series: Series;
  readonly #settings: PlotSettings;
  readonly #now = make('b');
  readonly #peak = make('span', { class: 'peak' });
  readonly #canvas = make('div', { class: 'canvas' });
  readonly #moments: readonly number[];
  #plot: uPlot | undefined;

  constructor(series: Series, settings: PlotSettings) {
    this.#series = series;
    this.#settings = settings;
    this.#moments = series.values.map((_, index) => index);
    const head = make('p', {}, make('span', {}, settings.title), this.#now);
    this.root = make('div', { class: 'plot' }, head, this.#peak, this.#canvas);
  }

  /** Shows the series as it is; `note` stands where its value would, and nothing is drawn. */
  refresh(note?: string): void {
    const { format } = this.#settings;
    const { last, peak } = this.#series;
    this.#now.textContent = note ?? (last === undefined ? '–' : format(last));
    this.#peak.textContent = note === undefined && peak > 0 ? `up to ${format(peak)}` : '';
    this.#canvas.hidden = note !== undefined;
    if (note === undefined) this.#draw();
  }

  /** Frees the canvas; the next refresh makes another, in the colours of then. */
  dispose(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  #draw(): void {
    const data = [this.#moments, this.#series.values] as unknown as uPlot.AlignedData;
    const width = Math.max(widthPixelsMin, this.#canvas.clientWidth);
    if (this.#plot === undefined) {
      this.#plot = new uPlot(this.#options(width), data, this.#canvas);
      return;
    }
    if (this.#plot.width !== width) this.#plot.setSize({ width, height: heightPixels });
    this.#plot.setData(data);
  }

  #options(width: number): uPlot.Options {
    const style = getComputedStyle(this.root);
    const line = style.getPropertyValue('--accent').trim();
    return {
      width,
      height: heightPixels,
      padding: [12, 0, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false },
        y: { range: (_, __, max) => [0, Math.max(this.#settings.topMin, max ?? 0)] },
      },
      series: [
        {},
        {
          stroke: line,
          width: 1.25,
          fill: `color-mix(in srgb, ${line} 14%, transparent)`,
          points: { show: false },
        },
      ],
    };
  }
}
