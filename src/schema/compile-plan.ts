/**
 * Turns the author's schema classes into a StatePlan, or says which field cannot be held in shared
 * memory and what to use instead. Runs once per game and thread, when the game is defined.
 */
import { UsageError } from '../base/errors.ts';
import { fieldsLimit } from '../base/limits.ts';
import { CapacityReader, type CapacityValues } from './capacity.ts';
import { checkName, planField, refuse } from './field-type.ts';
import {
  defaultValues,
  type FieldMetadata,
  isSchemaClass,
  methodNames,
  parentClass,
  type SchemaClass,
  syncedFields,
} from './schema-class.ts';
import { probeServerOnly, ServerOnlyField } from './server-only.ts';
import type { FieldPlan, FieldsPlan, StatePlan, TablePlan } from './state-plan.ts';
import { serverOnly } from './state-plan.ts';

/**
 * Compiles a game's classes.
 * @throws UsageError STATE_UNSUPPORTED with the field's path; CAPACITY_INVALID with the option.
 */
export function compilePlan(
  stateClass: SchemaClass,
  inputClass: SchemaClass | undefined,
  capacity: CapacityValues,
): StatePlan {
  const reader = new CapacityReader(capacity);
  checkClass(stateClass, 'state');
  const clients = reader.clients();
  const rootFields: FieldPlan[] = [];
  const tables: TablePlan[] = [];
  eachField(stateClass, '', (field, type, defaultValue) => {
    const entityClass = mapChild(type);
    if (entityClass === undefined) {
      rootFields.push(planField(field.name, field.index, type, defaultValue, reader));
      return;
    }
    if (field.index === serverOnly) {
      refuse(field.name, 'a server-only map', 'a synced map whose fields are .noSync()');
    }
    tables.push(planTable(field, entityClass, defaultValue, tables.length + 1, reader));
  });
  const root = { path: '', typeName: stateClass.name, fields: rootFields };
  const input = inputClass && planInput(inputClass, reader);
  reader.rejectUnknown();
  return { root, tables, input, clients };
}

function planTable(
  field: Described,
  entityClass: SchemaClass,
  defaultValue: unknown,
  refId: number,
  reader: CapacityReader,
): TablePlan {
  const { name } = field;
  checkName(name, name);
  checkClass(entityClass, name);
  if (((defaultValue as { size?: number } | undefined)?.size ?? 0) > 0) {
    refuse(name, 'a map with entries as its default', 'onCreate to add them');
  }
  const rows = reader.rows(name);
  const keyBytesMax = reader.keyBytes(name);
  const fields: FieldPlan[] = [];
  eachField(entityClass, `${name}.`, (child, type, childDefault) => {
    fields.push(planField(`${name}.${child.name}`, child.index, type, childDefault, reader));
  });
  const typeName = entityClass.name;
  return { name, path: name, typeName, index: field.index, refId, rows, keyBytesMax, fields };
}

function planInput(inputClass: SchemaClass, reader: CapacityReader): FieldsPlan {
  checkClass(inputClass, 'input');
  const fields: FieldPlan[] = [];
  eachField(inputClass, 'input.', (field, type, defaultValue) => {
    if (field.index === serverOnly) {
      refuse(`input.${field.name}`, 'a .noSync() input', 'a field of the state');
    }
    fields.push(planField(`input.${field.name}`, field.index, type, defaultValue, reader));
  });
  return { path: 'input', typeName: inputClass.name, fields };
}

interface Described {
  readonly name: string;
  readonly index: number;
}

/** Visits synced fields in order of index, then server-only ones in order of declaration. */
function eachField(
  schemaClass: SchemaClass,
  prefix: string,
  visit: (field: Described, type: unknown, defaultValue: unknown) => void,
): void {
  const defaults = probeServerOnly(() => defaultValues(schemaClass));
  const synced = syncedFields(schemaClass);
  const names = new Set(synced.map((field) => field.name));
  if (synced.length > fieldsLimit) {
    refuse(prefix || schemaClass.name, `more than ${fieldsLimit} synced fields`, 'fewer fields');
  }
  for (const field of synced) {
    checkModifiers(field, prefix + field.name);
    visit(field, field.type, defaults[field.name]);
  }
  for (const [name, value] of Object.entries(defaults)) {
    if (names.has(name)) continue;
    const path = prefix + name;
    if (!(value instanceof ServerOnlyField)) {
      refuse(
        path,
        'a .noSync() field of a class made before hypogeum was loaded',
        "import 'hypogeum/game' before the module that calls schema()",
      );
    }
    if (value.isOptional) refuse(path, '.optional()', 'a default value');
    visit({ name, index: serverOnly }, value.type, value.defaultValue);
  }
}

function checkClass(schemaClass: unknown, path: string): asserts schemaClass is SchemaClass {
  const parent = parentClass(schemaClass);
  if (parent) refuse(path, `inheritance (from ${parent.name})`, 'one class with all fields');
  if (!isSchemaClass(schemaClass)) {
    throw new UsageError('STATE_UNSUPPORTED', `${path}: not a class made by schema({...})`);
  }
  const [method] = methodNames(schemaClass);
  if (method) refuse(path, `the method ${method}()`, 'a function that takes the entity');
}

function checkModifiers(field: FieldMetadata, path: string): void {
  if (field.tag !== undefined) refuse(path, '.view()', 'a field that every client may see');
  if (field.unreliable) refuse(path, '.unreliable()', 'a plain field');
  if (field.patchOnly) refuse(path, '.patchOnly()', 'a plain field, or ctx.broadcast');
  if (field.fullStateOnly) refuse(path, '.fullStateOnly()', 'a plain field');
  if (field.stream) refuse(path, '.stream()', 't.map(Entity)');
  if (field.deprecated) refuse(path, '.deprecated()', 'a new class without the field');
  if (field.optional) refuse(path, '.optional()', 'a default value');
}

/** The entity class of `t.map(Entity)`, or undefined where the type is something else. */
function mapChild(type: unknown): SchemaClass | undefined {
  const child = (type as { map?: unknown } | null)?.map;
  const isEntity = isSchemaClass(child) || parentClass(child) !== undefined;
  return isEntity ? (child as SchemaClass) : undefined;
}
