/**
 * Compiles the class of an entity's handles in the past: getters over one row of two samples and
 * the way between them, no setters. Generated for the reason that handle-class.ts is; once per
 * layout and thread.
 */
import type { Quantized } from '../../schema/state-plan.ts';
import { elementBytesOf, type RewindFieldLayout, type RewindTableLayout } from './time-layout.ts';

/** One row of the past. Where it looks is set each time that a table hands it out. */
export interface PastHandle {
  readonly $row: number;
  /** Bytes from the room's start: the sample at or before its time, and the one after. */
  $older: number;
  $newer: number;
  /** How far from the older to the newer, 0 … 1. */
  $share: number;
}

export type PastHandleClass = new (data: DataView, row: number) => PastHandle;

const classes = new WeakMap<RewindTableLayout, PastHandleClass>();

export function pastHandleClass(layout: RewindTableLayout): PastHandleClass {
  let compiled = classes.get(layout);
  if (compiled === undefined) {
    compiled = new Function(sourceOf(layout))() as PastHandleClass;
    Object.defineProperty(compiled, 'name', { value: `Past${layout.typeName}` });
    classes.set(layout, compiled);
  }
  return compiled;
}

function sourceOf({ fields }: RewindTableLayout): string {
  return `'use strict';
return class {
  constructor(data, row) {
    this.$data = data; this.$row = row; this.$older = 0; this.$newer = 0; this.$share = 0.5;
    Object.preventExtensions(this);
  }
  ${fields.map(getterOf).join('\n  ')}
};`;
}

function getterOf(field: RewindFieldLayout): string {
  const { name, quantized } = field.plan;
  const from = valueAt(field, 'this.$older');
  const to = valueAt(field, 'this.$newer');
  const head = `get [${JSON.stringify(name)}]()`;
  if (field.path === 'step') return `${head} { return ${from}; }`;
  if (field.path === 'linear') {
    return `${head} { const from = ${from}; return from + (${to} - from) * this.$share; }`;
  }
  const { min, range } = quantized as Quantized;
  const half = range / 2;
  const max = min + range;
  return `${head} {
    const from = ${from};
    let way = ${to} - from;
    if (way > ${half}) way -= ${range}; else if (way < ${-half}) way += ${range};
    const angle = from + way * this.$share;
    return angle < (${min}) ? angle + ${range} : angle >= (${max}) ? angle - ${range} : angle;
  }`;
}

function valueAt({ plan, sampled }: RewindFieldLayout, sample: string): string {
  const bytes = elementBytesOf(plan);
  const at = `${sample} + ${sampled} + this.$row * ${bytes}`;
  const stored = `this.$data.get${accessorOf(plan.type)}(${at}${bytes > 1 ? ', true' : ''})`;
  if (plan.type === 'boolean') return `(${stored} !== 0)`;
  if (plan.quantized === undefined) return stored;
  const { min, span, range } = plan.quantized;
  return `((${min}) + (${stored} / ${span}) * ${range})`;
}

/** What DataView calls it. */
function accessorOf(type: string): string {
  if (type === 'boolean') return 'Uint8';
  if (['number', 'float64', 'int64', 'uint64'].includes(type)) return 'Float64';
  if (type === 'bigint64') return 'BigInt64';
  if (type === 'biguint64') return 'BigUint64';
  return type.charAt(0).toUpperCase() + type.slice(1);
}
