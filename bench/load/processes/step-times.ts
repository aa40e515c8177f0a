/** What the times at which rooms' steps began say of a server. Pure functions. */
import { quantile } from '../../harness/statistics.ts';

/** Milliseconds. */
export interface Spread {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export interface StepTimes {
  readonly rooms: number;
  readonly steps: number;
  /** Steps that a clock would have made of the rooms' time. */
  readonly dueSteps: number;
  /** Behind an ideal schedule, whose beginning is where the room was on time at its best. */
  readonly lateness: Spread;
  /** Later than a period after the step before: what a timer that restarts itself aims at. */
  readonly overdue: Spread;
  /** Off a period after the step before, either way. */
  readonly deviation: Spread;
}

/** `rooms`: by room, when its steps began, ms, in order. */
export function summariseSteps(
  rooms: ReadonlyMap<number, readonly number[]>,
  periodMs: number,
): StepTimes {
  const lateness: number[] = [];
  const deviation: number[] = [];
  let steps = 0;
  let dueSteps = 0;
  for (const times of rooms.values()) {
    steps += times.length;
    const first = times[0];
    const last = times.at(-1);
    if (first === undefined || last === undefined) continue;
    dueSteps += (last - first) / periodMs + 1;
    lateness.push(...latenessOf(times, periodMs));
    for (let at = 1; at < times.length; at++) {
      deviation.push(times[at]! - times[at - 1]! - periodMs);
    }
  }
  return {
    rooms: rooms.size,
    steps,
    dueSteps,
    lateness: spreadOf(lateness),
    overdue: spreadOf(deviation.map((ms) => Math.max(0, ms))),
    deviation: spreadOf(deviation.map(Math.abs)),
  };
}

/**
 * How far each step is behind a schedule of whole periods. Whole periods that a room never caught
 * up with again are steps that it dropped, and its schedule goes on from there.
 */
export function latenessOf(times: readonly number[], periodMs: number): number[] {
  const offsets = times.map((atMs, step) => atMs - step * periodMs);
  const anchor = offsets.reduce((least, offset) => Math.min(least, offset), Infinity);
  const lateness = new Array<number>(offsets.length);
  let leastLater = Number.POSITIVE_INFINITY;
  for (let at = offsets.length - 1; at >= 0; at--) {
    leastLater = Math.min(leastLater, offsets[at]!);
    const dropped = Math.floor((leastLater - anchor) / periodMs);
    lateness[at] = offsets[at]! - anchor - dropped * periodMs;
  }
  return lateness;
}

export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { p50: 0, p99: 0, p999: 0, max: 0 };
  const sorted = values.toSorted((left, right) => left - right);
  return {
    p50: quantile(sorted, 0.5),
    p99: quantile(sorted, 0.99),
    p999: quantile(sorted, 0.999),
    max: sorted.at(-1)!,
  };
}
