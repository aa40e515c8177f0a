/**
 * A histogram of durations in a fixed piece of memory, which may be shared: its one writer's
 * thread records, any thread reads. Log-linear: 16 buckets an octave, so that a percentile is at
 * most 1/16 too high over the whole range, from microseconds to half an hour.
 *
 * Words, u32: [count | max | bucket 0 | bucket 1 | …]. The values 0 … 15 have a bucket each; a
 * larger one falls in bucket 16 * n + its five leading bits, where n bits follow those.
 * Readers may see a record half done: a count without its bucket, never a torn word.
 */
import { assert } from './assert.ts';

const countWord = 0;
const maxWord = 1;
const firstBucketWord = 2;
const subBits = 4;
const subBuckets = 1 << subBits;
/** Larger values, 36 minutes and more, count as this one. */
const valueUsMax = 2 ** 31 - 1;
const buckets = bucketOf(valueUsMax) + 1;
const countMax = 2 ** 32 - 1;

/** What is told of a histogram, in milliseconds. */
export interface Summary {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** [the largest value that falls in it, µs | how many did]; see `LogHistogram.bucketCounts`. */
export type BucketCount = readonly [upperUs: number, count: number];

export class LogHistogram {
  /** u32 words of memory that a histogram takes. */
  static readonly words = firstBucketWord + buckets;

  readonly #words: Uint32Array;

  /** Over `words` as they are: zeroed memory is an empty histogram. */
  constructor(words: Uint32Array) {
    assert(words.length === LogHistogram.words, 'a histogram needs LogHistogram.words words');
    this.#words = words;
  }

  /** Values recorded; see `record` for what happens after 2^32 of them. */
  get count(): number {
    return this.#words[countWord] as number;
  }

  /** The largest value, exactly. */
  get maxUs(): number {
    return this.#words[maxWord] as number;
  }

  /** Writer: counts a value; fractions are dropped, and what is not above 0 counts as 0. */
  record(valueUs: number): void {
    const words = this.#words;
    const value = valueUs >= valueUsMax ? valueUsMax : valueUs > 0 ? valueUs | 0 : 0;
    if (words[countWord] === countMax) this.#halve();
    words[countWord] = (words[countWord] as number) + 1;
    const bucketWord = firstBucketWord + bucketOf(value);
    words[bucketWord] = (words[bucketWord] as number) + 1;
    if (value > (words[maxWord] as number)) words[maxWord] = value;
  }

  /**
   * The least value, µs, that `percent` (0 … 100) of the recorded values do not exceed, rounded up
   * to its bucket's end, but never above the maximum. 0 when nothing is recorded.
   */
  percentile(percent: number): number {
    const words = this.#words;
    // Not the count: a racing writer may have counted what its bucket does not show yet.
    let total = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      total += words[firstBucketWord + bucket] as number;
    }
    let left = Math.max(1, Math.ceil((percent * total) / 100));
    for (let bucket = 0; bucket < buckets; bucket++) {
      left -= words[firstBucketWord + bucket] as number;
      if (left <= 0) return Math.min(lastValueOf(bucket), this.maxUs);
    }
    return 0;
  }

  /** Writer of this one: adds what `other` has counted. Full words stay full. */
  merge(other: LogHistogram): void {
    const words = this.#words;
    for (let word = 0; word < words.length; word++) {
      const mine = words[word] as number;
      const others = other.#words[word] as number;
      words[word] = word === maxWord ? Math.max(mine, others) : Math.min(mine + others, countMax);
    }
  }

  /**
   * Writer of this one: takes away what `earlier`, a former reading of the same values, had
   * counted. The largest value is then known to its bucket only.
   */
  subtract(earlier: LogHistogram): void {
    const words = this.#words;
    let count = 0;
    let largest = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const word = firstBucketWord + bucket;
      // Full words are halved, and less may be left than there was.
      const left = Math.max(0, (words[word] as number) - (earlier.#words[word] as number));
      words[word] = left;
      count += left;
      if (left > 0) largest = lastValueOf(bucket);
    }
    words[countWord] = count;
    words[maxWord] = Math.min(largest, words[maxWord] as number);
  }

  /** Writer: forgets everything. */
  reset(): void {
    this.#words.fill(0);
  }

  /**
   * Buckets that have something, in order. Allocates: for reports. What is between two readings of
   * one histogram is their difference, as long as it counts fewer than 2^32 values.
   */
  bucketCounts(): BucketCount[] {
    const counts: BucketCount[] = [];
    for (let bucket = 0; bucket < buckets; bucket++) {
      const count = this.#words[firstBucketWord + bucket] as number;
      if (count > 0) counts.push([lastValueOf(bucket), count]);
    }
    return counts;
  }

  /** Allocates: for reports. */
  summaryMs(): Summary {
    return {
      p50: this.percentile(50) / 1000,
      p99: this.percentile(99) / 1000,
      p999: this.percentile(99.9) / 1000,
      max: this.maxUs / 1000,
    };
  }

  /** Makes room in full words; percentiles stay, and older values weigh half from now on. */
  #halve(): void {
    const words = this.#words;
    words[countWord] = (words[countWord] as number) >>> 1;
    for (let word = firstBucketWord; word < words.length; word++) {
      words[word] = (words[word] as number) >>> 1;
    }
  }
}

/** `value` is an integer, 0 … valueUsMax. */
function bucketOf(value: number): number {
  if (value < subBuckets) return value;
  const shift = 31 - subBits - Math.clz32(value);
  return (shift << subBits) + (value >>> shift);
}

/** The largest value that falls in `bucket`. */
function lastValueOf(bucket: number): number {
  if (bucket < subBuckets) return bucket;
  const shift = (bucket >>> subBits) - 1;
  return (bucket - (shift << subBits) + 1) * 2 ** shift - 1;
}
