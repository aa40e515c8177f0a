/**
 * One small plot of the last minute. Main thread of the page; owns its ring of seconds and its
 * uPlot, which is made anew when the light changes.
 */
import uPlot from 'uplot';
import { make, setText } from '../page/element.ts';
import type { Theme, ToneName } from '../page/theme.ts';
import { axisOf, plotHeight, quiet } from './plot-options.ts';
import { SecondRing, secondsKept } from './second-ring.ts';

export interface MinuteSeries {
  readonly label: string;
  readonly tone: ToneName;
  readonly width?: number;
  /** Its value is not written beside the title. */
  readonly isQuiet?: boolean;
}

export interface MinutePlotOptions {
  readonly title: string;
  readonly series: readonly MinuteSeries[];
  /** The axis reaches this far at least. */
  readonly least: number;
  readonly log?: boolean;
  write(value: number): string;
}

const logLeast = 0.01;

export class MinutePlot {
  readonly #target: HTMLElement;
  readonly #legend: HTMLElement;
  readonly #theme: Theme;
  #values: HTMLElement[] = [];
  #options: MinutePlotOptions;
  #ring: SecondRing;
  #plot: uPlot | undefined;
  #shown = secondsKept - 1;

  constructor(root: HTMLElement, options: MinutePlotOptions, theme: Theme) {
    this.#options = options;
    this.#theme = theme;
    this.#ring = new SecondRing(options.series.length);
    const head = make('figcaption', '');
    this.#legend = make('span', 'legend');
    this.#target = make('div', 'canvas');
    head.append(make('b', '', options.title), this.#legend);
    root.append(head, this.#target);
    new ResizeObserver(() => this.#fit()).observe(this.#target);
  }

  /** Other series: of a server with another number of workers. */
  begin(series: readonly MinuteSeries[]): void {
    this.#options = { ...this.#options, series };
    this.#ring = new SecondRing(series.length);
    this.redraw();
  }

  add(values: readonly (number | null)[]): void {
    this.#ring.add(values);
    this.#plot?.setData(this.#data());
    this.#showValues();
  }

  /** Makes the plot, or makes it anew in the colours of another light. */
  redraw(): void {
    this.#plot?.destroy();
    this.#legend.replaceChildren();
    this.#values = this.#options.series.map(({ label, tone }) => {
      const mark = make('i', 'mark');
      mark.style.background = `var(--${tone})`;
      const value = make('span', 'value');
      const item = make('span', 'item');
      item.append(mark, label, value);
      this.#legend.append(item);
      return value;
    });
    const width = this.#target.clientWidth;
    if (width === 0) return;
    this.#plot = new uPlot(this.#uplotOptions(width), this.#data(), this.#target);
    this.#showValues();
  }

  #fit(): void {
    const width = this.#target.clientWidth;
    if (width === 0) return;
    if (this.#plot === undefined) this.redraw();
    else this.#plot.setSize({ width, height: plotHeight });
  }

  /** The second under the pointer, or the last one. */
  #showValues(): void {
    for (const [index, element] of this.#values.entries()) {
      if (this.#options.series[index]?.isQuiet) continue;
      const value = this.#ring.columns[index]?.[this.#shown] ?? null;
      setText(element, value === null ? '' : this.#options.write(value));
    }
  }

  #data(): uPlot.AlignedData {
    const { log } = this.#options;
    const columns = this.#ring.columns.map((column) => {
      return log ? column.map((value) => value && Math.max(value, logLeast)) : column;
    });
    return [this.#ring.ago, ...columns] as uPlot.AlignedData;
  }

  #uplotOptions(width: number): uPlot.Options {
    const { series, least, log, write } = this.#options;
    const theme = this.#theme;
    const range: uPlot.Range.Function = (_, _low, high) => {
      const most = Math.max((high ?? 0) * 1.05, least);
      return log ? [logLeast, 10 ** Math.ceil(Math.log10(most))] : [0, most];
    };
    return {
      ...quiet,
      width,
      scales: {
        x: { time: false, range: [1 - secondsKept, 0] },
        y: { distr: log ? 3 : 1, range },
      },
      axes: [
        axisOf(theme, {
          size: 17,
          space: 50,
          incrs: [10, 20, 30, 60],
          values: (_, splits) => splits.map((at) => (at === 0 ? 'now' : `−${-at} s`)),
        }),
        axisOf(theme, {
          size: 40,
          space: log ? 14 : 26,
          values: (_, splits) => splits.map((value) => (value === null ? '' : write(value))),
          ...(log ? { filter: decades } : {}),
        }),
      ],
      series: [
        {},
        ...series.map(({ label, tone, width: lineWidth = 1.25 }) => ({
          label,
          stroke: theme.tone(tone),
          width: lineWidth,
          points: { show: false },
        })),
      ],
      hooks: {
        setCursor: [
          ({ cursor }) => {
            this.#shown = cursor.idx ?? secondsKept - 1;
            this.#showValues();
          },
        ],
      },
    };
  }
}

/** Of a log axis, the whole decades. */
function decades(_: uPlot, splits: number[]): (number | null)[] {
  return splits.map((value) => {
    const power = Math.log10(value);
    return Math.abs(power - Math.round(power)) < 1e-6 ? value : null;
  });
}
