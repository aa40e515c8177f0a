/**
 * What a game may do to its state between two patches, as data: numbers choose among whatever
 * maps, fields and keys the random state has. Test code.
 */
import fc from 'fast-check';
import { type ValueSeed, valueSeed } from './field-shape.ts';

export type Mutation =
  | { readonly do: 'setRoot'; readonly field: number; readonly seed: ValueSeed }
  | {
      /** `replace` deletes the key first. */
      readonly do: 'add' | 'replace';
      readonly map: number;
      readonly key: number;
      readonly seeds: readonly ValueSeed[];
    }
  | {
      /** `setBack` changes a field and changes it back; `setColumn` goes past the setters. */
      readonly do: 'set' | 'setBack' | 'setColumn' | 'rewrite';
      readonly map: number;
      readonly key: number;
      readonly field: number;
      readonly seed: ValueSeed;
    }
  /** `deleteAndWrite` writes to the handle of what it has deleted. */
  | { readonly do: 'delete' | 'deleteAndWrite'; readonly map: number; readonly key: number }
  /** `fill` adds as many as there are keys and rows for. */
  | { readonly do: 'clear' | 'fill' | 'markAll'; readonly map: number }
  | { readonly do: 'publish' }
  | { readonly do: 'join' };

/**
 * Every length of UTF-8. Names that every object has, as 'constructor', make the stock encoder
 * throw: odd-keys.test.ts has those.
 */
export const keys: readonly string[] = [
  ...['a', 'b', 'c', 'd', 'e', '0', '-1', 'é', 'aé', '日本', '🚀', 'a b', '\0', 'x'.repeat(64)],
  // As many as a table has rows: what is done to one row must not touch those of other words.
  ...Array.from({ length: 24 }, (_, i) => `unit-${i}`),
];

const map = fc.nat(2);
// Few keys, so that they come again.
const key = fc.oneof(
  { weight: 3, arbitrary: fc.nat(4) },
  { weight: 1, arbitrary: fc.nat(keys.length - 1) },
);
const field = fc.nat(70);
const seed = valueSeed;
const seeds = fc.array(valueSeed, { maxLength: 3 });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('setRoot' as const), field, seed }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('add' as const), map, key, seeds }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('replace' as const), map, key, seeds }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constantFrom('set' as const, 'set', 'setBack', 'setColumn', 'rewrite'),
      ...{ map, key, field, seed },
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('delete' as const, 'deleteAndWrite'), map, key }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('clear' as const, 'fill', 'fill', 'markAll'), map }),
  },
  { weight: 6, arbitrary: fc.constant({ do: 'publish' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'join' } as const) },
);

export const mutations: fc.Arbitrary<Mutation[]> = fc.array(mutation, {
  maxLength: 60,
  size: 'max',
});
