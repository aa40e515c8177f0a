/**
 * A random state: scalars at the root, before and after its maps, and up to three maps of entities;
 * as data, as the schema class an author would have written, and as the plan made of it.
 */
import '../../src/schema/server-only.ts';
import { type FieldBuilder, type Schema, schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import type { CapacityValues } from '../../src/schema/capacity.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import type { StatePlan } from '../../src/schema/state-plan.ts';
import { builderOf, type FieldShape, fieldShapes, textBytesMax } from './field-shape.ts';

export interface MapShape {
  readonly name: string;
  readonly rows: number;
  readonly fields: readonly FieldShape[];
}

export interface StateShape {
  readonly before: readonly FieldShape[];
  readonly maps: readonly MapShape[];
  readonly after: readonly FieldShape[];
}

/** The author's classes, and what this framework makes of them. */
export interface StateClasses {
  readonly State: new () => Schema;
  readonly Entities: readonly (new () => Schema)[];
  readonly plan: StatePlan;
}

const mapShape = (name: string): fc.Arbitrary<MapShape> =>
  fc.record({
    name: fc.constant(name),
    // Rows on both sides of a bitmap's word; full tables are met often.
    rows: fc.constantFrom(1, 2, 3, 5, 31, 33),
    fields: fc.oneof(
      { weight: 8, arbitrary: fieldShapes('f', 1, 6) },
      { weight: 1, arbitrary: fieldShapes('f', 30, 63) },
    ),
  });

export const stateShape: fc.Arbitrary<StateShape> = fc.record({
  before: fieldShapes('a', 0, 6),
  maps: fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 4, arbitrary: fc.tuple(mapShape('units')) },
    { weight: 2, arbitrary: fc.tuple(mapShape('units'), mapShape('shots')) },
    // Two maps of one entity class.
    { weight: 1, arbitrary: mapShape('units').map((map) => [map, { ...map, name: 'shots' }]) },
    { weight: 1, arbitrary: fc.tuple(mapShape('units'), mapShape('shots'), mapShape('walls')) },
  ),
  after: fieldShapes('z', 0, 4),
});

export function rootFields({ before, after }: StateShape): FieldShape[] {
  return [...before, ...after];
}

/** Makes the classes anew: nothing is shared between two runs. */
export function stateClasses(shape: StateShape): StateClasses {
  const made = new Map<readonly FieldShape[], new () => Schema>();
  const Entities = shape.maps.map(({ name, fields }) => {
    const Entity = made.get(fields) ?? classOf(name, fields.map(entryOf));
    made.set(fields, Entity);
    return Entity;
  });
  const maps = shape.maps.map(({ name }, i) => [name, t.map(Entities[i])] as const);
  const State = classOf('State', [
    // A class needs a field.
    ...(shape.before.length + maps.length + shape.after.length === 0
      ? [['alone', t.uint8().default(0)] as const]
      : []),
    ...shape.before.map(entryOf),
    ...maps,
    ...shape.after.map(entryOf),
  ]);
  return { State, Entities, plan: compilePlan(State, undefined, capacityOf(shape)) };
}

type Entry = readonly [name: string, builder: FieldBuilder<unknown, boolean>];

function entryOf(field: FieldShape): Entry {
  return [field.name, builderOf(field)];
}

function classOf(name: string, entries: readonly Entry[]): new () => Schema {
  return schema(Object.fromEntries(entries), name) as unknown as new () => Schema;
}

function capacityOf(shape: StateShape): CapacityValues {
  const capacity: Record<string, number> = { clients: 1 };
  const allow = (path: string, { type, name }: FieldShape): void => {
    if (type === 'string') capacity[path + name] = textBytesMax;
  };
  for (const field of rootFields(shape)) allow('', field);
  for (const { name, rows, fields } of shape.maps) {
    capacity[name] = rows;
    for (const field of fields) allow(`${name}.`, field);
  }
  return capacity;
}
