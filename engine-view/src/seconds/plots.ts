/** All plots of the page, and what each second adds to them. Main thread of the page. */
import { byId, make } from '../page/element.ts';
import type { EngineModel } from '../page/engine-model.ts';
import { short } from '../page/format-number.ts';
import type { Theme, ToneName } from '../page/theme.ts';
import { LatenessPlot } from './lateness-plot.ts';
import { MinutePlot, type MinuteSeries } from './minute-plot.ts';

const workerTones: readonly ToneName[] = [
  ...(['tone-1', 'tone-2', 'tone-3', 'tone-4'] as const),
  ...(['tone-5', 'tone-6', 'tone-7', 'tone-8'] as const),
];

/** More workers than these have no room for their values beside the title. */
const namedMax = 3;

export class Plots {
  readonly #model: EngineModel;
  readonly #lateness: LatenessPlot;
  readonly #latenessMinute: MinutePlot;
  readonly #cpu: MinutePlot;
  readonly #queues: MinutePlot;
  readonly #steals: MinutePlot;
  readonly #collections: MinutePlot;

  constructor(model: EngineModel, theme: Theme) {
    const root = byId('plots', HTMLElement);
    const place = () => root.appendChild(make('figure', 'plot'));
    const log = { least: 1, log: true };
    this.#model = model;
    this.#lateness = new LatenessPlot(place(), model, theme);
    this.#latenessMinute = new MinutePlot(
      place(),
      { title: 'lateness, ms', series: latenessSeries, ...log, write: short },
      theme,
    );
    this.#cpu = new MinutePlot(
      place(),
      { title: 'cpu', series: [], least: 1, write: (share) => `${(share * 100).toFixed(0)} %` },
      theme,
    );
    this.#steals = new MinutePlot(
      place(),
      { title: 'steals/s', series: stealSeries, least: 10, write: short },
      theme,
    );
    this.#queues = new MinutePlot(
      place(),
      { title: 'queue', series: [], least: 4, write: short },
      theme,
    );
    this.#collections = new MinutePlot(
      place(),
      { title: 'gc, ms/s', series: [], least: 5, write: short },
      theme,
    );
  }

  /** Series for so many workers; the minute begins anew. */
  begin(workers: number): void {
    const each = workerSeries(workers);
    const main: MinuteSeries = { label: 'main', tone: 'ink', isQuiet: workers > namedMax };
    this.#latenessMinute.begin(latenessSeries);
    this.#cpu.begin([main, ...each]);
    this.#steals.begin(stealSeries);
    this.#queues.begin(each);
    this.#collections.begin([main, ...each]);
    this.#lateness.redraw();
  }

  addSecond(): void {
    const { second, hello } = this.#model;
    if (second === undefined || hello === undefined) return;
    const names = ['main', ...Array.from({ length: hello.workers }, (_, at) => `worker ${at}`)];
    const threads = names.map((name) => second.threads.find((thread) => thread.name === name));
    const { p50Ms, p99Ms, maxMs } = second.lateness;
    this.#lateness.show();
    this.#latenessMinute.add([maxMs, p99Ms, p50Ms]);
    this.#cpu.add(threads.map((thread) => thread?.cpu ?? null));
    this.#steals.add([second.steals, second.droppedSteps]);
    this.#queues.add(this.#model.takeQueued());
    this.#collections.add(threads.map((thread) => thread?.gcMs ?? null));
  }

  /** In the colours of another light. */
  redraw(): void {
    this.#lateness.redraw();
    for (const plot of [this.#latenessMinute, this.#cpu, this.#steals]) plot.redraw();
    for (const plot of [this.#queues, this.#collections]) plot.redraw();
  }
}

const latenessSeries: readonly MinuteSeries[] = [
  { label: 'max', tone: 'warn' },
  { label: 'p99', tone: 'tone-1', width: 1.75 },
  { label: 'p50', tone: 'mute' },
];
const stealSeries: readonly MinuteSeries[] = [
  { label: 'stolen', tone: 'tone-1', width: 1.5 },
  { label: 'dropped', tone: 'bad' },
];

function workerSeries(workers: number): MinuteSeries[] {
  return Array.from({ length: workers }, (_, worker) => ({
    label: workers > namedMax ? `${worker}` : `w${worker}`,
    isQuiet: workers > namedMax,
    tone: workerTones[worker % workerTones.length]!,
  }));
}
