/**
 * `ctx.state`: the root's scalar fields as accessors over its one row, and each map as its table.
 * Made per room and worker; the types say what the author's schema says.
 */
import type { MapSchema, Schema } from '@colyseus/schema';
import type { StatePlan } from '../schema/state-plan.ts';
import type { BigIntColumn, ColumnBlock, NumberColumn } from './column-block.ts';
import type { EntityTable } from './entity-table.ts';
import { type Handle, handleClass } from './handle-class.ts';
import { roomLayout } from './layout.ts';

type Method = (...args: never[]) => unknown;

/** Names of the author's own fields of a schema instance. */
type FieldNames<Instance> = {
  [Name in Exclude<keyof Instance, keyof Schema>]: Instance[Name] extends Method ? never : Name;
}[Exclude<keyof Instance, keyof Schema>];

/** A handle with the fields of `Instance`, an instance type made by `schema({...})`. */
export type EntityOf<Instance> = Handle & {
  -readonly [Name in FieldNames<Instance>]: Instance[Name];
};

/** Direct columns by field: numbers for all but bigint fields; strings have no column. */
export type ColumnsOf<Instance> = {
  readonly [Name in FieldNames<Instance> as Instance[Name] extends string
    ? never
    : Name]: Instance[Name] extends bigint ? BigIntColumn : NumberColumn;
};

/** A table with typed columns. */
export type TableOf<Instance> = EntityTable<EntityOf<Instance>> & {
  readonly columns: ColumnsOf<Instance>;
};

/** `ctx.state` of a root class's instance type. */
export type StateOf<Instance> = {
  -readonly [Name in FieldNames<Instance> as Instance[Name] extends MapSchema
    ? never
    : Name]: Instance[Name];
} & {
  readonly [Name in FieldNames<Instance> as Instance[Name] extends MapSchema
    ? Name
    : never]: Instance[Name] extends MapSchema<infer Entity> ? TableOf<Entity> : never;
};

/** Joins the root's row and the tables into one object. */
export function createStateHandle(
  plan: StatePlan,
  root: ColumnBlock,
  tables: readonly EntityTable[],
): Handle {
  const RootHandle = rootClass(plan);
  return new RootHandle(root, tables);
}

type RootClass = new (root: ColumnBlock, tables: readonly EntityTable[]) => Handle;

const classes = new WeakMap<StatePlan, RootClass>();

function rootClass(plan: StatePlan): RootClass {
  let compiled = classes.get(plan);
  if (compiled === undefined) {
    compiled = subclass(plan);
    classes.set(plan, compiled);
  }
  return compiled;
}

/** Tables are getters of a subclass, because a handle takes no further properties. */
function subclass(plan: StatePlan): RootClass {
  const tablesOf = new WeakMap<object, readonly EntityTable[]>();
  const Base = handleClass(roomLayout(plan).root, plan.root.typeName);
  class State extends Base {
    constructor(root: ColumnBlock, tables: readonly EntityTable[]) {
      super(root, 0, 0);
      tablesOf.set(this, tables);
    }
  }
  plan.tables.forEach((table, index) => {
    Object.defineProperty(State.prototype, table.name, {
      get(this: object) {
        return tablesOf.get(this)?.[index];
      },
    });
  });
  return State;
}
