/** What a run comes to, in words: the same in text and page. Thread-neutral; owns nothing. */
import { briefMs, count, duration, percent, signed, whole } from './format-number.ts';
import type { SoakReport, ThresholdResult } from './soak-report.ts';
import { describeThreshold } from './thresholds.ts';

export interface Failure {
  readonly words: string;
  readonly flag: string;
}

/** One for each limit that does not hold; none where the run passed. */
export function failures(report: SoakReport): Failure[] {
  const broken = report.thresholds.filter(({ holds }) => !holds);
  return broken.map((result) => ({ words: failure(result), flag: result.flag }));
}

/** What a reader must know before believing the numbers. */
export function warnings(report: SoakReport): string[] {
  const found: string[] = [];
  if (report.botsSaturated) {
    const load = `a thread ${percent(report.botLoad)} busy`;
    const late =
      report.sentLateMs === null
        ? `an event loop ${briefMs(report.botLoopMs.p99)} ms late at p99`
        : `inputs sent ${briefMs(report.sentLateMs.p99)} ms late at p99`;
    const remedy = report.kind === 'raw' ? '--threads' : '--threads or --kind raw';
    found.push(`the bots were the limit (${load}, ${late}): use ${remedy}`);
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

/** A value that a threshold judged, with its unit. */
export function valueText(value: number, unit: string): string {
  return unit === 'MiB/min' ? `${signed(value)} MiB/min` : limitText(value, unit);
}

/** A limit with its unit, as it was typed but for digits beyond two. */
export function limitText(limit: number, unit: string): string {
  const number = Number(limit.toFixed(2)).toLocaleString('en-US');
  return unit === '' ? number : `${number} ${unit}`;
}

function failure({ flag, value, limit }: ThresholdResult): string {
  const { name, unit } = describeThreshold(flag);
  if (value === null) return `${name} is not known, the limit ${limitText(limit, unit)}`;
  if (unit !== '')
    return `${name} was ${valueText(value, unit)}, the limit ${limitText(limit, unit)}`;
  const counted = count(value, name.replace(/s$/, ''));
  return limit === 0 ? counted : `${counted}, the limit ${whole(limit)}`;
}
