/**
 * Compiles a layout into functions that write its rows to the wire. Generated source, one set per
 * block: with the type chosen per column and not per value, and the columns' offsets as literals,
 * a changed field costs a compare, a copy and its bytes (bench/micro/encode.ts).
 */
import { TableCounter } from '../memory/entity-table.ts';
import type { BlockLayout, TableLayout } from '../memory/layout.ts';
import type { MemoryViews } from '../memory/memory-views.ts';
import { switchToStructure } from '../wire/operation.ts';
import {
  writeInt32,
  writeInt64,
  writeNumber,
  writeText,
  writeUint,
  writeUint64,
} from '../wire/write-value.ts';
import { type FieldSource, fieldSources } from './field-source.ts';

/** Write to `bytes` at `at`, which may be the room's own memory; return where they ended. */
export type RowWriter = (views: MemoryViews, bytes: Uint8Array, at: number, row: number) => number;

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
  readonly patchRows: (views: MemoryViews, bytes: Uint8Array, at: number) => number;
}

const writers = { writeInt32, writeInt64, writeNumber, writeText, writeUint, writeUint64 };
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
    `${field.load} if (${field.changed}) { ${field.settle} ${field.write} }`;
  return `function patchRow({ u8, u16, i32, f64 }, bytes, at, row) {
  ${fields.map(patch).join('\n  ')}
  return at;
}
function fullRow({ u8, u16, i32, f64 }, bytes, at, row) {
  ${fields.map((field) => `${field.load} ${field.write}`).join('\n  ')}
  return at;
}
`;
}

/**
 * One pass over the dirty rows, four flags at a time. An unchanged one writes nothing, not even a
 * switch; nor does one that a game wrote to after it had deleted the entity, whose refId no client
 * knows any more.
 */
function patchRowsSource(layout: TableLayout, fields: readonly FieldSource[]): string {
  const word = (offset: number, index: string) => `i32[${offset / 4} + ${index}]`;
  const list = (code: (field: FieldSource, i: number) => string) =>
    fields.map(code).join('\n      ');
  const isAny = fields.map((_field, i) => `is${i}`).join(' || ') || 'false';
  const writeSwitch = `bytes[at] = ${switchToStructure};
      at = writeUint(bytes, at + 1, ${word(layout.refIds, 'row')} >>> 0);`;
  const writeAdded = `${writeSwitch} ${list((field) => field.write)}`;
  return `function patchRows({ u8, u16, i32, f64 }, bytes, at) {
  const words = (${word(layout.counters, `${TableCounter.ROWS_HIGH}`)} + 3) >>> 2;
  for (let word = 0; word < words; word++) {
    let dirty = ${word(layout.dirty, 'word')};
    if (dirty === 0) continue;
    ${word(layout.dirty, 'word')} = 0;
    const shift = (word & 7) << 2;
    let live = ${word(layout.alive, '(word >>> 3)')} >>> shift;
    let fresh = (${word(layout.added, '(word >>> 3)')} >>> shift) & 15;
    if (fresh !== 0) ${word(layout.added, '(word >>> 3)')} &= ~(15 << shift);
    for (let row = word << 2; dirty !== 0; row++, dirty >>>= 8, live >>>= 1, fresh >>>= 1) {
      if ((dirty & live & 1) === 0) continue;
      ${list((field) => field.load)}
      if ((fresh & 1) !== 0) {
        ${fields.length === 0 ? '' : writeAdded}
        ${list((field) => field.settle)}
        continue;
      }
      ${list((field, i) => `const is${i} = ${field.changed};`)}
      if (!(${isAny})) continue;
      ${writeSwitch}
      ${list((field, i) => `if (is${i}) { ${field.settle} ${field.write} }`)}
    }
  }
  return at;
}
`;
}
