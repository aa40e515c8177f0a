/**
 * The fields of one schema class as a plan wants them: synced ones in order of wire index, then
 * server-only ones in order of declaration, each with its default. Refuses what no field may be.
 */
import { UsageError } from '../base/errors.ts';
import { fieldsLimit } from '../base/limits.ts';
import { type Described, refuse } from './field-type.ts';
import {
  defaultValues,
  type FieldMetadata,
  isSchemaClass,
  methodsOf,
  parentClass,
  type SchemaClass,
  syncedFields,
} from './schema-class.ts';
import { probeServerOnly, ServerOnlyField } from './server-only.ts';
import { serverOnly } from './state-plan.ts';

/** `prefix` leads the fields' paths; `instance` has the defaults where it is given. */
export function* eachField(
  schemaClass: SchemaClass,
  prefix: string,
  instance?: Readonly<Record<string, unknown>>,
): Iterable<Described> {
  const defaults = probeServerOnly(() => defaultValues(schemaClass));
  const synced = syncedFields(schemaClass);
  const names = new Set(synced.map((field) => field.name));
  if (synced.length > fieldsLimit) {
    refuse(prefix || schemaClass.name, `more than ${fieldsLimit} synced fields`, 'fewer fields');
  }
  for (const { name, index, type, ...field } of synced) {
    checkModifiers(field, prefix + name);
    // Its index stays taken, its value is never sent, and nothing reads it: as in stock.
    if (field.deprecated) continue;
    const defaultValue = instance === undefined ? defaults[name] : instance[name];
    yield { name, index, type, defaultValue, isOptional: field.optional ?? false };
  }
  for (const [name, value] of Object.entries(defaults)) {
    if (names.has(name)) continue;
    if (!(value instanceof ServerOnlyField)) {
      refuse(
        prefix + name,
        'a .noSync() field of a class made before hypogeum was loaded',
        "import 'hypogeum/game' before the module that calls schema()",
      );
    }
    const { type, isOptional, defaultValue } = value;
    yield { name, index: serverOnly, type, defaultValue, isOptional };
  }
}

/** @throws UsageError STATE_UNSUPPORTED where it is no class, or makes itself by a function. */
export function checkClass(schemaClass: unknown, path: string): asserts schemaClass is SchemaClass {
  if (!isSchemaClass(schemaClass) && parentClass(schemaClass) === undefined) {
    throw new UsageError('STATE_UNSUPPORTED', `${path}: not a class made by schema({...})`);
  }
  if ('initialize' in methodsOf(schemaClass as SchemaClass)) {
    refuse(path, 'initialize()', 'defaults, and add(key, fields)');
  }
}

function checkModifiers(field: Partial<FieldMetadata>, path: string): void {
  if (field.tag !== undefined) refuse(path, '.view()', 'a field that every client may see');
  if (field.unreliable) refuse(path, '.unreliable()', 'a plain field');
  if (field.patchOnly) refuse(path, '.patchOnly()', 'a plain field, or ctx.broadcast');
  if (field.fullStateOnly) refuse(path, '.fullStateOnly()', 'a plain field');
  if (field.stream) refuse(path, '.stream()', 't.map(Entity)');
}
