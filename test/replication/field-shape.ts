/**
 * A random field: its wire type, its default and whether it is synced; the builder that the author
 * would have written for it; and values for it, the awkward ones first. Test code, any thread.
 */
import { decode, encode, type FieldBuilder, t } from '@colyseus/schema';
import fc from 'fast-check';
import type { ScalarType } from '../../src/schema/state-plan.ts';

export type Value = number | bigint | boolean | string;

interface Quantization {
  readonly min: number;
  readonly max: number;
  readonly bits: 8 | 16 | 32;
  readonly mode: 'clamp' | 'wrap';
}

export interface FieldShape {
  readonly name: string;
  readonly type: ScalarType | 'quantized' | 'angle';
  readonly quantization: Quantization;
  readonly isServerOnly: boolean;
  readonly isOptional?: boolean;
  readonly defaultSeed: ValueSeed | undefined;
}

/** Enough to make a value of any type, so that a mutation need not know its field's type. */
export interface ValueSeed {
  readonly pick: number;
  readonly number: number;
  readonly bigint: bigint;
  readonly text: string;
}

/** Bytes that strings and keys may have; long enough for each of the wire's first two headers. */
export const textBytesMax = 320;

const types: readonly FieldShape['type'][] = [
  ...(['boolean', 'int8', 'uint8', 'int16', 'uint16', 'int32', 'uint32', 'int64'] as const),
  ...(['uint64', 'bigint64', 'biguint64', 'float32', 'float64', 'number', 'string'] as const),
  ...(['quantized', 'angle'] as const),
];

const numbers: readonly number[] = [
  ...[0, 1, -1, -0, 31, 32, -32, -33, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769],
  ...[65535, 65536, 2147483647, 2147483648, -2147483648, -2147483649, 4294967295, 4294967296],
  ...[0.5, 0.1, -0.1, 1e-5, 1e-40, 16777217, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER],
  ...[3.4028235e38, 3.5e38, 1e300, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
];
const bigints: readonly bigint[] = [
  ...[0n, 1n, -1n, 2n ** 32n, -(2n ** 32n), 2n ** 63n - 1n, 2n ** 63n, -(2n ** 63n)],
  ...[2n ** 64n - 1n, 2n ** 64n, 2n ** 70n + 5n],
];
const texts: readonly string[] = [
  ...['', ' ', '\0', 'a', 'é', '日本', '👩‍🚀', 'x'.repeat(31), 'x'.repeat(32), 'y'.repeat(255)],
  ...['z'.repeat(256), '💫'.repeat(80)],
];

export const valueSeed: fc.Arbitrary<ValueSeed> = fc.record({
  pick: fc.nat(numbers.length + 12),
  number: fc.oneof(fc.double(), fc.integer(), fc.double({ min: -10, max: 10 })),
  bigint: fc.bigInt({ min: -(2n ** 65n), max: 2n ** 65n }),
  text: fc.string({ unit: 'binary', maxLength: 12 }),
});

const range: fc.Arbitrary<readonly [min: number, max: number]> = fc.oneof(
  fc.integer({ min: 1, max: 1000 }).map((end) => [-end, end] as const),
  fc
    .tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 500 }))
    .map(([min, width]) => [min, min + width] as const),
  fc
    .tuple(
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
    )
    .map(([min, width]) => [min, min + width] as const),
);
const quantization: fc.Arbitrary<Quantization> = fc
  .record({
    bits: fc.constantFrom<(8 | 16 | 32)[]>(8, 16, 32),
    mode: fc.constantFrom<('clamp' | 'wrap')[]>('clamp', 'wrap'),
    range,
  })
  .map(({ bits, mode, range: [min, max] }) => ({ min, max, bits, mode }));

/** A list of fields whose names start with `prefix`; at least `minLength` of them. */
export function fieldShapes(
  prefix: string,
  minLength: number,
  maxLength: number,
): fc.Arbitrary<FieldShape[]> {
  const field = fc.record({
    type: fc.constantFrom(...types),
    quantization,
    isServerOnly: fc.integer({ min: 0, max: 4 }).map((n) => n === 4),
    defaultSeed: fc.option(valueSeed, { nil: undefined }),
  });
  return fc
    .array(field, { minLength, maxLength })
    .map((fields) => fields.map((one, i) => ({ ...one, name: `${prefix}${i}` })));
}

/** What the author would have written. */
export function builderOf(field: FieldShape): FieldBuilder<unknown, boolean> {
  const plain = plainBuilder(field);
  const { defaultSeed, isOptional } = field;
  const given = defaultSeed === undefined ? plain : plain.default(valueFor(field, defaultSeed));
  const builder = isOptional ? given.optional() : given;
  return field.isServerOnly ? builder.noSync() : builder;
}

function plainBuilder({ type, quantization }: FieldShape): FieldBuilder<unknown, boolean> {
  if (type === 'quantized') return t.quantized(quantization);
  if (type === 'angle') return t.angle({ bits: quantization.bits });
  return t[type]();
}

/** A value of the field's type. */
export function valueFor(field: FieldShape, seed: ValueSeed): Value {
  switch (field.type) {
    case 'boolean':
      return seed.pick % 2 === 1;
    case 'string':
      return texts[seed.pick] ?? seed.text;
    case 'bigint64':
    case 'biguint64':
      return bigints[seed.pick] ?? seed.bigint;
    default:
      return numbers[seed.pick] ?? seed.number;
  }
}

/** What a new row's field holds. */
export function defaultOf(field: FieldShape): Value {
  if (field.defaultSeed !== undefined) return valueFor(field, field.defaultSeed);
  if (field.type === 'boolean') return false;
  if (field.type === 'string') return '';
  if (field.type === 'bigint64' || field.type === 'biguint64') return 0n;
  // Where nothing is given, a quantized field starts at zero, or at the least of its range.
  return field.type === 'quantized' ? Math.max(0, field.quantization.min) : 0;
}

/** What a client reads when the server wrote `value`: the wire narrows most types. */
export function asSent(field: FieldShape, value: Value): Value {
  if (field.type === 'quantized' || field.type === 'angle') return value;
  const bytes = new Uint8Array(textBytesMax + 8);
  // The package types each codec apart; which one it is follows from the value's own field.
  (encode[field.type] as (bytes: Uint8Array, value: Value, it: object) => void)(bytes, value, {
    offset: 0,
  });
  return decode[field.type](bytes, { offset: 0 });
}
