/**
 * Compiles the class of an entity's handles: getters and setters over one row of a column block.
 * Generated source, because every accessor must have type feedback of its own: one closure that
 * serves float and byte columns alike is megamorphic, and several times slower. Once per plan and
 * thread; the source holds the plan's indices and JSON-quoted names, nothing else of the author's.
 */
import { type FieldPlan, type FieldsPlan, serverOnly } from '../schema/state-plan.ts';
import { type ColumnBlock, quantize } from './column-block.ts';

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

const classes = new WeakMap<FieldsPlan, HandleClass>();

/** The handle class of `plan`; the same one at every call. */
export function handleClass(plan: FieldsPlan): HandleClass {
  let compiled = classes.get(plan);
  if (compiled === undefined) {
    const compile = new Function('fields', 'quantize', sourceOf(plan)) as (
      fields: readonly FieldPlan[],
      toStep: typeof quantize,
    ) => HandleClass;
    compiled = compile(plan.fields, quantize);
    Object.defineProperty(compiled, 'name', { value: plan.typeName });
    classes.set(plan, compiled);
  }
  return compiled;
}

function sourceOf(plan: FieldsPlan): string {
  const caches = plan.fields
    .map((field, i) =>
      field.type === 'string' ? `this.$text${i} = ''; this.$version${i} = -1;` : '',
    )
    .join('');
  return `'use strict';
return class {
  constructor(block, row, generation) {
    this.$block = block; this.$row = row; this.$generation = generation; ${caches}
    Object.preventExtensions(this);
  }
  ${plan.fields.map(accessorsOf).join('\n  ')}
};`;
}

/** A getter, and a setter that marks the row. */
function accessorsOf(field: FieldPlan, i: number): string {
  const name = `[${JSON.stringify(field.name)}]`;
  const mark = field.index === serverOnly ? '' : 'block.dirty[this.$row] = 1;';
  if (field.type === 'string') {
    return `get ${name}() {
    const text = this.$block.text${i}, version = text.versions[this.$row];
    if (this.$version${i} !== version) {
      this.$text${i} = text.read(this.$row); this.$version${i} = version;
    }
    return this.$text${i};
  }
  set ${name}(value) {
    const block = this.$block;
    if (block.text${i}.write(this.$row, value)) { ${mark} }
  }`;
  }
  return `get ${name}() { return ${readExpression(field, `this.$block.value${i}[this.$row]`)}; }
  set ${name}(value) {
    const block = this.$block;
    block.value${i}[this.$row] = ${writeExpression(field, i)}; ${mark}
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
