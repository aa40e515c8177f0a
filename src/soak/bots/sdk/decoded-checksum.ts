/**
 * The checksum of a state as a stock decoder holds it, to be compared with the server's, which sums
 * up its own columns by the same rules (base/hash.ts). It reads what the decoder says that it has:
 * the classes' metadata, which a client of any room gets with the handshake. Soak's bots call it;
 * owns nothing but what it has learnt of classes.
 */
import type { Schema } from '@colyseus/schema';
import { combine, hashNumber, hashText, hashWords, setSeed } from '../../../base/hash.ts';

interface Field {
  readonly index: number;
  readonly name: string;
  readonly kind: Kind;
}

/** `value`: a primitive or a `t.ref`. */
type Kind = 'value' | 'map' | 'array' | 'set';

/** What @colyseus/schema keeps of a field, as far as it is read here. */
interface FieldMetadata {
  readonly name: string;
  readonly type: unknown;
  readonly deprecated?: boolean;
}

type Decoded = Readonly<Record<string, unknown>>;
type Elements<Key> = { forEach(visit: (value: unknown, key: Key) => void): void };

const fieldsByClass = new WeakMap<object, readonly Field[]>();

/** u32: equal to the server's where the states are equal, whatever order maps and sets are in. */
export function decodedChecksum(state: Schema): number {
  return structHash(state) >>> 0;
}

function structHash(instance: object): number {
  let sum = 0;
  for (const { index, name, kind } of fieldsOf(instance.constructor)) {
    const value = (instance as Decoded)[name];
    if (value === undefined || value === null) continue;
    const hash = kind === 'value' ? valueHash(value) : collectionHash(kind, value);
    sum = (sum + combine(index, hash)) | 0;
  }
  return sum;
}

function collectionHash(kind: Exclude<Kind, 'value'>, collection: unknown): number {
  let sum = 0;
  (collection as Elements<string | number>).forEach((element, key) => {
    const place = kind === 'set' ? setSeed : kind === 'map' ? hashText(`${key}`) : Number(key);
    sum = (sum + combine(place, valueHash(element))) | 0;
  });
  return sum;
}

function valueHash(value: unknown): number {
  switch (typeof value) {
    case 'number':
      return hashNumber(value);
    case 'boolean':
      return value ? 1 : 0;
    case 'string':
      return hashText(value);
    case 'bigint':
      return hashWords(lowWord(value), lowWord(value >> 32n));
    default:
      // A hole, where an element went missing, is an entity with nothing in it.
      return typeof value === 'object' && value !== null ? structHash(value) : 0;
  }
}

function lowWord(value: bigint): number {
  return Number(BigInt.asIntN(32, value));
}

function fieldsOf(schemaClass: object): readonly Field[] {
  let fields = fieldsByClass.get(schemaClass);
  if (fields === undefined) {
    fields = readFields(schemaClass);
    fieldsByClass.set(schemaClass, fields);
  }
  return fields;
}

/** By wire index; those of a class follow those of its parent without a gap. */
function readFields(schemaClass: object): Field[] {
  // The package installs the symbol where the platform lacks it.
  const { metadata: key } = Symbol as unknown as { readonly metadata: symbol };
  const metadata = (schemaClass as Record<symbol, Record<number, FieldMetadata> | undefined>)[key];
  const fields: Field[] = [];
  for (let index = 0; ; index++) {
    const field = metadata?.[index];
    if (field === undefined) return fields;
    const { name, type, deprecated } = field;
    if (!deprecated) fields.push({ index, name, kind: kindOf(type) });
  }
}

function kindOf(type: unknown): Kind {
  if (typeof type !== 'object' || type === null) return 'value';
  if ('map' in type) return 'map';
  if ('array' in type) return 'array';
  return 'set' in type ? 'set' : 'value';
}
