/**
 * Source text that compares, keeps and writes one field of a row: what encode-program.ts puts
 * together. The text reads the room's memory, `data`, at literal offsets, and writes to it at `at`.
 */
import { elementBytes, type FieldLayout } from '../memory/layout.ts';
import { serverOnly } from '../schema/state-plan.ts';

/** A field's statements. Names with its number are the field's own. */
export interface FieldSource {
  /** Reads the row's value into locals, so that it is loaded once for all that follows. */
  readonly load: string;
  /** An expression: an int32 that is 0 when the value is the one last sent. */
  readonly difference: string;
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
  const operation = `data.setUint8(at, ${0x80 | plan.index});`;
  const write = `${operation} ${writeValue(field, low, high)}`;
  if (plan.type === 'string')
    return single('Uint32', low, field.versions, field.sentVersions, write);
  const width = elementBytes[plan.type];
  if (width < 8) {
    const element = width === 1 ? 'Uint8' : width === 2 ? 'Uint16' : 'Int32';
    return single(element, low, field.value, field.shadow, write);
  }
  const get = (offset: number, word: number) =>
    `data.getInt32(${place(8, offset + word * 4)}, true)`;
  const set = (word: number, value: string) =>
    `data.setInt32(${place(8, field.shadow + word * 4)}, ${value}, true);`;
  return {
    load: `const ${low} = ${get(field.value, 0)}, ${high} = ${get(field.value, 1)};`,
    difference: `(${low} ^ ${get(field.shadow, 0)}) | (${high} ^ ${get(field.shadow, 1)})`,
    settle: `${set(0, low)} ${set(1, high)}`,
    write,
  };
}

const elementWidths = { Uint8: 1, Uint16: 2, Int32: 4, Uint32: 4 } as const;
type Element = keyof typeof elementWidths;

/** A field whose bits fit one load. */
function single(
  element: Element,
  low: string,
  value: number,
  sent: number,
  write: string,
): FieldSource {
  const width = elementWidths[element];
  const get = (offset: number) => `data.get${element}(${place(width, offset)}, true)`;
  return {
    load: `const ${low} = ${get(value)};`,
    difference: `${low} ^ ${get(sent)}`,
    settle: `data.set${element}(${place(width, sent)}, ${low}, true);`,
    write,
  };
}

/** Where element `row` of a column lies. */
function place(width: number, offset: number): string {
  return `${offset} + row * ${width}`;
}

function writeValue(field: FieldLayout, low: string, high: string): string {
  const asDouble = `data.getFloat64(${place(8, field.value)}, true)`;
  switch (field.plan.type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
      return `data.setUint8(at + 1, ${low}); at += 2;`;
    case 'int16':
    case 'uint16':
      return `data.setUint16(at + 1, ${low}, true); at += 3;`;
    case 'int32':
    case 'uint32':
    case 'float32':
      return `data.setInt32(at + 1, ${low}, true); at += 5;`;
    case 'float64':
    case 'bigint64':
    case 'biguint64':
      return `data.setInt32(at + 1, ${low}, true); data.setInt32(at + 5, ${high}, true); at += 9;`;
    case 'int64':
      return `at = writeInt64(data, at + 1, ${asDouble});`;
    case 'uint64':
      return `at = writeUint64(data, at + 1, ${asDouble});`;
    case 'number':
      return `at = writeNumber(data, at + 1, ${asDouble});`;
    case 'string':
      return `at = writeText(data, at + 1, data, ${place(field.plan.bytesMax, field.value)},
        data.getUint16(${place(2, field.lengths)}, true));`;
  }
}
