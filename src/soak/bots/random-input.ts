/**
 * Random input from a seed: fills an input object's fields by their wire types. Mostly the small
 * values that a player's keys give, now and then anything that the type can hold. Thread-neutral;
 * each bot owns one generator.
 */

/** The next number in [0, 1). */
export type Random = () => number;

/** One primitive field of an input schema: its name and wire type. */
export interface InputField {
  readonly name: string;
  readonly type: string;
  /** Of a quantized field: the range that its bytes can say. */
  readonly min: number;
  readonly max: number;
}

/** Chance that a field changes at one input: a player holds a key for some 200 ms. */
const changeChance = 0.15;
/** Chance that a changed value is anything in the type's range, as from a hostile client. */
const extremeChance = 0.02;

const integerRanges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  int8: [-128, 127],
  uint8: [0, 255],
  int16: [-32_768, 32_767],
  uint16: [0, 65_535],
  int32: [-2_147_483_648, 2_147_483_647],
  uint32: [0, 4_294_967_295],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  uint64: [0, Number.MAX_SAFE_INTEGER],
  varint: [-2_147_483_648, 2_147_483_647],
};
const floatTypes: ReadonlySet<string> = new Set(['float32', 'float64', 'number']);
const bigintTypes: ReadonlySet<string> = new Set(['bigint64', 'biguint64']);
/** What a mostly tame float and an extreme one reach. */
const floatTame = 1;
const floatExtreme = 1e6;

/** mulberry32: 32 bits of state, the same sequence on every platform. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The fields of `input` that a bot can fill, from the metadata that the handshake brought. */
export function inputFieldsOf(input: object): InputField[] {
  const metadata = metadataOf(input);
  const fields: InputField[] = [];
  for (let index = 0; metadata !== undefined; index++) {
    const field = metadata[index];
    if (field === undefined) break;
    const known = toInputField(field);
    if (known !== undefined) fields.push(known);
  }
  return fields;
}

/** Changes some of `input`'s fields. */
export function fillRandom(input: object, fields: readonly InputField[], random: Random): void {
  for (const field of fields) {
    if (random() < changeChance) Reflect.set(input, field.name, randomValue(field, random));
  }
}

function randomValue(field: InputField, random: Random): number | boolean | string | bigint {
  if (field.type === 'boolean') return random() < 0.5;
  if (field.type === 'string') return Math.floor(random() * 1_679_616).toString(36);
  const extreme = random() < extremeChance;
  if (bigintTypes.has(field.type)) return BigInt(Math.floor(random() * (extreme ? 2 ** 53 : 4)));
  if (floatTypes.has(field.type)) {
    return (random() * 2 - 1) * (extreme ? floatExtreme : floatTame);
  }
  const { min, max } = field;
  if (field.type === 'quantized') return min + random() * (max - min);
  if (extreme) return Math.floor(min + random() * (max - min + 1));
  const low = Math.max(min, -1);
  return low + Math.floor(random() * (Math.min(max, 1) - low + 1));
}

interface MetadataField {
  readonly name: string;
  readonly type: unknown;
}

function toInputField({ name, type }: MetadataField): InputField | undefined {
  if (typeof type === 'string') {
    const range = integerRanges[type];
    if (range !== undefined) return { name, type, min: range[0], max: range[1] };
    const isKnown =
      floatTypes.has(type) || bigintTypes.has(type) || type === 'boolean' || type === 'string';
    return isKnown ? { name, type, min: 0, max: 0 } : undefined;
  }
  const quantized = (type as { quantized?: { min: number; max: number } } | null)?.quantized;
  return quantized && { name, type: 'quantized', min: quantized.min, max: quantized.max };
}

/** Schema keeps `index -> { name, type }` under Symbol.metadata of the class. */
function metadataOf(input: object): Readonly<Record<number, MetadataField>> | undefined {
  const symbol = (Symbol as { metadata?: symbol }).metadata ?? Symbol.for('Symbol.metadata');
  return Reflect.get(input.constructor, symbol) as Record<number, MetadataField> | undefined;
}
