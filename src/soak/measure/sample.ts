/** One second of a run, from two readings of bots and server. Thread-neutral; owns nothing. */
import type { Percentiles, Sample } from '../report/soak-report.ts';
import { Durations } from './histogram.ts';
import { type Counters, type EncodedDurations, noCounts } from './measure.ts';
import { cpuMsBetween, gcMsBetween, latenessBetween, stepsBetween } from './server-change.ts';
import type { ServerStats } from './server-stats.ts';
import type { Answers } from './thread-totals.ts';

/** What the bot threads and the server told at one moment. */
export interface Reading {
  readonly atMs: number;
  readonly answers: Answers;
  /** All threads' sums. */
  readonly counters: Counters;
  readonly stats: ServerStats | undefined;
  /** CPU time of this process, which is the bots'. */
  readonly cpuMs: number;
}

/** Before the first one. */
export const nothingYet: Reading = {
  atMs: 0,
  answers: [],
  counters: noCounts,
  stats: undefined,
  cpuMs: 0,
};

const bytesPerMiB = 1024 * 1024;

export function makeSample(
  last: Reading,
  now: Reading,
  about: Pick<Sample, 'atSeconds' | 'phase' | 'errors'>,
): Sample {
  const seconds = (now.atMs - last.atMs) / 1e3;
  const rate = (name: keyof Counters): number =>
    (now.counters[name] - last.counters[name]) / seconds;
  const { drops, reconnects } = now.counters;
  return {
    ...about,
    bots: now.answers.reduce((sum, { taken }) => sum + taken.botsIn, 0),
    patchesPerSecond: rate('patches'),
    bytesPerSecond: rate('bytes'),
    inputsPerSecond: rate('inputs'),
    drops,
    reconnects,
    inputAckMs: percentilesOf(now.answers, 'ack'),
    patchJitterMs: percentilesOf(now.answers, 'jitter'),
    ...serversSecond(last, now, seconds),
    botLoad: Math.max(0, ...now.answers.map(({ taken }) => taken.load)),
  };
}

type ServersPart = Pick<
  Sample,
  | 'latenessMs'
  | 'stepMs'
  | 'stealsPerSecond'
  | 'ticksPerSecond'
  | 'rssMiB'
  | 'loopDelayMs'
  | 'cpu'
  | 'gcMs'
>;

function serversSecond(last: Reading, now: Reading, seconds: number): ServersPart {
  const before = last.stats;
  const after = now.stats;
  const rssBytes = after?.process?.rssBytes;
  const both = before !== undefined && after !== undefined;
  const cpuMs = both ? cpuMsBetween(before, after) : {};
  const cores = Object.entries({ ...cpuMs, bots: now.cpuMs - last.cpuMs }).map(
    ([thread, ms]): [string, number] => [thread, ms / 1e3 / seconds],
  );
  return {
    latenessMs: both ? latenessBetween(before, after) : null,
    stepMs: both ? stepsBetween(before, after) : null,
    stealsPerSecond: both ? (after.totals.steals - before.totals.steals) / seconds : null,
    ticksPerSecond: both ? (after.totals.ticks - before.totals.ticks) / seconds : null,
    rssMiB: rssBytes === undefined ? null : rssBytes / bytesPerMiB,
    loopDelayMs: after?.process?.main.loopDelayMs.p99 ?? null,
    cpu: Object.fromEntries(cores),
    gcMs: both ? gcMsBetween(before, after) : null,
  };
}

function percentilesOf(answers: Answers, name: keyof EncodedDurations): Percentiles | null {
  const all = new Durations();
  for (const { taken } of answers) all.add(taken.durations[name]);
  return all.percentilesMs();
}
