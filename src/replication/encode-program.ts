/**
 * Compiles a plan into functions that write its rows to the wire. Generated source, one per block:
 * with the type chosen per column and not per value, and each column's loads monomorphic, a
 * changed field costs a compare, a copy and its bytes (bench/micro/encode.ts: about 5 ns).
 */
import { type ColumnBlock, comparesBits } from '../memory/column-block.ts';
import { type EntityTable, TableCounter } from '../memory/entity-table.ts';
import { elementBytes } from '../memory/layout.ts';
import { type FieldPlan, type FieldsPlan, serverOnly } from '../schema/state-plan.ts';
import { switchToStructure } from '../wire/operation.ts';
import {
  writeInt32,
  writeInt64,
  writeNumber,
  writeText,
  writeUint,
  writeUint64,
} from '../wire/write-value.ts';

/** All write at `at` and return where they ended. */
export interface EncodeProgram {
  /** The root's changed fields, without a structure switch: the root always comes first. */
  readonly patchRow: (block: ColumnBlock, bytes: Uint8Array, at: number, row: number) => number;
  /** Every synced field of the row; leaves the shadows as they are. */
  readonly fullRow: (block: ColumnBlock, bytes: Uint8Array, at: number, row: number) => number;
  /**
   * Changed fields of all dirty rows and all fields of added ones, each behind its own switch;
   * brings the shadows up to date and clears both bitmaps.
   */
  readonly patchRows: (table: EntityTable, bytes: Uint8Array, at: number) => number;
}

const writers = { writeInt32, writeInt64, writeNumber, writeText, writeUint, writeUint64 };
const programs = new WeakMap<FieldsPlan, EncodeProgram>();

/** The program of `plan`; the same one at every call. */
export function encodeProgram(plan: FieldsPlan): EncodeProgram {
  let program = programs.get(plan);
  if (program === undefined) {
    const compile = new Function('writers', sourceOf(plan)) as (w: typeof writers) => EncodeProgram;
    program = compile(writers);
    programs.set(plan, program);
  }
  return program;
}

interface Emitter {
  readonly field: FieldPlan;
  /** Place among the plan's fields: the number in the block's column names. */
  readonly i: number;
}

function sourceOf(plan: FieldsPlan): string {
  const emitters = plan.fields
    .map((field, i) => ({ field, i }))
    .filter(({ field }) => field.index !== serverOnly)
    .sort((a, b) => a.field.index - b.field.index);
  return `'use strict';
const { ${Object.keys(writers).join(', ')} } = writers;
function patchRow(block, bytes, at, row) {
  ${columnsSource(emitters)}
  ${emitters.map((e) => `${load(e)}\nif (${changed(e)}) {\n${settle(e)}\n${write(e)}\n}`).join('\n  ')}
  return at;
}
function fullRow(block, bytes, at, row) {
  ${columnsSource(emitters)}
  ${emitters.map((e) => `${load(e)}\n${write(e)}`).join('\n  ')}
  return at;
}
${patchRowsSource(emitters)}
return { patchRow, fullRow, patchRows };`;
}

/** The columns that a function's code names, looked up once per call and not once per row. */
function columnsSource(emitters: readonly Emitter[]): string {
  const names = emitters.flatMap(({ field, i }) => {
    if (field.type === 'string') return [`text${i}`];
    const names = [`value${i}`, `shadow${i}`];
    return comparesBits(field.type) ? [...names, `valueBits${i}`, `shadowBits${i}`] : names;
  });
  return `const { ${names.join(', ')} } = block;`;
}

/**
 * One pass over the dirty rows. An unchanged one writes nothing, not even a switch; nor does one
 * that a game wrote to after it had deleted the entity, whose refId no client knows any more.
 */
function patchRowsSource(emitters: readonly Emitter[]): string {
  return `function patchRows(table, bytes, at) {
  const block = table.$block, refIds = table.$refIds;
  const alive = table.$alive, added = table.$added;
  const { dirty, dirtyWords } = block;
  ${columnsSource(emitters)}
  const words = (table.$counters[${TableCounter.ROWS_HIGH}] + 3) >>> 2;
  for (let word = 0; word < words; word++) {
    if (dirtyWords[word] === 0) continue;
    for (let row = word << 2, end = row + 4; row < end; row++) {
      if (dirty[row] === 0) continue;
      dirty[row] = 0;
      const bit = 1 << row;
      if ((alive[row >>> 5] & bit) === 0) continue;
      ${emitters.map(load).join('\n      ')}
      if ((added[row >>> 5] & bit) !== 0) {
        added[row >>> 5] &= ~bit;
        ${
          emitters.length === 0
            ? ''
            : `${writeSwitch}
        at = fullRow(block, bytes, at, row);`
        }
        ${emitters.map(settle).join('\n        ')}
        continue;
      }
      ${emitters.map((e) => `const is${e.i} = ${changed(e)};`).join('\n      ')}
      if (!(${emitters.map((e) => `is${e.i}`).join(' || ') || 'false'})) continue;
      ${writeSwitch}
      ${emitters.map((e) => `if (is${e.i}) {\n${settle(e)}\n${write(e)}\n}`).join('\n      ')}
    }
  }
  return at;
}`;
}

const writeSwitch = `bytes[at] = ${switchToStructure}; at = writeUint(bytes, at + 1, refIds[row]);`;

/** Reads a row's value into locals, so that it is loaded once to be compared, kept and written. */
function load({ field, i }: Emitter): string {
  if (field.type === 'string') return `const version${i} = text${i}.versions[row];`;
  if (!comparesBits(field.type)) return `const low${i} = value${i}[row];`;
  if (elementBytes[field.type] === 4) return `const low${i} = valueBits${i}[row];`;
  return `const low${i} = valueBits${i}[row * 2], high${i} = valueBits${i}[row * 2 + 1];`;
}

function changed({ field, i }: Emitter): string {
  if (field.type === 'string') return `version${i} !== text${i}.sentVersions[row]`;
  if (!comparesBits(field.type)) return `low${i} !== shadow${i}[row]`;
  if (elementBytes[field.type] === 4) return `low${i} !== shadowBits${i}[row]`;
  return `low${i} !== shadowBits${i}[row * 2] || high${i} !== shadowBits${i}[row * 2 + 1]`;
}

/** What was sent is what is there. */
function settle({ field, i }: Emitter): string {
  if (field.type === 'string') return `text${i}.sentVersions[row] = version${i};`;
  if (!comparesBits(field.type)) return `shadow${i}[row] = low${i};`;
  if (elementBytes[field.type] === 4) return `shadowBits${i}[row] = low${i};`;
  return `shadowBits${i}[row * 2] = low${i}; shadowBits${i}[row * 2 + 1] = high${i};`;
}

/** The operation byte and the value. */
function write({ field, i }: Emitter): string {
  return `bytes[at] = ${0x80 | field.index}; ${writeValue(field, i)}`;
}

function writeValue(field: FieldPlan, i: number): string {
  switch (field.type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
      return `bytes[at + 1] = low${i}; at += 2;`;
    case 'int16':
    case 'uint16':
      return `bytes[at + 1] = low${i}; bytes[at + 2] = low${i} >>> 8; at += 3;`;
    case 'int32':
    case 'uint32':
    case 'float32':
      return fourBytes(`low${i}`);
    case 'float64':
    case 'bigint64':
    case 'biguint64':
      return `at = writeInt32(bytes, writeInt32(bytes, at + 1, low${i}), high${i});`;
    case 'int64':
      return `at = writeInt64(bytes, at + 1, value${i}[row]);`;
    case 'uint64':
      return `at = writeUint64(bytes, at + 1, value${i}[row]);`;
    case 'number':
      return `at = writeNumber(bytes, at + 1, value${i}[row]);`;
    case 'string':
      return `at = writeText(bytes, at + 1, bytes,
        text${i}.offset + row * text${i}.bytesMax, text${i}.lengths[row]);`;
  }
}

function fourBytes(value: string): string {
  return `bytes[at + 1] = ${value}; bytes[at + 2] = ${value} >>> 8;
    bytes[at + 3] = ${value} >>> 16; bytes[at + 4] = ${value} >>> 24; at += 5;`;
}
