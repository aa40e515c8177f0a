/** LogHistogram against a sorted array of the same values. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { LogHistogram } from '../../src/base/log-histogram.ts';

const valueUsMax = 2 ** 31 - 1;
/** Every octave is as likely as any other. */
const valueUs = fc
  .record({ shift: fc.nat(30), bits: fc.nat(valueUsMax) })
  .map(({ shift, bits }) => bits >>> shift);
const percent = fc.oneof(
  fc.constantFrom(0, 50, 99, 99.9, 100),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

describe('percentiles', () => {
  test('are never too low, and at most a sixteenth too high', () => {
    fc.assert(
      fc.property(
        fc.array(valueUs, { minLength: 1, maxLength: 300, size: 'max' }),
        percent,
        (values, p) => {
          const histogram = histogramOf(values);
          const exact = exactPercentile(values, p);
          const told = histogram.percentile(p);
          expect(told).toBeGreaterThanOrEqual(exact);
          expect(told).toBeLessThanOrEqual(exact + exact / 16);
        },
      ),
    );
  });

  test('of small values are exact', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(31), { minLength: 1 }), percent, (values, p) => {
        expect(histogramOf(values).percentile(p)).toBe(exactPercentile(values, p));
      }),
    );
  });

  test('of nothing are 0', () => {
    expect(histogramOf([]).summaryMs()).toEqual({ p50: 0, p99: 0, p999: 0, max: 0 });
  });
});

test('count and max are exact, and the 100th percentile is the max', () => {
  fc.assert(
    fc.property(fc.array(valueUs), (values) => {
      const histogram = histogramOf(values);
      expect(histogram.count).toBe(values.length);
      expect(histogram.maxUs).toBe(Math.max(0, ...values));
      expect(histogram.percentile(100)).toBe(histogram.maxUs);
    }),
  );
});

test('buckets tell how many values there are up to their ends, from one reading to another', () => {
  fc.assert(
    fc.property(fc.array(valueUs), fc.array(valueUs), (early, late) => {
      const histogram = histogramOf(early);
      const before = new Map(histogram.bucketCounts());
      for (const value of late) histogram.record(value);
      const after = histogram.bucketCounts();
      const ends = after.map(([upperUs]) => upperUs);
      expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      let lowerUs = -1;
      for (const [upperUs, count] of after) {
        const within = late.filter((value) => value > lowerUs && value <= upperUs);
        expect(count - (before.get(upperUs) ?? 0)).toBe(within.length);
        lowerUs = upperUs;
      }
    }),
  );
});

test('merging two is recording all values in one', () => {
  fc.assert(
    fc.property(fc.array(valueUs), fc.array(valueUs), (left, right) => {
      const merged = newWords();
      new LogHistogram(merged).merge(histogramOf(left));
      new LogHistogram(merged).merge(histogramOf(right));
      const all = newWords();
      histogramOf([...left, ...right], all);
      expect(merged).toEqual(all);
    }),
  );
});

test('what cannot be a duration is clamped, not lost', () => {
  const histogram = histogramOf([-5, Number.NaN, 0.9, 1e12, Number.POSITIVE_INFINITY]);
  expect(histogram.count).toBe(5);
  expect(histogram.percentile(60)).toBe(0);
  expect(histogram.maxUs).toBe(valueUsMax);
});

test('a summary is in milliseconds', () => {
  const histogram = histogramOf(Array.from({ length: 1000 }, (_, i) => (i === 999 ? 30_000 : 16)));
  expect(histogram.summaryMs()).toEqual({ p50: 0.016, p99: 0.016, p999: 0.016, max: 30 });
});

test('what is left of a histogram less a former reading is what came since', () => {
  const values = fc.array(fc.nat(valueUsMax), { maxLength: 100 });
  fc.assert(
    fc.property(values, values, (before, since) => {
      const earlier = histogramOf(before);
      const later = histogramOf([...before, ...since]);
      const largest = later.maxUs;
      later.subtract(earlier);
      const alone = histogramOf(since);
      expect(later.count).toBe(since.length);
      expect(later.bucketCounts()).toEqual(alone.bucketCounts());
      expect(later.maxUs).toBeGreaterThanOrEqual(alone.maxUs);
      expect(later.maxUs).toBeLessThanOrEqual(Math.min(largest, alone.maxUs * (17 / 16)));
    }),
  );
});

test('a former reading of more than there is leaves nothing', () => {
  const histogram = histogramOf([5]);
  histogram.subtract(histogramOf([5, 5, 9]));
  expect([histogram.count, histogram.maxUs, histogram.bucketCounts()]).toEqual([0, 0, []]);
});

test('reset forgets', () => {
  const words = newWords();
  histogramOf([1, 1000, 1e6], words).reset();
  expect(words).toEqual(newWords());
});

test('after 2^32 values older ones weigh half, and percentiles stay', () => {
  const words = newWords();
  const histogram = histogramOf([7, 7, 7, 9], words);
  // 2^32 - 1 values: three quarters are 7, the rest 9.
  words[0] = 0xffff_ffff;
  words[2 + 7] = 0xbfff_ffff;
  words[2 + 9] = 0x4000_0000;
  histogram.record(7);
  expect(histogram.count).toBe(2 ** 31);
  expect([histogram.percentile(74), histogram.percentile(76)]).toEqual([7, 9]);
});

test('memory of another size is an InvariantError', () => {
  expect(() => new LogHistogram(new Uint32Array(10))).toThrow(InvariantError);
});

test('two objects over the same shared memory tell the same', () => {
  const memory = new SharedArrayBuffer(LogHistogram.words * 4);
  histogramOf([5, 6], new Uint32Array(memory));
  expect(new LogHistogram(new Uint32Array(memory)).count).toBe(2);
});

function newWords(): Uint32Array {
  return new Uint32Array(LogHistogram.words);
}

function histogramOf(values: readonly number[], words: Uint32Array = newWords()): LogHistogram {
  const histogram = new LogHistogram(words);
  for (const value of values) histogram.record(value);
  return histogram;
}

/** Nearest rank: the least value that `percent` of `values` do not exceed. */
function exactPercentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1] ?? 0;
}
