/**
 * Compiles the class of an entity's handles: getters and setters over one row of a column block.
 * Generated source, because every accessor must have type feedback of its own: one closure that
 * serves float and byte columns alike is megamorphic, and several times slower. Once per layout
 * and thread; the source holds the layout's offsets and JSON-quoted names, nothing else of the
 * author's.
 */
import { type FieldPlan, type ScalarType, serverOnly } from '../schema/state-plan.ts';
import { type ColumnBlock, quantize } from './column-block.ts';
import { type BlockLayout, elementBytes, type FieldLayout } from './layout.ts';

/** One row of a block. `$row` is the row in direct column access. Do not keep it past a tick. */
export interface Handle {
  readonly $block: ColumnBlock;
  readonly $row: number;
  /** The row's generation when the handle was made; the entity is gone when it differs. */
  readonly $generation: number;
}

export type HandleClass<Instance extends Handle = Handle> = new (
  block: ColumnBlock,
  row: number,
  generation: number,
) => Instance;

const classes = new WeakMap<BlockLayout, HandleClass>();

/** What a type's accessors are called in DataView. */
const elementNames: Readonly<Record<Exclude<ScalarType, 'string'>, string>> = {
  boolean: 'Uint8',
  int8: 'Int8',
  uint8: 'Uint8',
  int16: 'Int16',
  uint16: 'Uint16',
  int32: 'Int32',
  uint32: 'Uint32',
  int64: 'Float64',
  uint64: 'Float64',
  bigint64: 'BigInt64',
  biguint64: 'BigUint64',
  float32: 'Float32',
  float64: 'Float64',
  number: 'Float64',
};

/** The handle class of a block, under the name of its type; the same one at every call. */
export function handleClass(layout: BlockLayout, typeName: string): HandleClass {
  let compiled = classes.get(layout);
  if (compiled === undefined) {
    const compile = new Function('fields', 'quantize', sourceOf(layout)) as (
      fields: readonly FieldPlan[],
      toStep: typeof quantize,
    ) => HandleClass;
    const fields = layout.fields.map(({ plan }) => plan);
    compiled = compile(fields, quantize);
    Object.defineProperty(compiled, 'name', { value: typeName });
    classes.set(layout, compiled);
  }
  return compiled;
}

function sourceOf(layout: BlockLayout): string {
  const caches = layout.fields
    .map(({ plan }, i) =>
      plan.type === 'string' ? `this.$text${i} = ''; this.$version${i} = -1;` : '',
    )
    .join('');
  const accessors = layout.fields.map((field, i) => accessorsOf(layout, field, i));
  return `'use strict';
return class {
  constructor(block, row, generation) {
    this.$block = block; this.$data = block.data;
    this.$row = row; this.$generation = generation; ${caches}
    Object.preventExtensions(this);
  }
  ${accessors.join('\n  ')}
};`;
}

/** A getter, and a setter that marks the row. */
function accessorsOf(layout: BlockLayout, { plan, value }: FieldLayout, i: number): string {
  const name = `[${JSON.stringify(plan.name)}]`;
  const isSynced = plan.index !== serverOnly;
  const mark = isSynced ? `this.$data.setUint8(${layout.dirty} + this.$row, 1);` : '';
  if (plan.type === 'string') {
    return `get ${name}() {
    const text = this.$block.text${i}, version = text.versions[this.$row];
    if (this.$version${i} !== version) {
      this.$text${i} = text.read(this.$row); this.$version${i} = version;
    }
    return this.$text${i};
  }
  set ${name}(value) {
    if (this.$block.text${i}.write(this.$row, value)) { ${mark} }
  }`;
  }
  const element = elementNames[plan.type];
  const at = `${value} + this.$row * ${elementBytes[plan.type]}`;
  return `get ${name}() { return ${readExpression(plan, `this.$data.get${element}(${at}, true)`)}; }
  set ${name}(value) {
    this.$data.set${element}(${at}, ${writeExpression(plan, i)}, true); ${mark}
  }`;
}

function readExpression(field: FieldPlan, stored: string): string {
  if (field.type === 'boolean') return `${stored} !== 0`;
  const { quantized } = field;
  if (quantized === undefined) return stored;
  return (
    `${number(quantized.min)} + (${stored} / ${number(quantized.span)})` +
    ` * ${number(quantized.range)}`
  );
}

function writeExpression(field: FieldPlan, i: number): string {
  if (field.type === 'boolean') return 'value ? 1 : 0';
  if (field.quantized) return `quantize(fields[${i}], value)`;
  return 'value';
}

/** A number as source text; String() of a finite double reads back as the same double. */
function number(value: number): string {
  return `(${value})`;
}
