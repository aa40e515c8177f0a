/** LookupCache against a Map that never forgets: it may forget, it may not be wrong. */
import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import { InvariantError } from '../../src/base/errors.ts';
import { LookupCache } from '../../src/memory/lookup-cache.ts';

describe('against a Map', () => {
  type Step = { do: 'get' | 'set' | 'delete'; key: string } | { do: 'clear' };
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 30, arbitrary: stepOf('get') },
    { weight: 20, arbitrary: stepOf('set') },
    { weight: 5, arbitrary: stepOf('delete') },
    { weight: 1, arbitrary: fc.constant({ do: 'clear' } as const) },
  );

  test('it is never wrong, never too large, and counts every get and every loss', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.array(step, { maxLength: 200, size: 'max' }),
        (size, all) => {
          const cache = new LookupCache<string, number>(size);
          const model = new Map<string, number>();
          const counts = { gets: 0, lost: 0 };
          for (const [i, one] of all.entries()) {
            apply(cache, model, counts, one, i);
            expect(cache.size).toBeLessThanOrEqual(size);
            expect(cache.hits + cache.misses).toBe(counts.gets);
            expect(cache.evictions).toBe(model.size - cache.size + counts.lost);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  function stepOf(what: 'get' | 'set' | 'delete'): fc.Arbitrary<Step> {
    return fc.nat(12).map((key) => ({ do: what, key: `k${key}` }));
  }

  /** `counts.lost`: keys that the cache had evicted before the model dropped or replaced them. */
  function apply(
    cache: LookupCache<string, number>,
    model: Map<string, number>,
    counts: { gets: number; lost: number },
    one: Step,
    value: number,
  ): void {
    if (one.do === 'clear') {
      counts.lost += model.size - cache.size;
      cache.clear();
      model.clear();
    } else if (one.do === 'get') {
      const hits = cache.hits;
      const found = cache.get(one.key);
      counts.gets++;
      if (found !== undefined) expect(found).toBe(model.get(one.key));
      expect(cache.hits - hits).toBe(found === undefined ? 0 : 1);
    } else if (one.do === 'delete') {
      const wasThere = cache.delete(one.key);
      if (model.delete(one.key) && !wasThere) counts.lost++;
    } else {
      const evictions = cache.evictions;
      const size = cache.size;
      cache.set(one.key, value);
      // Neither larger nor an eviction: the key was there.
      const isNew = cache.size > size || cache.evictions > evictions;
      if (isNew && model.has(one.key)) counts.lost++;
      model.set(one.key, value);
      expect(cache.get(one.key)).toBe(value);
      counts.gets++;
    }
  }
});

describe('who is evicted', () => {
  test('nobody, while the keys in use fit', () => {
    const cache = filled(100);
    for (let round = 0; round < 5; round++) {
      for (let key = 0; key < 100; key++) expect(cache.get(key)).toBe(key);
    }
    expect([cache.hits, cache.misses, cache.evictions]).toEqual([500, 0, 0]);
  });

  test('not a key that is asked for between all others', () => {
    const cache = filled(10);
    for (let key = 100; key < 1000; key++) {
      expect(cache.get(7)).toBe(7);
      cache.set(key, key);
    }
    expect(cache.evictions).toBe(900);
  });

  test('the one that came first, when none was asked for', () => {
    const cache = filled(3);
    cache.set(3, 3);
    cache.set(4, 4);
    expect([0, 1, 2, 3, 4].filter((key) => cache.get(key) !== undefined)).toEqual([2, 3, 4]);
    expect(cache.evictions).toBe(2);
  });
});

test('a hot get allocates nothing', () => {
  const gets = 200_000;
  const cache = filled(64);
  let sum = 0;
  const run = (): void => {
    for (let i = 0; i < gets; i++) sum += cache.get(i & 63) ?? 0;
  };
  for (let warmUp = 0; warmUp < 10; warmUp++) run();
  const bytesPerGet = Array.from({ length: 5 }, () => {
    const before = process.memoryUsage().heapUsed;
    run();
    return (process.memoryUsage().heapUsed - before) / gets;
  });
  // The least of five: the test runner allocates too. The smallest object has 16 bytes.
  expect(Math.min(...bytesPerGet.map(Math.abs))).toBeLessThan(1);
  expect(sum).toBeGreaterThan(0);
});

test('0, null and the empty string are values', () => {
  const cache = new LookupCache<number, number | string | null>(3);
  cache.set(0, 0);
  cache.set(1, null);
  cache.set(2, '');
  expect([cache.get(0), cache.get(1), cache.get(2)]).toEqual([0, null, '']);
});

test('a capacity below 1 is an InvariantError', () => {
  expect(() => new LookupCache<string, number>(0)).toThrow(InvariantError);
});

test('keys and values are typed', () => {
  const cache = new LookupCache<string, { row: number }>(1);
  expectTypeOf(cache.get).toEqualTypeOf<(key: string) => { row: number } | undefined>();
  expectTypeOf(cache.set).parameters.toEqualTypeOf<[key: string, value: { row: number }]>();
  // @ts-expect-error: undefined is how get says that there is nothing.
  expectTypeOf<LookupCache<string, undefined>>().not.toBeAny();
});

function filled(size: number): LookupCache<number, number> {
  const cache = new LookupCache<number, number>(size);
  for (let key = 0; key < size; key++) cache.set(key, key);
  return cache;
}
