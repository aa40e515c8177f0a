/**
 * Compiles the class of an entity's handles: getters and setters over one row of a column block.
 * Generated source, because every accessor must have type feedback of its own: one closure that
 * serves float and byte columns alike is megamorphic, and several times slower. Once per layout
 * and thread; the source holds the layout's offsets and JSON-quoted names, nothing else of the
 * author's.
 */
import {
  type ChildPlan,
  type FieldPlan,
  type Methods,
  type ScalarType,
  serverOnly,
} from '../../schema/state-plan.ts';
import { elementBytes, type FieldLayout, type FieldsLayout, nowhere } from './block-layout.ts';
import { type ColumnBlock, quantize } from './column-block.ts';
import { demandThere } from './row-lifecycle.ts';
import type { TableRows } from './table-rows.ts';
import { checkScalar } from './value-cell.ts';

/** One row of a block. `$row` is the row in direct column access. Do not keep it past a tick. */
export interface Handle {
  readonly $block: ColumnBlock;
  readonly $row: number;
  /** The row's generation when the handle was made; the entity is gone when it differs. */
  readonly $generation: number;
  /** Gives a `t.ref(Class)` field a new target with these fields, and returns it. */
  $create<Name extends keyof this>(
    field: Name,
    fields?: FieldsOf<NonNullable<this[Name]>>,
  ): NonNullable<this[Name]>;
  /** As plain values, with what it owns and without `.noSync()` fields, as stock's. */
  toJSON(): object;
}

/** What `add`, `push` and `$create` take: values of fields, and fields of refs' targets. */
export type FieldsOf<Entity> = {
  [Name in Exclude<keyof Entity, keyof Handle> as Entity[Name] extends NoField
    ? never
    : Name]?: NonNullable<Entity[Name]> extends Handle
    ? FieldsOf<NonNullable<Entity[Name]>> | Entity[Name]
    : Entity[Name];
};

/** Tables are there with their owner, and methods are the class's. */
type NoField = TableRows | ((...args: never[]) => unknown);

export type HandleClass<Instance extends Handle = Handle> = new (
  block: ColumnBlock,
  row: number,
  generation: number,
) => Instance;

/** A block that handles can be made for. */
export interface HandledLayout extends FieldsLayout {
  readonly plan: {
    readonly typeName: string;
    readonly methods?: Methods;
    readonly children?: readonly ChildPlan[];
  };
}

const classes = new WeakMap<HandledLayout, HandleClass>();
let isChecked = false;

/**
 * Handles that this thread compiles from now on look before a field is written to: they throw
 * ENTITY_STALE when their entity is gone, and VALUE_INVALID at a value of another type. For
 * development: it costs every write.
 */
export function checkHandles(): void {
  isChecked = true;
}

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
export function handleClass(layout: HandledLayout): HandleClass {
  let compiled = classes.get(layout);
  if (compiled === undefined) {
    const compile = new Function(
      ...['fields', 'quantize', 'names', 'demandThere', 'checkScalar'],
      sourceOf(layout),
    ) as (
      fields: readonly FieldPlan[],
      toStep: typeof quantize,
      names: readonly string[],
      check: typeof demandThere,
      checkType: typeof checkScalar,
    ) => HandleClass;
    const fields = layout.fields.map(({ plan }) => plan);
    compiled = compile(fields, quantize, namesSent(layout), demandThere, checkScalar);
    const { typeName, methods } = layout.plan;
    Object.defineProperty(compiled, 'name', { value: typeName });
    Object.defineProperties(compiled.prototype, methods ?? {});
    classes.set(layout, compiled);
  }
  return compiled;
}

/** In the order of the schema. */
function namesSent({ fields, plan }: HandledLayout): string[] {
  const members = [...fields.map((field) => field.plan), ...(plan.children ?? [])];
  const sent = members.filter(({ index }) => index !== serverOnly);
  return sent.sort((a, b) => a.index - b.index).map(({ name }) => name);
}

function sourceOf(layout: HandledLayout): string {
  const children = layout.plan.children ?? [];
  const texts = layout.fields.map(({ plan }, i) =>
    plan.type === 'string' ? `this.$text${i} = ''; this.$version${i} = -1;` : '',
  );
  const caches = [...texts, ...children.map((_child, i) => `this.$child${i} = undefined;`)];
  const accessors = [
    ...layout.fields.map((field, i) => accessorsOf(layout, field, i)),
    ...children.map((child, i) => childAccessorsOf(layout, child, i)),
  ];
  return `'use strict';
return class {
  constructor(block, row, generation) {
    this.$block = block; this.$data = block.data;
    this.$row = row; this.$generation = generation; ${caches.join(' ')}
    Object.preventExtensions(this);
  }
  $create(field, fields = {}) { this[field] = fields; return this[field]; }
  toJSON() {
    const json = {};
    for (const name of names) {
      const value = this[name];
      if (value !== undefined) json[name] = value.toJSON ? value.toJSON() : value;
    }
    return json;
  }
  ${accessors.join('\n  ')}
};`;
}

/** A getter, and a setter that marks the row. */
function accessorsOf(layout: FieldsLayout, field: FieldLayout, i: number): string {
  const { plan, present } = field;
  const name = `[${JSON.stringify(plan.name)}]`;
  const isSynced = plan.index !== serverOnly;
  const mark = isSynced ? markOf(layout) : '';
  const check = isChecked ? `demandThere(this, fields[${i}].path);` : '';
  const checkType = isChecked ? `checkScalar(fields[${i}], undefined, value);` : '';
  const { get, set } = plan.type === 'string' ? textSource(i) : numberSource(field, i);
  const store = `${checkType} ${set}`;
  if (present === nowhere) {
    return `get ${name}() { ${get} }\n  set ${name}(value) { ${check} ${store} ${mark} }`;
  }
  const flag = `${present} + this.$row`;
  return `get ${name}() { if (this.$data.getUint8(${flag}) === 0) return undefined; ${get} }
  set ${name}(value) {
    ${check}
    if (value !== undefined && value !== null) { ${store} this.$data.setUint8(${flag}, 1); }
    else this.$data.setUint8(${flag}, 0);
    ${mark}
  }`;
}

function markOf(layout: FieldsLayout): string {
  return `this.$data.setUint8(${layout.dirty} + this.$row, 1);`;
}

function textSource(i: number): { get: string; set: string } {
  return {
    get: `const text = this.$block.texts[${i}], version = text.versions[this.$row];
    if (this.$version${i} !== version) {
      this.$text${i} = text.read(this.$row); this.$version${i} = version;
    }
    return this.$text${i};`,
    set: `this.$block.texts[${i}].write(this.$row, value);`,
  };
}

function numberSource({ plan, value }: FieldLayout, i: number): { get: string; set: string } {
  const element = elementNames[plan.type as Exclude<ScalarType, 'string'>];
  const at = `${value} + this.$row * ${elementBytes[plan.type]}`;
  return {
    get: `return ${readExpression(plan, `this.$data.get${element}(${at}, true)`)};`,
    set: `this.$data.set${element}(${at}, ${writeExpression(plan, i)}, true);`,
  };
}

/** A table belongs to the handle for good; a ref's target is another after an assignment. */
function childAccessorsOf(layout: FieldsLayout, child: ChildPlan, i: number): string {
  const name = `[${JSON.stringify(child.name)}]`;
  const cache = `this.$child${i}`;
  const block = `this.$block.children[${i}]`;
  if (child.kind !== 'ref') {
    return `get ${name}() { return ${cache} ??= ${block}.open(this); }`;
  }
  return `get ${name}() {
    const refId = ${block}.refIds[this.$row];
    if (refId === 0) return undefined;
    if (${cache} === undefined || ${cache}.$generation !== refId) {
      ${cache} = ${block}.open(this);
    }
    return ${cache};
  }
  set ${name}(value) { ${block}.assign(this, value); ${markOf(layout)} }`;
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
