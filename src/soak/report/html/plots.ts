/**
 * What a page plots, as data: which series, in which unit, and a sentence that says how to read
 * it. The page's script draws them. Thread-neutral; owns nothing.
 */
import { rssTrend } from '../../measure/slope.ts';
import { signed } from '../format-number.ts';
import type { Percentiles, Sample, SoakReport } from '../soak-report.ts';
import { byThread } from './thread-series.ts';

export type Values = readonly (number | null)[];

export interface Series {
  readonly label: string;
  readonly values: Values;
  /** A color of style.ts, without its dashes. */
  readonly tone: string;
  /** In pixels; 1.5 where it is absent. */
  readonly width?: number;
  readonly dash?: boolean;
  /** Lies on top of the next stacked series, filled. */
  readonly stacked?: boolean;
}

export interface Plot {
  readonly id: string;
  readonly title: string;
  readonly how: string;
  readonly unit: 'ms' | 'cores' | 'MiB' | 'bytes' | 'count' | 'percent';
  readonly scale: 'log' | 'linear';
  readonly series: readonly Series[];
  readonly limit: number | null;
}

export interface PlotGroup {
  readonly title: string;
  readonly plots: readonly Plot[];
}

/** A log scale has no zero: what is faster than this is drawn here. */
const msFloor = 0.01;

/** From what players felt down to what the machine paid for it; without what nobody measured. */
export function plotGroups(report: SoakReport, samples: readonly Sample[]): PlotGroup[] {
  const groups: PlotGroup[] = [
    { title: 'What players felt', plots: playerPlots(report, samples) },
    { title: 'What rooms did', plots: roomPlots(report, samples) },
    { title: 'What it cost', plots: costPlots(report, samples) },
  ];
  const isDrawn = (plot: Plot): boolean =>
    plot.series.some(({ values }) => values.some((value) => value !== null));
  return groups
    .map(({ title, plots }) => ({ title, plots: plots.filter(isDrawn) }))
    .filter(({ plots }) => plots.length > 0);
}

function playerPlots(report: SoakReport, samples: readonly Sample[]): Plot[] {
  return [
    latency(samples, (sample) => sample.inputAckMs, {
      id: 'ack',
      title: 'Input to ack',
      how: 'From when an input was due to the patch that shows it. A flat line is a steady game.',
      limit: limitOf(report, '--max-ack-p99'),
    }),
    latency(samples, (sample) => sample.patchJitterMs, {
      id: 'jitter',
      title: 'Patch jitter',
      how: 'How far patches were from the beat they should keep. Spikes are stutters on screen.',
      limit: limitOf(report, '--max-patch-jitter-p99'),
    }),
    {
      ...linear('bots', 'count', 'Bots in'),
      how: 'Who is in a room. A notch is a drop; it should close within a second or two.',
      series: [line('bots', 'tone-1', samples, (sample) => sample.bots)],
    },
    {
      ...linear('trouble', 'count', 'Drops, reconnects, errors'),
      how: 'Since the start. Reconnects should catch up with drops, errors should stay at zero.',
      series: [
        line('drops', 'tone-2', samples, (sample) => sample.drops),
        { ...line('reconnects', 'tone-1', samples, (sample) => sample.reconnects), dash: true },
        { ...line('errors', 'bad', samples, (sample) => sample.errors), width: 2.5 },
      ],
    },
  ];
}

function roomPlots(report: SoakReport, samples: readonly Sample[]): Plot[] {
  return [
    latency(samples, (sample) => sample.latenessMs, {
      id: 'lateness',
      title: 'Tick lateness',
      how: 'How late ticks began. Where it climbs and stays, the workers cannot keep up.',
      limit: limitOf(report, '--max-lateness-p99'),
    }),
    latency(samples, (sample) => sample.stepMs, {
      id: 'step',
      title: 'Step',
      how: 'How long a game’s own step took. It must stay far below the time between two ticks.',
      limit: limitOf(report, '--max-step-p99'),
    }),
    {
      ...linear('patches', 'count', 'Patches and inputs a second'),
      how: 'What all bots together got and sent. Level once everybody is in.',
      series: [
        line('patches', 'tone-1', samples, (sample) => sample.patchesPerSecond),
        { ...line('inputs', 'tone-2', samples, (sample) => sample.inputsPerSecond), dash: true },
      ],
    },
    {
      ...linear('steals', 'count', 'Steals a second'),
      how: 'Ticks that a free worker took from a busy one. Bursts show where load was uneven.',
      series: [line('steals', 'tone-1', samples, (sample) => sample.stealsPerSecond)],
    },
  ];
}

function costPlots(report: SoakReport, samples: readonly Sample[]): Plot[] {
  return [
    {
      ...linear('cpu', 'cores', 'Processor by thread'),
      how: 'Cores in use, stacked. No single layer can be thicker than one core.',
      series: byThread(
        samples.map(({ cpu }) => cpu),
        true,
      ),
    },
    {
      ...linear('gc', 'ms', 'Garbage collection by thread'),
      how: 'Milliseconds of each second, stacked. The thread stands still for them.',
      series: byThread(
        samples.map(({ gcMs }) => gcMs),
        false,
      ),
    },
    {
      ...linear('rss', 'MiB', 'Memory of the process'),
      how: memorySentence(report),
      series: memorySeries(samples),
    },
    {
      ...linear('bytes', 'bytes', 'Bytes a second'),
      how: 'What all bots received. Peaks are joins: a full state instead of a patch.',
      series: [line('received', 'tone-1', samples, (sample) => sample.bytesPerSecond)],
    },
    {
      ...linear('loop', 'ms', 'Main thread’s event loop delay'),
      how: 'Its p99 since the start. Where it steps up, the thread of all sockets stood still.',
      limit: limitOf(report, '--max-loop-delay-p99'),
      series: [line('p99', 'tone-1', samples, (sample) => sample.loopDelayMs)],
    },
    {
      ...linear('load', 'percent', 'How busy the bots were'),
      how: 'Their busiest thread. Near 100 % the bots are late themselves, and so is all above.',
      series: [line('busy', 'tone-1', samples, (sample) => sample.botLoad * 100)],
    },
  ];
}

function latency(
  samples: readonly Sample[],
  of: (sample: Sample) => Percentiles | null,
  about: Pick<Plot, 'id' | 'title' | 'how' | 'limit'>,
): Plot {
  const at = (which: keyof Percentiles): Values =>
    samples.map((sample) => {
      const value = of(sample)?.[which];
      return value === undefined ? null : Math.max(msFloor, value);
    });
  const series = [
    { label: 'max', values: at('max'), tone: 'tone-max', width: 1 },
    { label: 'p99', values: at('p99'), tone: 'tone-p99', width: 2.25 },
    { label: 'p50', values: at('p50'), tone: 'tone-p50' },
  ];
  return { ...about, unit: 'ms', scale: 'log', series };
}

function linear(id: string, unit: Plot['unit'], title: string) {
  return { id, unit, title, scale: 'linear' as const, limit: null };
}

function line(
  label: string,
  tone: string,
  samples: readonly Sample[],
  of: (sample: Sample) => number | null,
): Series {
  return { label, tone, values: samples.map(of) };
}

function memorySeries(samples: readonly Sample[]): Series[] {
  const rss = line('RSS', 'tone-1', samples, (sample) => sample.rssMiB);
  const trend = rssTrend(samples.filter(({ phase }) => phase === 'measuring'));
  if (trend === null) return [rss];
  const values = samples.map(({ atSeconds }) => {
    if (atSeconds < trend.fromSeconds || atSeconds > trend.toSeconds) return null;
    return trend.fromMiB + ((atSeconds - trend.fromSeconds) * trend.mibPerMinute) / 60;
  });
  return [rss, { label: 'slope', tone: 'tone-2', values, width: 2, dash: true }];
}

function memorySentence({ rssSlopeMiBPerMinute: slope }: SoakReport): string {
  if (slope === null) return 'Too short a run to say whether it grows.';
  const growth = `${signed(slope)} MiB a minute`;
  return `The dashed line is its slope after the warm-up, ${growth}: level is good.`;
}

function limitOf(report: SoakReport, flag: string): number | null {
  return report.thresholds.find((threshold) => threshold.flag === flag)?.limit ?? null;
}
