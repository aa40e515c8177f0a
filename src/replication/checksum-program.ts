/**
 * Compiles a block's layout into functions that hash its rows' values as clients read them: what
 * the wire narrows is narrowed, what is quantized is a step's value. Generated source, one set per
 * block, as in encode-program.ts and for its reasons. base/hash.ts says what the sum is.
 */
import { combine, hashNumber, hashUtf8, hashWords } from '../base/hash.ts';
import { type BlockLayout, type FieldLayout, nowhere } from '../memory/state/block-layout.ts';
import { type Quantized, type ScalarType, serverOnly } from '../schema/state-plan.ts';
import { sentInt64, sentNumber, sentUint64 } from '../wire/sent-value.ts';

/** An int32 of one row of a room's memory, `data`. */
export type RowHash = (data: DataView, row: number) => number;

export interface ChecksumProgram {
  /** The row's synced fields, without what it owns. */
  readonly fieldsHash: RowHash;
  /** The value of a collection of primitives' row; of others, 0. */
  readonly valueHash: RowHash;
}

const helpers = { combine, hashNumber, hashUtf8, hashWords, sentInt64, sentNumber, sentUint64 };
const programs = new WeakMap<BlockLayout, ChecksumProgram>();

/** A block's program; the same one at every call. */
export function checksumProgram(layout: BlockLayout): ChecksumProgram {
  let program = programs.get(layout);
  if (program === undefined) {
    const compile = new Function('helpers', programSource(layout)) as (
      given: typeof helpers,
    ) => ChecksumProgram;
    program = compile(helpers);
    programs.set(layout, program);
  }
  return program;
}

function programSource({ fields }: BlockLayout): string {
  const synced = fields.filter(({ plan }) => plan.index !== serverOnly);
  const [first] = synced;
  return `'use strict'; const { ${Object.keys(helpers).join(', ')} } = helpers;
function fieldsHash(data, row) {
  let sum = 0;
  ${synced.map(addField).join('\n  ')}
  return sum;
}
function valueHash(data, row) { return ${first === undefined ? '0' : valueSource(first)}; }
return { fieldsHash, valueHash };`;
}

function addField(field: FieldLayout): string {
  const add = `sum = (sum + combine(${field.plan.index}, ${valueSource(field)})) | 0;`;
  if (field.present === nowhere) return add;
  return `if (data.getUint8(${field.present} + row) !== 0) ${add}`;
}

/** An expression: the value's hash. */
function valueSource(field: FieldLayout): string {
  const { plan, value, lengths } = field;
  const { type, quantized } = plan;
  if (quantized !== undefined) return `hashNumber(${dequantized(quantized, load(type, value))})`;
  switch (type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
    case 'int16':
    case 'uint16':
    case 'int32':
      return load(type, value);
    case 'uint32':
    case 'float32':
    case 'float64':
      return `hashNumber(${load(type, value)})`;
    case 'number':
      return `hashNumber(sentNumber(${load(type, value)}))`;
    case 'int64':
      return `hashNumber(sentInt64(${load(type, value)}))`;
    case 'uint64':
      return `hashNumber(sentUint64(${load(type, value)}))`;
    case 'bigint64':
    case 'biguint64': {
      const word = (at: number) => `data.getInt32(${at} + row * 8, true)`;
      return `hashWords(${word(value)}, ${word(value + 4)})`;
    }
    case 'string': {
      const length = `data.getUint16(${lengths} + row * 2, true)`;
      return `hashUtf8(data, ${value} + row * ${plan.bytesMax}, ${length})`;
    }
  }
}

const accessors: Readonly<
  Record<Exclude<ScalarType, 'string' | 'bigint64' | 'biguint64'>, readonly [string, number]>
> = {
  boolean: ['Uint8', 1],
  int8: ['Int8', 1],
  uint8: ['Uint8', 1],
  int16: ['Int16', 2],
  uint16: ['Uint16', 2],
  int32: ['Int32', 4],
  uint32: ['Uint32', 4],
  int64: ['Float64', 8],
  uint64: ['Float64', 8],
  float32: ['Float32', 4],
  float64: ['Float64', 8],
  number: ['Float64', 8],
};

function load(type: ScalarType, value: number): string {
  const [name, width] = accessors[type as keyof typeof accessors];
  return `data.get${name}(${value} + row * ${width}, true)`;
}

/** As memory/state/column-block.ts's `dequantize`. */
function dequantized({ min, span, range }: Quantized, step: string): string {
  return `${min} + (${step} / ${span}) * ${range}`;
}
