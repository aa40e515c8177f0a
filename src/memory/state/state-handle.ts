/**
 * What an author sees of a state: types of handles and tables that say what the schema says. An
 * entity's fields are accessors, and what it owns are tables and handles of their own.
 */
import type { ArraySchema, MapSchema, Schema, SetSchema } from '@colyseus/schema';
import type { BigIntColumn, NumberColumn } from './column-block.ts';
import type { EntityList } from './entity-list.ts';
import type { EntitySet } from './entity-set.ts';
import type { EntityTable } from './entity-table.ts';
import type { FieldsOf, Handle } from './handle-class.ts';
import type { Primitive } from './value-cell.ts';
import type { ValueList } from './value-list.ts';
import type { ValueMap } from './value-map.ts';
import type { ValueSet } from './value-set.ts';

/** Names of the author's own fields and methods of a schema instance. */
type Names<Instance> = Exclude<keyof Instance, keyof Schema>;

type Collection = MapSchema | ArraySchema | SetSchema;

/** Names of fields that columns hold. */
type ColumnNames<Instance> = {
  [Name in Names<Instance>]: NonNullable<Instance[Name]> extends number | bigint | boolean
    ? Name
    : never;
}[Names<Instance>];

/** Fields that are tables, which are there as long as their owner is. */
type TableNames<Instance> = {
  [Name in Names<Instance>]: Instance[Name] extends Collection ? Name : never;
}[Names<Instance>];

/** What an author reads where the schema has `Value`. */
type ValueOf<Value> =
  Value extends MapSchema<infer Element>
    ? MapOf<Element>
    : Value extends ArraySchema<infer Element>
      ? ListOf<Element>
      : Value extends SetSchema<infer Element>
        ? SetOf<Element>
        : Value extends Schema
          ? EntityOf<Value>
          : Value;

/** A handle with the fields of `Instance`, an instance type made by `schema({...})`. */
export type EntityOf<Instance> = Handle & {
  -readonly [Name in Exclude<Names<Instance>, TableNames<Instance>>]: ValueOf<Instance[Name]>;
} & {
  readonly [Name in TableNames<Instance>]: ValueOf<Instance[Name]>;
};

/** Direct columns by field: numbers for all but bigint fields; strings have no column. */
export type ColumnsOf<Instance> = {
  readonly [Name in ColumnNames<Instance>]: NonNullable<Instance[Name]> extends bigint
    ? BigIntColumn
    : NumberColumn;
};

interface WithColumns<Instance> {
  readonly columns: ColumnsOf<Instance>;
}

/** A map of entities with typed columns. */
export type TableOf<Instance> = EntityTable<EntityOf<Instance>> & WithColumns<Instance>;

type MapOf<Element> = Element extends Primitive ? ValueMap<Widened<Element>> : TableOf<Element>;

type ListOf<Element> = Element extends Primitive
  ? ValueList<Widened<Element>>
  : EntityList<EntityOf<Element>> & WithColumns<Element>;

type SetOf<Element> = Element extends Primitive
  ? ValueSet<Widened<Element>>
  : EntitySet<EntityOf<Element>> & WithColumns<Element>;

/** `boolean` is true | false to a conditional type; one table holds both. */
type Widened<Value> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value extends bigint
      ? bigint
      : string;

type RootFields<Instance> = Omit<EntityOf<Instance>, keyof Handle>;

/** `ctx.state` of a root class's instance type. */
export type StateOf<Instance> = RootFields<Instance> & {
  /** As a handle's, of the root's own fields: `Pick` would take those of `Handle` alone. */
  $create<Name extends keyof RootFields<Instance>>(
    field: Name,
    fields?: FieldsOf<NonNullable<RootFields<Instance>[Name]>>,
  ): NonNullable<RootFields<Instance>[Name]>;
  toJSON(): object;
};
