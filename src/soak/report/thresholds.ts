/**
 * The limits that decide a run's exit code: which flag, which value of the report, which unit.
 * Thread-neutral; owns nothing.
 */
import type { SoakReport, ThresholdResult } from './soak-report.ts';

/** What a run measured, before it was judged. */
export type Measured = Omit<SoakReport, 'ok' | 'thresholds'>;

type Unit = 'ms' | 'MiB/min' | '';

interface Threshold {
  /** What the value is called in a sentence. */
  readonly name: string;
  readonly unit: Unit;
  /** Null where the run could not measure it. */
  readonly valueOf: (report: Measured) => number | null;
}

/** By flag, without its dashes. Every value must be at most its limit. */
export const thresholdTable = {
  'max-lateness-p99': {
    name: 'tick lateness p99',
    unit: 'ms',
    valueOf: (report) => report.latenessMs?.p99 ?? null,
  },
  'max-step-p99': {
    name: 'step p99',
    unit: 'ms',
    valueOf: (report) => report.stepMs?.p99 ?? null,
  },
  'max-ack-p99': {
    name: 'input-to-ack p99',
    unit: 'ms',
    valueOf: (report) => report.inputAckMs?.p99 ?? null,
  },
  'max-join-p99': {
    name: 'join p99',
    unit: 'ms',
    valueOf: (report) => report.joinMs?.p99 ?? null,
  },
  'max-patch-jitter-p99': {
    name: 'patch jitter p99',
    unit: 'ms',
    valueOf: (report) => report.patchJitterMs?.p99 ?? null,
  },
  'max-loop-delay-p99': {
    name: "main thread's loop delay p99",
    unit: 'ms',
    valueOf: (report) => report.loopDelayMs?.p99 ?? null,
  },
  'max-rss-slope': {
    name: 'growth of memory',
    unit: 'MiB/min',
    valueOf: (report) => report.rssSlopeMiBPerMinute,
  },
  'max-errors': { name: 'errors', unit: '', valueOf: (report) => report.errors },
} as const satisfies Record<string, Threshold>;

export type ThresholdName = keyof typeof thresholdTable;

/** In the unit of each; what is absent is not judged, `max-errors` excepted: it is 0 then. */
export type Limits = Readonly<Partial<Record<ThresholdName, number>>>;

export const thresholdNames = Object.keys(thresholdTable) as readonly ThresholdName[];

/** A state that differs is a bug, whatever else holds: nobody may ask for more than none. */
const desyncsThreshold: Threshold = {
  name: 'desyncs',
  unit: '',
  valueOf: (report) => report.desyncs,
};

/** The limits asked for, then the two that every run is under: `--max-errors`, `--max-desyncs`. */
export function judgeThresholds(report: Measured, limits: Limits): ThresholdResult[] {
  const asked = { 'max-errors': 0, ...limits };
  const results = thresholdNames.flatMap((name) => {
    const limit = asked[name];
    return limit === undefined ? [] : [judge(name, limit, thresholdTable[name].valueOf(report))];
  });
  return [...results, judge('max-desyncs', 0, desyncsThreshold.valueOf(report))];
}

/** How to name a result's value, and its unit. */
export function describeThreshold(flag: string): { readonly name: string; readonly unit: Unit } {
  const name = flag.replace(/^--/, '');
  if (name === 'max-desyncs') return desyncsThreshold;
  const found = thresholdNames.find((known) => known === name);
  return found === undefined ? { name, unit: '' } : thresholdTable[found];
}

function judge(name: string, limit: number, value: number | null): ThresholdResult {
  return { flag: `--${name}`, limit, value, holds: value !== null && value <= limit };
}
