/** Medians and spreads of a side's samples. Pure functions. */

/** The middle sample; of an even count, the mean of the two in the middle. */
export function median(samples: readonly number[]): number {
  return quantile(samples, 0.5);
}

/** Interquartile range over the median: how far apart rounds of the same work were. */
export function spread(samples: readonly number[]): number {
  const middle = median(samples);
  if (middle === 0) return 0;
  return (quantile(samples, 0.75) - quantile(samples, 0.25)) / Math.abs(middle);
}

/** Linear between the two nearest samples. `share` is 0 to 1. */
export function quantile(samples: readonly number[], share: number): number {
  if (samples.length === 0) throw new RangeError('a benchmark returned no samples');
  const sorted = samples.toSorted((left, right) => left - right);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)]!;
  const above = sorted[Math.ceil(at)]!;
  return below + (above - below) * (at - Math.floor(at));
}
