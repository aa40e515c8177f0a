/**
 * Source text that compares, keeps and writes one field of a row: what encode-program.ts puts
 * together. The text reads the room's memory through whole views (u8, u16, i32, f64) at literal
 * offsets, and writes to `bytes` at `at`.
 */
import { elementBytes, type FieldLayout } from '../memory/layout.ts';
import { serverOnly } from '../schema/state-plan.ts';

/** A field's statements. Names with its number are the field's own. */
export interface FieldSource {
  /** Reads the row's value into locals, so that it is loaded once for all that follows. */
  readonly load: string;
  /** An expression: true when the value is not the one last sent. */
  readonly changed: string;
  /** What was sent is what is there. */
  readonly settle: string;
  /** The operation byte and the value; moves `at`. */
  readonly write: string;
}

/** Synced fields only, in order of their wire index. */
export function fieldSources(fields: readonly FieldLayout[]): FieldSource[] {
  return fields
    .filter(({ plan }) => plan.index !== serverOnly)
    .sort((a, b) => a.plan.index - b.plan.index)
    .map(fieldSource);
}

function fieldSource(field: FieldLayout): FieldSource {
  const { plan } = field;
  const low = `low${plan.index}`;
  const high = `high${plan.index}`;
  const operation = `bytes[at] = ${0x80 | plan.index};`;
  const write = `${operation} ${writeValue(field, low, high)}`;
  if (plan.type === 'string') {
    return single(low, at('i32', field.versions), at('i32', field.sentVersions), write);
  }
  const width = elementBytes[plan.type];
  if (width < 8) {
    const view = width === 1 ? 'u8' : width === 2 ? 'u16' : 'i32';
    return single(low, at(view, field.value), at(view, field.shadow), write);
  }
  const pair = (offset: number, word: number) => `i32[${offset / 4 + word} + row * 2]`;
  return {
    load: `const ${low} = ${pair(field.value, 0)}, ${high} = ${pair(field.value, 1)};`,
    changed: `${low} !== ${pair(field.shadow, 0)} || ${high} !== ${pair(field.shadow, 1)}`,
    settle: `${pair(field.shadow, 0)} = ${low}; ${pair(field.shadow, 1)} = ${high};`,
    write,
  };
}

/** A field whose bits fit one load. */
function single(low: string, value: string, sent: string, write: string): FieldSource {
  return {
    load: `const ${low} = ${value};`,
    changed: `${low} !== ${sent}`,
    settle: `${sent} = ${low};`,
    write,
  };
}

/** Element `row` of the column at `offset` bytes. */
function at(view: 'u8' | 'u16' | 'i32', offset: number): string {
  return `${view}[${offset / { u8: 1, u16: 2, i32: 4 }[view]} + row]`;
}

function writeValue(field: FieldLayout, low: string, high: string): string {
  const asDouble = `f64[${field.value / 8} + row]`;
  switch (field.plan.type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
      return `bytes[at + 1] = ${low}; at += 2;`;
    case 'int16':
    case 'uint16':
      return `bytes[at + 1] = ${low}; bytes[at + 2] = ${low} >>> 8; at += 3;`;
    case 'int32':
    case 'uint32':
    case 'float32':
      return `bytes[at + 1] = ${low}; bytes[at + 2] = ${low} >>> 8;
        bytes[at + 3] = ${low} >>> 16; bytes[at + 4] = ${low} >>> 24; at += 5;`;
    case 'float64':
    case 'bigint64':
    case 'biguint64':
      return `at = writeInt32(bytes, writeInt32(bytes, at + 1, ${low}), ${high});`;
    case 'int64':
      return `at = writeInt64(bytes, at + 1, ${asDouble});`;
    case 'uint64':
      return `at = writeUint64(bytes, at + 1, ${asDouble});`;
    case 'number':
      return `at = writeNumber(bytes, at + 1, ${asDouble});`;
    case 'string':
      return `at = writeText(bytes, at + 1, u8, ${field.value} + row * ${field.plan.bytesMax},
        ${at('u16', field.lengths)});`;
  }
}
