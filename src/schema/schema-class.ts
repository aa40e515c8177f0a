/**
 * What this framework reads of a class made by @colyseus/schema's `schema({...})`: its metadata
 * and defaults, which the package keeps but does not type. test/contract pins the shapes.
 */
import { $numFields, type Schema } from '@colyseus/schema';
import type { Methods } from './state-plan.ts';

/** A class made by `schema({...}, 'Name')`. */
export interface SchemaClass<Instance = unknown> {
  new (...args: never): Instance;
  readonly name: string;
}

/** One synced field as the package describes it. */
export interface FieldMetadata {
  readonly name: string;
  readonly index: number;
  readonly type: unknown;
  readonly tag?: number;
  readonly unreliable?: boolean;
  readonly patchOnly?: boolean;
  readonly fullStateOnly?: boolean;
  readonly deprecated?: boolean;
  readonly stream?: boolean;
  readonly optional?: boolean;
}

interface SchemaInternals {
  readonly _getDefaultValues?: () => Record<string, unknown>;
  readonly [key: symbol]: Record<number, FieldMetadata> & { readonly [$numFields]?: number };
}

/** The package installs `Symbol.metadata` where the platform lacks it. */
function metadataSymbol(): symbol {
  return (Symbol as unknown as { readonly metadata: symbol }).metadata;
}

/** True for a class that @colyseus/schema can encode. */
export function isSchemaClass(value: unknown): value is SchemaClass<Schema> {
  return typeof value === 'function' && Object.hasOwn(value, metadataSymbol());
}

/** The class's synced fields, in order of index. */
export function syncedFields(schemaClass: SchemaClass): FieldMetadata[] {
  const metadata = (schemaClass as unknown as SchemaInternals)[metadataSymbol()];
  const last = metadata?.[$numFields] ?? -1;
  const fields: FieldMetadata[] = [];
  for (let index = 0; index <= last; index++) {
    const field = metadata?.[index];
    if (field !== undefined) fields.push(field);
  }
  return fields;
}

/**
 * What a new instance of the class starts with, by field, those of its parents first; computed
 * anew at each call.
 */
export function defaultValues(schemaClass: SchemaClass): Record<string, unknown> {
  const parent = parentClass(schemaClass);
  const own = Object.hasOwn(schemaClass, '_getDefaultValues');
  return {
    ...(parent && defaultValues(parent)),
    ...(own && (schemaClass as unknown as SchemaInternals)._getDefaultValues?.()),
  };
}

/** What the author put on the class beside fields: `schema({ move() {…} })`, or `get speed()`. */
export function methodsOf(schemaClass: SchemaClass): Methods {
  const parent = parentClass(schemaClass);
  const methods: Record<string, Methods[string]> = { ...(parent && methodsOf(parent)) };
  const prototype = (schemaClass as { readonly prototype: object }).prototype;
  const fields = new Set(syncedFields(schemaClass).map((field) => field.name));
  const own = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  for (const [name, descriptor] of own) {
    if (name === 'constructor' || fields.has(name)) continue;
    const isField = 'value' in descriptor && typeof descriptor.value !== 'function';
    if (!isField) methods[name] = descriptor;
  }
  return methods;
}

/** The class's parent, where it extends another schema class. */
export function parentClass(value: unknown): SchemaClass | undefined {
  if (typeof value !== 'function') return undefined;
  const parent: unknown = Object.getPrototypeOf(value);
  return isSchemaClass(parent) && syncedFields(parent).length > 0 ? parent : undefined;
}
