/**
 * A run's samples as points of a page: one a second, or of a long run one for several seconds, with
 * the worst latency and the mean rate of them. Thread-neutral; owns nothing.
 */
import type { Percentiles, Sample } from '../soak-report.ts';

/** More than a screen has columns; a day of samples would make a page of tens of megabytes. */
const pointsMax = 1_200;

export interface Points {
  readonly samples: readonly Sample[];
  /** That one point stands for. */
  readonly secondsEach: number;
}

export function toPoints(samples: readonly Sample[], most = pointsMax): Points {
  if (samples.length <= most) return { samples, secondsEach: 1 };
  const secondsEach = Math.ceil(samples.length / most);
  const merged: Sample[] = [];
  for (let at = 0; at < samples.length; at += secondsEach) {
    const group = samples.slice(at, at + secondsEach);
    const last = group.at(-1);
    if (last !== undefined) merged.push(merge(group, last));
  }
  return { samples: merged, secondsEach };
}

function merge(group: readonly Sample[], last: Sample): Sample {
  return {
    ...last, // moment, phase and what counts from the start
    bots: Math.min(...group.map(({ bots }) => bots)),
    patchesPerSecond: mean(group, (sample) => sample.patchesPerSecond) ?? 0,
    bytesPerSecond: mean(group, (sample) => sample.bytesPerSecond) ?? 0,
    inputsPerSecond: mean(group, (sample) => sample.inputsPerSecond) ?? 0,
    inputAckMs: worst(group, (sample) => sample.inputAckMs),
    patchJitterMs: worst(group, (sample) => sample.patchJitterMs),
    latenessMs: worst(group, (sample) => sample.latenessMs),
    stepMs: worst(group, (sample) => sample.stepMs),
    stealsPerSecond: mean(group, (sample) => sample.stealsPerSecond),
    ticksPerSecond: mean(group, (sample) => sample.ticksPerSecond),
    rssMiB: mean(group, (sample) => sample.rssMiB),
    loopDelayMs: mean(group, (sample) => sample.loopDelayMs),
    cpu: meanByThread(group, (sample) => sample.cpu),
    gcMs: meanByThread(group, (sample) => sample.gcMs),
    botLoad: Math.max(...group.map(({ botLoad }) => botLoad)),
  };
}

/** Of the seconds in which it is known. */
function mean(group: readonly Sample[], of: (sample: Sample) => number | null): number | null {
  const known = group.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function worst(
  group: readonly Sample[],
  of: (sample: Sample) => Percentiles | null,
): Percentiles | null {
  const known = group.map(of).filter((value) => value !== null);
  if (known.length === 0) return null;
  return {
    p50: Math.max(...known.map(({ p50 }) => p50)),
    p99: Math.max(...known.map(({ p99 }) => p99)),
    max: Math.max(...known.map(({ max }) => max)),
  };
}

type ByThread = Readonly<Record<string, number>> | null;

function meanByThread(group: readonly Sample[], of: (sample: Sample) => ByThread): ByThread {
  const known = group.map(of).filter((threads) => threads !== null);
  if (known.length === 0) return null;
  const names = [...new Set(known.flatMap((threads) => Object.keys(threads)))];
  const meanOf = (name: string): number =>
    known.reduce((sum, threads) => sum + (threads[name] ?? 0), 0) / known.length;
  return Object.fromEntries(names.map((name) => [name, meanOf(name)]));
}
