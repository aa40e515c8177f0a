/**
 * Compiles a block's layout into functions that write its rows to the wire. Generated source, one
 * set per block: with the type chosen per column and not per value, and the columns' offsets as
 * literals, a changed field costs a compare, a copy and its bytes (bench/micro/encode.ts).
 */
import type { BlockLayout } from '../memory/state/block-layout.ts';
import {
  writeInt64,
  writeNumber,
  writeSwitch,
  writeText,
  writeUint,
  writeUint64,
} from '../wire/write-value.ts';
import {
  type FieldSource,
  fieldSources,
  place,
  placed,
  valueSource,
  writeValue,
} from './field-source.ts';

/**
 * Write a row of a room's memory, `data`, to place `at` of that same memory; return where it ended.
 */
export type RowWriter = (data: DataView, at: number, row: number) => number;

export interface BlockProgram {
  /** True where rows have nothing to say: no synced field, and nothing owned. */
  readonly isSilent: boolean;
  /** The row's changed fields, without a structure switch; brings its shadows up to date. */
  readonly patchRow: RowWriter;
  /** Every synced field of the row, also those without a value; leaves the shadows as they are. */
  readonly fullRow: RowWriter;
  /**
   * In the first `rowsHigh` rows, changed fields of the dirty and all fields of the added, each
   * row behind its own switch. Brings the shadows up to date; nothing is dirty or added after it.
   */
  readonly patchRows: (data: DataView, at: number, rowsHigh: number) => number;
}

/** Of a collection of primitives. */
export interface ValueProgram {
  readonly writeValue: RowWriter;
  /** True, and remembered as sent, when the row's value is not the one last sent. */
  readonly settleValue: (data: DataView, row: number) => boolean;
}

const writers = { writeInt64, writeNumber, writeSwitch, writeText, writeUint, writeUint64 };
const programs = new WeakMap<BlockLayout, BlockProgram | ValueProgram>();

/** A block's program; the same one at every call. */
export function blockProgram(layout: BlockLayout): BlockProgram {
  return compiled(layout, () => {
    const fields = fieldSources(layout);
    return `${rowsSource(fields)}${patchRowsSource(layout, fields)}
return { isSilent: ${fields.length === 0}, patchRow, fullRow, patchRows };`;
  }) as BlockProgram;
}

/** The program of a collection of primitives; the same one at every call. */
export function valueProgram(layout: BlockLayout): ValueProgram {
  return compiled(layout, () => {
    const [field] = layout.fields;
    const { load, difference, settle } = valueSource(field, 0);
    return `function writeValue(data, at, row) { ${load} ${writeValue(field, '0', 0)} return at; }
function settleValue(data, row) {
  ${load} if ((${difference}) === 0) return false;
  ${settle} return true;
}
return { writeValue, settleValue };`;
  }) as ValueProgram;
}

function compiled(layout: BlockLayout, source: () => string): BlockProgram | ValueProgram {
  let program = programs.get(layout);
  if (program === undefined) {
    const text = `'use strict'; const { ${Object.keys(writers).join(', ')} } = writers;
${source()}`;
    const compile = new Function('writers', text) as (
      given: typeof writers,
    ) => BlockProgram | ValueProgram;
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
  ${fields.map((field) => `${field.load} ${field.anew}`).join('\n  ')}
  return at;
}
`;
}

/**
 * As wire/write-value's `writeSwitch`, its commonest form in place: the call, and what it returns,
 * would be most of it.
 */
function switchSource(layout: BlockLayout): string {
  return `const refId = data.getInt32(${place(4, layout.refIds)}, true);
  if (refId >= 0x100 && refId < 0x10000) {
    data.setInt32(at, 0xcdff | (refId << 16), true);
    at = ${placed('at + 4')};
  } else at = ${placed('writeSwitch(data, at, refId >>> 0)')};`;
}

/**
 * One pass over the dirty rows, four flags at a time. An unchanged one writes nothing, not even a
 * switch; nor does one that a game wrote to after it had deleted the entity, whose refId no client
 * knows any more. Words with an added row go a way of their own, because the test for it would
 * cost the others a tenth of their time.
 */
function patchRowsSource(layout: BlockLayout, fields: readonly FieldSource[]): string {
  const word = (offset: number) => `data.getInt32(${offset} + word * 4, true)`;
  const clear = (offset: number) => `data.setInt32(${offset} + word * 4, 0, true);`;
  const list = (code: (field: FieldSource, i: number) => string) => fields.map(code).join('\n  ');
  const anyOf = fields.map((_field, i) => `difference${i}`).join(' | ') || '0';
  const writeSwitch = switchSource(layout);
  const changedRow = `${list((field) => field.load)}
  ${list((field, i) => `const difference${i} = ${field.difference};`)}
  if ((${anyOf}) !== 0) {
    ${writeSwitch}
    ${list((field, i) => `if (difference${i} !== 0) { ${field.settle} ${field.write} }`)}
  }`;
  // Else a new row may have nothing to say, and needs no switch.
  const isSure = fields.length === 0 || fields.some((field) => field.isSure);
  return `function changedRow(data, at, row) {
  ${changedRow}
  return at;
}
function addedRow(data, at, row) {
  ${list((field) => field.load)}
  ${isSure ? '' : 'const from = at;'}
  ${fields.length === 0 ? '' : writeSwitch}
  ${isSure ? '' : 'const start = at;'}
  ${list((field) => `${field.settle} ${field.full}`)}
  return ${isSure ? 'at' : 'at === start ? from : at'};
}
function addedWord(data, at, word, flags, fresh) {
  for (let row = word << 2, dirty = flags; dirty !== 0; row++, dirty >>>= 8, fresh >>>= 8) {
    if ((dirty & 1) === 0) continue;
    at = (fresh & 1) !== 0 ? addedRow(data, at, row) : changedRow(data, at, row);
  }
  return at;
}
function patchRows(data, from, rowsHigh) {
  let at = ${placed('from')};
  const words = (rowsHigh + 3) >>> 2;
  for (let word = 0; word < words; word++) {
    const flags = ${word(layout.dirty)};
    if (flags === 0) continue;
    ${clear(layout.dirty)}
    let dirty = flags & ${word(layout.alive)};
    const fresh = ${word(layout.added)};
    if (fresh !== 0) {
      ${clear(layout.added)}
      at = ${placed('addedWord(data, at, word, dirty, fresh)')};
      continue;
    }
    for (let row = word << 2; dirty !== 0; row++, dirty >>>= 8) {
      if ((dirty & 1) === 0) continue;
      ${changedRow}
    }
  }
  return at;
}
`;
}
