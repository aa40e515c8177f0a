/** Random input: the same for the same seed, and always a value that its wire type can hold. */
import { schema, t } from '@colyseus/schema';
import { describe, expect, it } from 'vitest';
import { fillRandom, inputFieldsOf, seededRandom } from '../../../src/soak/bots/random-input.ts';

const Everything = schema(
  {
    turn: t.int8(),
    keys: t.uint8(),
    big: t.uint32(),
    small: t.int16(),
    aim: t.angle(),
    throttle: t.quantized({ min: -2, max: 3, bits: 8 }),
    x: t.float32(),
    any: t.number(),
    fire: t.boolean(),
    name: t.string(),
    id: t.biguint64(),
    list: t.array('number'),
  },
  'Everything',
);

describe('seededRandom', () => {
  it('repeats with its seed, differs with another, and is spread over [0, 1)', () => {
    const take = (seed: number): number[] => Array.from({ length: 1_000 }, seededRandom(seed));
    expect(take(7)).toEqual(take(7));
    expect(take(7)).not.toEqual(take(8));
    const values = take(7);
    expect(Math.min(...values)).toBeLessThan(0.01);
    expect(Math.max(...values)).toBeGreaterThan(0.99);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

describe('inputFieldsOf', () => {
  it('names the primitive fields and leaves the rest', () => {
    const names = inputFieldsOf(new Everything()).map((field) => field.name);
    const expected = 'turn keys big small aim throttle x any fire name id'.split(' ');
    expect(names).toEqual(expected);
  });

  it('is empty for an object that is no schema', () => {
    expect(inputFieldsOf({ a: 1 })).toEqual([]);
  });
});

describe('fillRandom', () => {
  it('stays in range over many inputs, and reaches every field', () => {
    const input = new Everything();
    const fields = inputFieldsOf(input);
    const random = seededRandom(3);
    const seen = new Map<string, Set<unknown>>(fields.map(({ name }) => [name, new Set()]));
    for (let round = 0; round < 5_000; round++) {
      fillRandom(input, fields, random);
      for (const { name } of fields) seen.get(name)?.add(Reflect.get(input, name));
      expect(input.turn ?? 0).toSatisfy((value: number) => value >= -128 && value <= 127);
      expect(input.keys ?? 0).toSatisfy((value: number) => value >= 0 && value <= 255);
      expect(input.small ?? 0).toSatisfy((value: number) => Math.abs(value) <= 32_768);
      expect(input.big ?? 0).toSatisfy((value: number) => value >= 0 && value <= 4_294_967_295);
      expect(input.throttle ?? 0).toSatisfy((value: number) => value >= -2 && value <= 3);
    }
    for (const [name, values] of seen) expect(values.size, name).toBeGreaterThan(1);
  });

  it('is mostly what a player does: small values, held for several inputs', () => {
    const input = new Everything();
    const fields = inputFieldsOf(input);
    const random = seededRandom(5);
    let changes = 0;
    let extremes = 0;
    for (let round = 0; round < 5_000; round++) {
      const before = input.turn;
      fillRandom(input, fields, random);
      if (input.turn !== before) changes += 1;
      if (Math.abs(input.turn ?? 0) > 1) extremes += 1;
    }
    expect(changes).toBeGreaterThan(100);
    expect(changes).toBeLessThan(1_500);
    expect(extremes).toBeGreaterThan(0);
    expect(extremes).toBeLessThan(500);
  });
});
