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

/** @throws UsageError STATE_UNSUPPORTED naming `path` and its type. */
export function planField(
  path: string,
  index: number,
  type: unknown,
  defaultValue: unknown,
  reader: CapacityReader,
): FieldPlan {
  const name = path.slice(path.lastIndexOf('.') + 1);
  checkName(name, path);
  const quantizer = (type as { quantized?: QuantizeDescriptor } | null)?.quantized;
  const scalar = quantizer ? quantizer.wire : type;
  if (typeof scalar !== 'string' || !scalars.has(scalar)) {
    refuse(path, describe(type), 'a primitive, t.quantized, t.angle, or t.map(Entity) at the root');
  }
  const scalarType = scalar as ScalarType;
  const quantized = quantizer && toQuantized(quantizer);
  return {
    name,
    path,
    index,
    type: scalarType,
    quantized,
    defaultValue: planDefault(path, scalarType, quantized, defaultValue, reader),
    bytesMax: scalarType === 'string' ? reader.stringBytes(path) : 0,
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
  path: string,
  type: ScalarType,
  quantized: Quantized | undefined,
  given: unknown,
  reader: CapacityReader,
): number | bigint | boolean | string {
  const zero = zeroOf(type, quantized);
  if (given === undefined || given === null) return zero;
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

function describe(type: unknown): string {
  if (typeof type === 'string') return `t.${type}()`;
  if (typeof type === 'function') return `t.ref(${type.name || 'Class'})`;
  const [kind, child] = Object.entries(type ?? {})[0] ?? ['its type', undefined];
  const childName = typeof child === 'function' ? child.name : JSON.stringify(child);
  return `t.${kind}(${childName})`;
}
