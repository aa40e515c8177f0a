/**
 * Whether memory grows: a line through a process's RSS over time that a garbage collection, a
 * burst or a late warm-up does not tilt. Thread-neutral; owns nothing.
 */

/** A sample of a run has both. */
export interface RssPoint {
  readonly atSeconds: number;
  readonly rssMiB: number | null;
}

/** A line from the first point that counted to the last. */
export interface RssTrend {
  readonly mibPerMinute: number;
  readonly fromSeconds: number;
  readonly fromMiB: number;
  readonly toSeconds: number;
  readonly toMiB: number;
}

/** Of the time: compilers and pools grow until then, whatever the game does. */
const warmUpShare = 0.25;
/** Fewer points than this say nothing of a trend. */
const pointsMin = 8;
/** Slopes are taken between all pairs of points: a long run is thinned to so many medians. */
const pointsMax = 300;

type Point = readonly [seconds: number, mib: number];

/**
 * The Theil-Sen line: the median of the slopes between all pairs of points, which holds until more
 * than a quarter of the points lie. Null where fewer than 8 points are left after the warm-up.
 */
export function rssTrend(points: readonly RssPoint[]): RssTrend | null {
  const kept = thin(afterWarmUp(known(points)));
  const first = kept[0];
  const last = kept.at(-1);
  if (first === undefined || last === undefined || kept.length < pointsMin) return null;
  const perSecond = median(slopes(kept));
  const base = median(kept.map(([seconds, mib]) => mib - perSecond * seconds));
  return {
    mibPerMinute: perSecond * 60,
    fromSeconds: first[0],
    fromMiB: base + perSecond * first[0],
    toSeconds: last[0],
    toMiB: base + perSecond * last[0],
  };
}

function known(points: readonly RssPoint[]): Point[] {
  return points.flatMap(({ atSeconds, rssMiB }): Point[] =>
    rssMiB === null ? [] : [[atSeconds, rssMiB]],
  );
}

function afterWarmUp(points: readonly Point[]): Point[] {
  const first = points[0]?.[0] ?? 0;
  const last = points.at(-1)?.[0] ?? 0;
  const begin = first + (last - first) * warmUpShare;
  return points.filter(([seconds]) => seconds >= begin);
}

/** At most `pointsMax` points: neighbours as one, at their median time and size. */
function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= pointsMax) return points;
  const size = Math.ceil(points.length / pointsMax);
  const groups = Array.from({ length: Math.ceil(points.length / size) }, (_, index) =>
    points.slice(index * size, (index + 1) * size),
  );
  return groups.map(
    (group): Point => [
      median(group.map(([seconds]) => seconds)),
      median(group.map(([, mib]) => mib)),
    ],
  );
}

function slopes(points: readonly Point[]): number[] {
  const found: number[] = [];
  points.forEach(([seconds, mib], index) => {
    for (const [laterSeconds, laterMib] of points.slice(index + 1)) {
      if (laterSeconds > seconds) found.push((laterMib - mib) / (laterSeconds - seconds));
    }
  });
  return found;
}

/** Zero of no values: points that all lie at one moment have no slope. */
function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}
