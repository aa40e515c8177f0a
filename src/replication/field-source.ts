/**
 * Source text that compares, keeps and writes one field of a row: what encode-program.ts puts
 * together. The text reads the room's memory, `data`, at literal offsets, and writes to it at `at`.
 */
import {
  type BlockLayout,
  elementBytes,
  type FieldLayout,
  nowhere,
  type RefLayout,
  type TableLayout,
} from '../memory/state/block-layout.ts';
import { serverOnly } from '../schema/state-plan.ts';
import { Operation } from '../wire/operation.ts';

/** A field's statements. Names with its number are the field's own. */
export interface FieldSource {
  readonly index: number;
  /** Reads the row's value into locals, so that it is loaded once for all that follows. */
  readonly load: string;
  /** An expression: an int32 that is 0 when the value is the one last sent. */
  readonly difference: string;
  /** What was sent is what is there. */
  readonly settle: string;
  /** The operation byte and the value; moves `at`. */
  readonly write: string;
  /** As `write`, of what is there: nothing where there is nothing. */
  readonly full: string;
  /**
   * As `full`, and says what is not there. A client that comes back keeps its state and takes a
   * full state as news of it: @colyseus/schema 5.0.34 lets go of the elements that a full state
   * does not have, but not of the fields.
   */
  readonly anew: string;
  /** There is always something. */
  readonly isSure: boolean;
}

/** All bits of the largest place that there can be. */
const placeMask = 0x7fffffff;

/** Synced fields, and what the rows own, in order of wire index. */
export function fieldSources(layout: BlockLayout): FieldSource[] {
  const fields = layout.fields.filter(({ plan }) => plan.index !== serverOnly).map(fieldSource);
  const children = layout.children.map((child) =>
    'counters' in child ? tableSource(child) : refSource(child),
  );
  return [...fields, ...children].sort((a, b) => a.index - b.index);
}

function fieldSource(field: FieldLayout): FieldSource {
  const { index } = field.plan;
  const value = valueSource(field, index);
  const add = `data.setUint8(at, ${Operation.ADD | index});`;
  const write = `${add} ${writeValue(field, `${index}`, 1)}`;
  if (field.present === nowhere) {
    return { index, ...value, write, full: write, anew: write, isSure: true };
  }
  const has = `has${index}`;
  const had = `data.getUint8(${place(1, field.sentPresent)})`;
  const remove = `data.setUint8(at, ${Operation.DELETE | index}); at = ${placed('at + 1')};`;
  const anew = `if (${has} !== 0) { ${write} } else { ${remove} }`;
  return {
    index,
    load: `const ${has} = data.getUint8(${place(1, field.present)}); ${value.load}`,
    difference: `(${has} ^ ${had}) | (${has} !== 0 ? ${value.difference} : 0)`,
    settle: `data.setUint8(${place(1, field.sentPresent)}, ${has}); ${value.settle}`,
    write: anew,
    full: `if (${has} !== 0) { ${write} }`,
    anew,
    isSure: false,
  };
}

/** A table is there as long as its owner, so it never changes. */
function tableSource({ plan, tableRefIds }: TableLayout): FieldSource {
  const full = `data.setUint8(at, ${Operation.ADD | plan.index});
    at = ${placed(`writeUint(data, at + 1, data.getUint32(${place(4, tableRefIds)}, true))`)};`;
  return {
    index: plan.index,
    load: '',
    difference: '0',
    settle: '',
    write: '',
    full,
    anew: full,
    isSure: true,
  };
}

function refSource({ plan, operations, alive, refIds }: RefLayout): FieldSource {
  const { index } = plan;
  const operation = `operation${index}`;
  const refId = `data.getUint32(${place(4, refIds)}, true)`;
  const writeRefId = `at = ${placed(`writeUint(data, at, ${refId})`)};`;
  const next = `at = ${placed('at + 1')};`;
  const add = `data.setUint8(at, ${Operation.ADD | index}); ${next} ${writeRefId}`;
  const isThere = `data.getUint8(${place(1, alive)}) !== 0`;
  const remove = `data.setUint8(at, ${Operation.DELETE | index}); ${next}`;
  return {
    index,
    load: `const ${operation} = data.getUint8(${place(1, operations)});`,
    difference: operation,
    settle: `data.setUint8(${place(1, operations)}, 0);`,
    write: `data.setUint8(at, ${operation} | ${index}); ${next}
      if (${operation} !== ${Operation.DELETE}) { ${writeRefId} }`,
    full: `if (${isThere}) { ${add} }`,
    anew: `if (${isThere}) { ${add} } else { ${remove} }`,
    isSure: !plan.isOptional,
  };
}

/** Without the operation byte: what fields and the elements of collections have in common. */
export function valueSource(
  field: FieldLayout,
  suffix: number | string,
): Pick<FieldSource, 'load' | 'difference' | 'settle'> {
  const { plan } = field;
  const low = `low${suffix}`;
  const high = `high${suffix}`;
  if (plan.type === 'string') return single('Uint32', low, field.versions, field.sentVersions);
  const width = elementBytes[plan.type];
  if (width < 8) {
    const element = width === 1 ? 'Uint8' : width === 2 ? 'Uint16' : 'Int32';
    return single(element, low, field.value, field.shadow);
  }
  const get = (offset: number, word: number) =>
    `data.getInt32(${place(8, offset + word * 4)}, true)`;
  const set = (word: number, value: string) =>
    `data.setInt32(${place(8, field.shadow + word * 4)}, ${value}, true);`;
  return {
    load: `const ${low} = ${get(field.value, 0)}, ${high} = ${get(field.value, 1)};`,
    difference: `(${low} ^ ${get(field.shadow, 0)}) | (${high} ^ ${get(field.shadow, 1)})`,
    settle: `${set(0, low)} ${set(1, high)}`,
  };
}

const elementWidths = { Uint8: 1, Uint16: 2, Int32: 4, Uint32: 4 } as const;
type Element = keyof typeof elementWidths;

/** A field whose bits fit one load. */
function single(element: Element, low: string, value: number, sent: number) {
  const width = elementWidths[element];
  const get = (offset: number) => `data.get${element}(${place(width, offset)}, true)`;
  return {
    load: `const ${low} = ${get(value)};`,
    difference: `(${low} ^ ${get(sent)})`,
    settle: `data.set${element}(${place(width, sent)}, ${low}, true);`,
  };
}

/** Where element `row` of a column lies. */
export function place(width: number, offset: number): string {
  const shift = Math.log2(width);
  if (!Number.isInteger(shift)) return `${offset} + row * ${width}`;
  return placed(`${offset} + ${shift === 0 ? 'row' : `(row << ${shift})`}`);
}

/**
 * An expression for a place in a room's memory, all of which is below 2^31. The mask changes no
 * value, but what V8 knows: without it every sum is checked for an overflow, and `at`, which a
 * called writer returned, is a tagged number that is taken apart for each store. A field takes 2.4
 * ns where it took 2.8 (bench/micro/encode.ts, by columns).
 */
export function placed(expression: string): string {
  return `((${expression}) & ${placeMask})`;
}

/** Writes the loaded value `skip` bytes behind `at`, and moves `at` behind it. */
export function writeValue(field: FieldLayout, suffix: string, skip: 0 | 1): string {
  const low = `low${suffix}`;
  const high = `high${suffix}`;
  const from = skip === 0 ? 'at' : placed(`at + ${skip}`);
  const moveBy = (bytes: number) => `at = ${placed(`at + ${skip + bytes}`)};`;
  const asDouble = `data.getFloat64(${place(8, field.value)}, true)`;
  switch (field.plan.type) {
    case 'boolean':
    case 'int8':
    case 'uint8':
      return `data.setUint8(${from}, ${low}); ${moveBy(1)}`;
    case 'int16':
    case 'uint16':
      return `data.setUint16(${from}, ${low}, true); ${moveBy(2)}`;
    case 'int32':
    case 'uint32':
    case 'float32':
      return `data.setInt32(${from}, ${low}, true); ${moveBy(4)}`;
    case 'float64':
    case 'bigint64':
    case 'biguint64':
      return `data.setInt32(${from}, ${low}, true);
        data.setInt32(${from} + 4, ${high}, true); ${moveBy(8)}`;
    case 'int64':
      return `at = ${placed(`writeInt64(data, ${from}, ${asDouble})`)};`;
    case 'uint64':
      return `at = ${placed(`writeUint64(data, ${from}, ${asDouble})`)};`;
    case 'number':
      return `at = ${placed(`writeNumber(data, ${from}, ${asDouble})`)};`;
    case 'string': {
      const text = place(field.plan.bytesMax, field.value);
      const length = `data.getUint16(${place(2, field.lengths)}, true)`;
      return `at = ${placed(`writeText(data, ${from}, data, ${text}, ${length})`)};`;
    }
  }
}
