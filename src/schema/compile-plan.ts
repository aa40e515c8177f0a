/**
 * Turns the author's schema classes into a StatePlan, or says which field cannot be held in shared
 * memory and what to use instead. Runs once per game and thread, when the game is defined.
 */
import { alignUp } from '../base/integers.ts';
import { CapacityReader, type CapacityValues } from './capacity.ts';
import { checkClass, eachField } from './class-fields.ts';
import { checkName, type Described, describe, planField, refuse } from './field-type.ts';
import { isSchemaClass, methodsOf, parentClass, type SchemaClass } from './schema-class.ts';
import {
  type BlockPlan,
  type ChildPlan,
  type FieldPlan,
  type FieldsPlan,
  isTable,
  type RefPlan,
  type StatePlan,
  serverOnly,
  type TablePlan,
} from './state-plan.ts';

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
  const clients = reader.clients();
  checkClass(stateClass, 'state');
  const planner = new BlockPlanner(reader);
  const root = planner.plan(stateClass, { path: '', rows: 1, instance: undefined }, {});
  const input = inputClass && planInput(inputClass, reader);
  reader.rejectUnknown();
  const { blocks } = planner;
  return { root, blocks, tables: blocks.filter(isTable), input, clients };
}

function planInput(inputClass: SchemaClass, reader: CapacityReader): FieldsPlan {
  checkClass(inputClass, 'input');
  const fields: FieldPlan[] = [];
  for (const field of eachField(inputClass, 'input.')) {
    const path = `input.${field.name}`;
    if (field.index === serverOnly) refuse(path, 'a .noSync() input', 'a field of the state');
    if (field.isOptional) refuse(path, '.optional()', 'a default value');
    fields.push(planField(field, path, reader));
  }
  return { path: 'input', typeName: inputClass.name, fields };
}

/** Where a class is used. */
interface Place {
  readonly path: string;
  readonly rows: number;
  /** Whose values are the defaults, where the author gave an instance as a default. */
  readonly instance: Readonly<Record<string, unknown>> | undefined;
}

/** Plans classes and what they own, depth first. */
class BlockPlanner {
  readonly blocks: BlockPlan[] = [];
  readonly #reader: CapacityReader;
  /** The classes that lead to the one that is being planned. */
  readonly #lineage: SchemaClass[] = [];

  constructor(reader: CapacityReader) {
    this.#reader = reader;
  }

  /** `owned` are the properties that a block has as somebody's child. */
  plan<Owned extends object>(
    schemaClass: SchemaClass,
    place: Place,
    owned: Owned,
  ): BlockPlan & Owned {
    const { path, rows } = place;
    if (this.#lineage.includes(schemaClass)) {
      refuse(path, `${schemaClass.name} inside itself`, 'a map at the root and keys into it');
    }
    const id = this.blocks.length;
    const fields: FieldPlan[] = [];
    const children: ChildPlan[] = [];
    const methods = methodsOf(schemaClass);
    const block = { id, path, typeName: schemaClass.name, rows, methods, fields, children };
    const planned = { ...block, ...owned };
    this.blocks.push(planned);
    this.#lineage.push(schemaClass);
    const prefix = path === '' ? '' : `${path}.`;
    for (const name of Object.keys(methods)) {
      if (name !== 'toJSON') checkName(name, prefix + name);
    }
    for (const field of eachField(schemaClass, prefix, place.instance)) {
      const child = this.#planChild(planned, field, prefix + field.name);
      if (child !== undefined) children.push(child);
      else fields.push(planField(field, prefix + field.name, this.#reader));
    }
    this.#lineage.pop();
    return planned;
  }

  /** undefined where the field is no structure. */
  #planChild(owner: BlockPlan, field: Described, path: string): ChildPlan | undefined {
    const { type } = field;
    const isRef = isSchemaClass(type) || parentClass(type) !== undefined;
    if (!isRef && collectionOf(type) === undefined) return undefined;
    checkName(field.name, path);
    if (field.index === serverOnly) {
      refuse(path, `a server-only ${describe(type)}`, 'a synced one whose fields are .noSync()');
    }
    return isRef
      ? this.#planRef(owner, field, type as SchemaClass, path)
      : this.#planTable(owner, field, collectionOf(type) as Collection, path);
  }

  #planRef(owner: BlockPlan, field: Described, type: SchemaClass, path: string): RefPlan {
    checkClass(type, path);
    const { name, index, isOptional } = field;
    const instance = (field.defaultValue ?? undefined) as Place['instance'];
    if (instance === undefined && !isOptional) {
      refuse(path, 'a ref that starts as nothing', '.optional(), or a class without initialize()');
    }
    const ref = { kind: 'ref', name, index, owner: owner.id, isOptional } as const;
    return this.plan(type, { path, rows: owner.rows, instance }, ref);
  }

  #planTable(owner: BlockPlan, field: Described, of: Collection, path: string): TablePlan {
    const { name, index } = field;
    const { kind, child } = of;
    if (field.isOptional) refuse(path, '.optional()', `an empty ${kind}`);
    if (sizeOf(field.defaultValue) > 0) {
      refuse(path, `a ${kind} with entries as its default`, 'onCreate to add them');
    }
    const owners = owner.rows;
    const capacity = this.#reader.rows(path, owners);
    // Rows are found four flags at a time, and no four may belong to two owners.
    const stride = alignUp(capacity, 4);
    const keyBytesMax = kind === 'map' ? this.#reader.keyBytes(path) : 0;
    const isEntity = typeof child === 'function';
    const table = {
      ...{ kind, name, index, owner: owner.id, owners },
      ...{ isEntity, capacity, stride, keyBytesMax },
    } as const;
    const place = { path, rows: owners * stride, instance: undefined };
    if (isEntity) {
      checkClass(child, path);
      return this.plan(child, place, table);
    }
    const value = {
      ...{ name: 'value', index: 0, type: child },
      ...{ defaultValue: undefined, isOptional: false },
    };
    const fields = [planField(value, `${path}:value`, this.#reader)];
    const plan: TablePlan = {
      ...{ id: this.blocks.length, path, typeName: describe({ [kind]: child }) },
      ...{ rows: place.rows, methods: {}, fields, children: [] },
      ...table,
    };
    this.blocks.push(plan);
    return plan;
  }
}

interface Collection {
  readonly kind: TablePlan['kind'];
  readonly child: unknown;
}

/** What `t.map`, `t.array` and `t.set` resolve to; undefined for any other type. */
function collectionOf(type: unknown): Collection | undefined {
  if (typeof type !== 'object' || type === null) return undefined;
  const [kind, child] = Object.entries(type)[0] ?? [];
  if (kind !== 'map' && kind !== 'array' && kind !== 'set') return undefined;
  return { kind, child };
}

function sizeOf(collection: unknown): number {
  const { size, length } = (collection ?? {}) as { size?: number; length?: number };
  return size ?? length ?? 0;
}
