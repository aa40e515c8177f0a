/**
 * Compiles a layout into functions that write its rows to the wire. Generated source, one set per
 * block: with the type chosen per column and not per value, and the columns' offsets as literals,
 * a changed field costs a compare, a copy and its bytes (bench/micro/encode.ts).
 */
import { TableCounter } from '../memory/entity-table.ts';
import type { BlockLayout, TableLayout } from '../memory/layout.ts';
import {
  writeInt64,
  writeNumber,
  writeSwitch,
  writeText,
  writeUint64,
} from '../wire/write-value.ts';
import { type FieldSource, fieldSources } from './field-source.ts';

/**
 * Write a row of a room's memory, `data`, to place `at` of that same memory; return where it ended.
 */
export type RowWriter = (data: DataView, at: number, row: number) => number;

export interface BlockProgram {
  /** The row's changed fields, without a structure switch; brings its shadows up to date. */
  readonly patchRow: RowWriter;
  /** Every synced field of the row; leaves the shadows as they are. */
  readonly fullRow: RowWriter;
}

export interface TableProgram extends BlockProgram {
  /**
   * Changed fields of all dirty rows and all fields of added ones, each behind its own switch;
   * brings the shadows up to date, and nothing is dirty or added after it.
   */
  readonly patchRows: (data: DataView, at: number) => number;
}

const writers = { writeInt64, writeNumber, writeSwitch, writeText, writeUint64 };
/** Times four bits, and masked: bit i becomes the low bit of byte i. */
const bitsToBytes = 0x00204081;
const bytesOfOne = 0x01010101;
const programs = new WeakMap<BlockLayout, BlockProgram>();

/** The root's program; the same one at every call. */
export function blockProgram(layout: BlockLayout): BlockProgram {
  return compiled(layout, () => rowsSource(fieldSources(layout.fields)));
}

/** A table's program; the same one at every call. */
export function tableProgram(layout: TableLayout): TableProgram {
  return compiled(layout, () => {
    const fields = fieldSources(layout.fields);
    return rowsSource(fields) + patchRowsSource(layout, fields);
  }) as TableProgram;
}

function compiled(layout: BlockLayout, source: () => string): BlockProgram {
  let program = programs.get(layout);
  if (program === undefined) {
    const text = `'use strict'; const { ${Object.keys(writers).join(', ')} } = writers;
${source()}
return { patchRow, fullRow, patchRows: typeof patchRows === 'function' ? patchRows : undefined };`;
    const compile = new Function('writers', text) as (given: typeof writers) => BlockProgram;
    program = compile(writers);
    programs.set(layout, program);
  }
  return program;
}

function rowsSource(fields: readonly FieldSource[]): string {
  const patch = (field: FieldSource) =>
    `${field.load} if ((${field.difference}) !== 0) { ${field.settle} ${field.write} }`;
  return `function patchRow(data, at, row) {
  ${fields.map(patch).join('\n  ')}
  return at;
}
function fullRow(data, at, row) {
  ${fields.map((field) => `${field.load} ${field.write}`).join('\n  ')}
  return at;
}
`;
}

/**
 * One pass over the dirty rows, four flags at a time. An unchanged one writes nothing, not even a
 * switch; nor does one that a game wrote to after it had deleted the entity, whose refId no client
 * knows any more. Words with an added row go a way of their own, because the test for it would
 * cost the others a tenth of their time.
 */
function patchRowsSource(layout: TableLayout, fields: readonly FieldSource[]): string {
  const word = (offset: number, index: string) => `${offset} + (${index}) * 4`;
  const get = (offset: number, index: string) => `data.getInt32(${word(offset, index)}, true)`;
  const list = (code: (field: FieldSource, i: number) => string) => fields.map(code).join('\n  ');
  const anyOf = fields.map((_field, i) => `difference${i}`).join(' | ') || '0';
  const refId = `data.getUint32(${word(layout.refIds, 'row')}, true)`;
  const writeSwitch = `at = writeSwitch(data, at, ${refId});`;
  return `function changedRow(data, at, row) {
  ${list((field) => field.load)}
  ${list((field, i) => `const difference${i} = ${field.difference};`)}
  if ((${anyOf}) === 0) return at;
  ${writeSwitch}
  ${list((field, i) => `if (difference${i} !== 0) { ${field.settle} ${field.write} }`)}
  return at;
}
function addedRow(data, at, row) {
  ${list((field) => field.load)}
  ${fields.length === 0 ? '' : writeSwitch}
  ${list((field) => `${field.settle} ${field.write}`)}
  return at;
}
function addedWord(data, at, word, dirty, fresh) {
  data.setInt32(${word(layout.added, 'word >>> 3')},
    ${get(layout.added, 'word >>> 3')} & ~(fresh << ((word & 7) << 2)), true);
  for (let row = word << 2; dirty !== 0; row++, dirty >>>= 8, fresh >>>= 1) {
    if ((dirty & 1) === 0) continue;
    at = (fresh & 1) !== 0 ? addedRow(data, at, row) : changedRow(data, at, row);
  }
  return at;
}
function patchRows(data, at) {
  const words = (${get(layout.counters, `${TableCounter.ROWS_HIGH}`)} + 3) >>> 2;
  for (let word = 0; word < words; word++) {
    const flags = ${get(layout.dirty, 'word')};
    if (flags === 0) continue;
    data.setInt32(${word(layout.dirty, 'word')}, 0, true);
    const shift = (word & 7) << 2;
    const live = (${get(layout.alive, 'word >>> 3')} >>> shift) & 15;
    const fresh = (${get(layout.added, 'word >>> 3')} >>> shift) & 15;
    let dirty = flags & Math.imul(live, ${bitsToBytes}) & ${bytesOfOne};
    if (fresh !== 0) {
      at = addedWord(data, at, word, dirty, fresh);
      continue;
    }
    for (let row = word << 2; dirty !== 0; row++, dirty >>>= 8) {
      if ((dirty & 1) !== 0) at = changedRow(data, at, row);
    }
  }
  return at;
}
`;
}
