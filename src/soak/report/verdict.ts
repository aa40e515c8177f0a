/** What a run comes to, in words: the same in text and page. Thread-neutral; owns nothing. */
import { count, duration, percent, signed, whole } from './format-number.ts';
import type { SoakReport, ThresholdResult } from './soak-report.ts';
import { describeThreshold } from './thresholds.ts';

/** One line for each limit that does not hold; none where the run passed. */
export function failures(report: SoakReport): string[] {
  return report.thresholds.filter(({ holds }) => !holds).map(failure);
}

/** What a reader must know before believing the numbers. */
export function warnings(report: SoakReport): string[] {
  const found: string[] = [];
  if (report.botsSaturated) {
    found.push(
      `the bots were the limit: their busiest thread was ${percent(report.botLoad)} busy, so ` +
        'latencies may be theirs and not the server’s',
    );
  }
  if (report.stopped) found.push('the run was stopped early');
  if (report.joins < report.bots) {
    found.push(`${whole(report.bots - report.joins)} of ${count(report.bots, 'bot')} never joined`);
  }
  if (report.latenessMs === null) {
    found.push('no GET /stats there: nothing is known of ticks, steals and lateness');
  }
  return found;
}

/** What was run, as the middle of a sentence: '10 bots in 2 rooms for 20.0 s'. */
export function whatRan(report: SoakReport): string {
  const bots = count(report.joins, 'bot');
  return `${bots} in ${count(report.rooms, 'room')} for ${duration(report.seconds)}`;
}

/** A value of a threshold with its unit. */
export function withUnit(value: number, unit: string): string {
  if (unit === '') return whole(value);
  return unit === 'MiB/min' ? `${signed(value)} MiB/min` : `${brief(value)} ${unit}`;
}

function failure(result: ThresholdResult): string {
  const { name, unit } = describeThreshold(result.flag);
  if (result.value === null) return `${name} is not known, and ${result.flag} limits it`;
  if (unit === '') {
    const allowed = result.limit === 0 ? '' : `, and ${result.flag} allows ${whole(result.limit)}`;
    return `${count(result.value, name.replace(/s$/, ''))}${allowed}`;
  }
  const value = withUnit(result.value, unit);
  return `${name} is ${value}, and ${result.flag} allows ${withUnit(result.limit, unit)}`;
}

/** As many digits as were given, two at most. */
function brief(value: number): string {
  return Number(value.toFixed(2)).toLocaleString('en-US');
}
