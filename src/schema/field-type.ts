/**
 * Plans one field: which memory and wire type it has, its default and its bound. What cannot be
 * held in shared memory is refused here, with the path and what to use instead.
 */
import { UsageError } from '../base/errors.ts';
import type { CapacityReader } from './capacity.ts';
import type { FieldPlan, Quantized, ScalarType } from './state-plan.ts';

const scalars: ReadonlySet<string> = new Set<ScalarType>([
  'boolean',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bigint64',
  'biguint64',
  'float32',
  'float64',
  'number',
  'string',
]);

/** What @colyseus/schema resolves `t.quantized` and `t.angle` to. */
interface QuantizeDescriptor {
  readonly min: number;
  readonly max: number;
  readonly range: number;
  readonly span: number;
  readonly wrap: boolean;
  readonly wire: 'uint8' | 'uint16' | 'uint32';
}

/** One field as its class describes it. */
export interface Described {
  readonly name: string;
  /** Of its class's fields, or `serverOnly`. */
  readonly index: number;
  readonly type: unknown;
  readonly defaultValue: unknown;
  readonly isOptional: boolean;
}

/** @throws UsageError STATE_UNSUPPORTED naming `path` and its type. */
export function planField(field: Described, path: string, reader: CapacityReader): FieldPlan {
  const { name, index, type, isOptional } = field;
  checkName(name, path);
  const quantizer = (type as { quantized?: QuantizeDescriptor } | null)?.quantized;
  const scalar = quantizer ? quantizer.wire : type;
  if (typeof scalar !== 'string' || !scalars.has(scalar)) {
    refuse(path, describe(type), 'a primitive, t.quantized, t.angle, or a synced structure');
  }
  const scalarType = scalar as ScalarType;
  const quantized = quantizer && toQuantized(quantizer);
  return {
    name,
    path,
    index,
    type: scalarType,
    quantized,
    defaultValue: planDefault(field, path, scalarType, quantized, reader),
    bytesMax: scalarType === 'string' ? reader.stringBytes(path) : 0,
    isOptional,
  };
}

/** Handles use names with a $ themselves, and every object has those of Object.prototype. */
export function checkName(name: string, path: string): void {
  if (name.startsWith('$') || name in Object.prototype || name === 'toJSON') {
    refuse(path, `the reserved name ${name}`, 'another name');
  }
  // Its bound would be capacity.clients, which is the room's seats.
  if (path === 'clients') refuse(path, 'the reserved name clients at the root', 'another name');
}

/** Says that a state cannot have `what` at `path`. */
export function refuse(path: string, what: string, instead: string): never {
  throw new UsageError(
    'STATE_UNSUPPORTED',
    `${path}: ${what} cannot be held in shared memory; use ${instead}`,
  );
}

function toQuantized(descriptor: QuantizeDescriptor): Quantized {
  const { min, max, range, span, wrap } = descriptor;
  return { min, max, range, span, wraps: wrap };
}

function planDefault(
  field: Described,
  path: string,
  type: ScalarType,
  quantized: Quantized | undefined,
  reader: CapacityReader,
): FieldPlan['defaultValue'] {
  const zero = zeroOf(type, quantized);
  const given = field.defaultValue;
  if (given === undefined || given === null) return field.isOptional ? undefined : zero;
  const value: unknown = typeof given === 'function' ? given() : given;
  if (typeof value !== typeof zero) {
    throw new UsageError(
      'STATE_UNSUPPORTED',
      `${path}: its default is a ${typeof value}, its type ${type} wants a ${typeof zero}`,
    );
  }
  if (typeof value === 'string' && Buffer.byteLength(value) > reader.stringBytes(path)) {
    throw new UsageError(
      'STRING_TOO_LONG',
      `${path}: its default has more than ${reader.stringBytes(path)} bytes;` +
        ` raise capacity['${path}']`,
    );
  }
  return value as typeof zero;
}

/** Where nothing is given, memory is zero; a quantized zero is the least of its range. */
function zeroOf(type: ScalarType, quantized: Quantized | undefined) {
  if (quantized) return 0 < quantized.min ? quantized.min : 0;
  if (type === 'boolean') return false;
  if (type === 'string') return '';
  return type === 'bigint64' || type === 'biguint64' ? 0n : 0;
}

/** As the author wrote it. */
export function describe(type: unknown): string {
  if (typeof type === 'string') return `t.${type}()`;
  if (typeof type === 'function') return `t.ref(${type.name || 'Class'})`;
  const [kind, child] = Object.entries(type ?? {})[0] ?? ['its type', undefined];
  const childName = typeof child === 'function' ? child.name : JSON.stringify(child);
  return `t.${kind}(${childName})`;
}
