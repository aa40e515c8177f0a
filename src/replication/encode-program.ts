/**
 * Compiles a plan into functions that write its rows to the wire. Generated source, one per block:
 * with the type chosen per column and not per value, and each column's loads monomorphic, a
 * changed field costs a compare, a copy and its bytes (bench/micro/encode.ts: about 5 ns).
 */
import { type ColumnBlock, comparesBits } from '../memory/column-block.ts';
import type { EntityTable } from '../memory/entity-table.ts';
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
  ${emitters.map((e) => `if (${changed(e)}) {\n${settle(e)}\n${write(e)}\n}`).join('\n  ')}
  return at;
}
function fullRow(block, bytes, at, row) {
  ${emitters.map(write).join('\n  ')}
  return at;
}
${patchRowsSource(emitters)}
return { patchRow, fullRow, patchRows };`;
}

/** One pass over the words of both bitmaps. An unchanged row writes nothing, not even a switch. */
function patchRowsSource(emitters: readonly Emitter[]): string {
  return `function patchRows(table, bytes, at) {
  const block = table.$block, added = table.$added, dirty = block.dirty, refIds = table.$refIds;
  const words = (table.$counters[1] + 31) >>> 5;
  for (let word = 0; word < words; word++) {
    const fresh = added[word];
    let bits = dirty[word] | fresh;
    if (bits === 0) continue;
    dirty[word] = 0;
    added[word] = 0;
    for (; bits !== 0; bits &= bits - 1) {
      const row = (word << 5) | (31 - Math.clz32(bits & -bits));
      if ((fresh & (1 << row)) !== 0) {
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

function changed({ field, i }: Emitter): string {
  if (field.type === 'string') {
    return `block.text${i}.versions[row] !== block.text${i}.sentVersions[row]`;
  }
  if (!comparesBits(field.type)) return `block.value${i}[row] !== block.shadow${i}[row]`;
  if (elementBytes[field.type] === 4)
    return `block.valueBits${i}[row] !== block.shadowBits${i}[row]`;
  const at = (word: number) => `[row * 2 + ${word}]`;
  return [0, 1]
    .map((word) => `block.valueBits${i}${at(word)} !== block.shadowBits${i}${at(word)}`)
    .join(' || ');
}

/** What was sent is what is there. */
function settle({ field, i }: Emitter): string {
  if (field.type === 'string') {
    return `block.text${i}.sentVersions[row] = block.text${i}.versions[row];`;
  }
  if (!comparesBits(field.type)) return `block.shadow${i}[row] = block.value${i}[row];`;
  if (elementBytes[field.type] === 4) {
    return `block.shadowBits${i}[row] = block.valueBits${i}[row];`;
  }
  return [0, 1]
    .map(
      (word) => `block.shadowBits${i}[row * 2 + ${word}] = block.valueBits${i}[row * 2 + ${word}];`,
    )
    .join(' ');
}

/** The operation byte and the value. */
function write({ field, i }: Emitter): string {
  return `bytes[at] = ${0x80 | field.index}; ${writeValue(field, i)}`;
}

function writeValue(field: FieldPlan, i: number): string {
  const value = `block.value${i}[row]`;
  switch (field.type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
      return `bytes[at + 1] = ${value}; at += 2;`;
    case 'int16':
    case 'uint16':
      return `{ const v = ${value}; bytes[at + 1] = v; bytes[at + 2] = v >>> 8; at += 3; }`;
    case 'int32':
    case 'uint32':
    case 'float32':
      return `{ const v = block.valueBits${i}[row]; ${fourBytes}; at += 5; }`;
    case 'float64':
    case 'bigint64':
    case 'biguint64':
      return (
        `at = writeInt32(bytes, at + 1, block.valueBits${i}[row * 2]);` +
        ` at = writeInt32(bytes, at, block.valueBits${i}[row * 2 + 1]);`
      );
    case 'int64':
      return `at = writeInt64(bytes, at + 1, ${value});`;
    case 'uint64':
      return `at = writeUint64(bytes, at + 1, ${value});`;
    case 'number':
      return `at = writeNumber(bytes, at + 1, ${value});`;
    case 'string':
      return `{ const text = block.text${i};
        at = writeText(bytes, at + 1, bytes, text.offset + row * text.bytesMax, text.lengths[row]); }`;
  }
}

const fourBytes =
  'bytes[at + 1] = v; bytes[at + 2] = v >>> 8; bytes[at + 3] = v >>> 16;' +
  ' bytes[at + 4] = v >>> 24';
