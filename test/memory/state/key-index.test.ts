/**
 * KeyIndex against a Map of rows: churn in an index that is as full as it gets, with keys that
 * share a place, a whole hash, or a beginning.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fuzzRuns } from '../../base/fuzz-runs.ts';
import { createRoom } from '../rooms.ts';

/** Pairs with the same 32 bits of FNV-1a. */
const alike = ['costarring', 'liquid', 'declinate', 'macallums', 'altarage', 'zinke'];
const keys = [
  ...alike,
  ...[
    'a',
    'aa',
    'aaa',
    'é',
    'éé',
    'aé',
    'e\u0301',
    '日',
    '日本',
    '🚀',
    '🚀a',
    '\0',
    ' ',
    '__proto__',
  ],
  ...['constructor', 'hasOwnProperty', 'x'.repeat(63), 'x'.repeat(64), '🚀'.repeat(16)],
  ...Array.from({ length: 40 }, (_, i) => `key-${i}`),
];

const { numRuns, timeout } = fuzzRuns(400);

interface Step {
  readonly isRemoval: boolean;
  readonly key: string;
}

const step: fc.Arbitrary<Step> = fc.record({
  isRemoval: fc.integer({ min: 0, max: 9 }).map((n) => n < 4),
  key: fc.constantFrom(...keys),
});

test('a key is found in the row it was entered for, and no other is', { timeout }, () => {
  const rows = fc.constantFrom(1, 2, 3, 4, 16, 32);
  const property = fc.property(rows, fc.array(step, { maxLength: 300, size: 'max' }), play);
  fc.assert(property, { numRuns });
});

function play(rows: number, steps: readonly Step[]): void {
  const index = createRoom({ units: rows }).units.$block.keys;
  const model = new Map<string, number>();
  const free = Array.from({ length: rows }, (_, row) => row);
  for (const { isRemoval, key } of steps) {
    const row = model.get(key);
    expect(index.find(0, key)).toBe(row ?? -1);
    if (isRemoval && row !== undefined) {
      index.remove(0, row);
      model.delete(key);
      free.push(row);
    } else if (!isRemoval && row === undefined && free.length > 0) {
      // First in, first out: rows and places come apart.
      const given = free.shift() as number;
      index.check(key);
      index.insert(0, key, given);
      model.set(key, given);
    }
  }
  for (const key of keys) expect(index.find(0, key)).toBe(model.get(key) ?? -1);
  for (const [key, row] of model) expect(index.keyOf(row)).toBe(key);
}

describe('keys', () => {
  test('with the same hash are told apart', () => {
    const index = createRoom().units.$block.keys;
    alike.forEach((key, row) => index.insert(0, key, row));
    expect(alike.map((key) => index.find(0, key))).toEqual([0, 1, 2, 3, 4, 5]);
    for (const row of [0, 3, 4]) index.remove(0, row);
    expect(alike.map((key) => index.find(0, key))).toEqual([-1, 1, 2, -1, -1, 5]);
  });

  test('in rows without a gap between them are told apart', () => {
    const { units } = createRoom({ 'units:key': 2 });
    units.add('ab');
    units.add('cd');
    for (const key of ['abc', 'abcd', 'a', 'cdx', 'é', '', 'ab\0']) {
      expect(units.get(key)).toBeUndefined();
      expect(units.delete(key)).toBe(false);
    }
    expect([...units].map((unit) => units.keyOf(unit))).toEqual(['ab', 'cd']);
  });

  test('of any well-formed text can be used', () => {
    const property = fc.property(
      fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 16 }), { maxLength: 20 }),
      (texts) => {
        const { units } = createRoom();
        texts.forEach((text, i) => {
          units.add(text, { hp: i });
        });
        expect([...units].map((unit) => units.keyOf(unit))).toEqual(texts);
        expect(texts.map((text) => units.get(text)?.hp)).toEqual([...texts.keys()]);
      },
    );
    fc.assert(property, { numRuns: 40 });
  });
});
