/** A state as plain values, to be compared whoever holds it: room, server, client. Test code. */
import type { FieldShape, Value } from './field-shape.ts';
import { rootFields, type StateShape } from './state-shape.ts';

export type Fields = Record<string, Value>;

/** Fields in the shape's order; entries have no order. */
export interface Snapshot {
  readonly root: readonly Value[];
  readonly maps: readonly ReadonlyMap<string, readonly Value[]>[];
}

export type ReadField = (owner: Fields, field: FieldShape) => Value;
type Entries = Iterable<readonly [string, Fields]>;

/** Reads all fields that clients see, or all there are. */
export function snapshotOf(
  shape: StateShape,
  root: Fields,
  entriesOf: (map: string) => Entries,
  read: ReadField,
): Snapshot {
  const values = (owner: Fields, fields: readonly FieldShape[]): Value[] =>
    fields.filter((field) => !field.isServerOnly).map((field) => read(owner, field));
  return {
    root: values(root, rootFields(shape)),
    maps: shape.maps.map(({ name, fields }) => {
      const entries = new Map<string, Value[]>();
      for (const [key, entity] of entriesOf(name)) entries.set(key, values(entity, fields));
      return entries;
    }),
  };
}

/** With 0 for -0, which stock's setters take for the same value and do not send. */
export function withoutNegativeZero({ root, maps }: Snapshot): Snapshot {
  const plain = (values: readonly Value[]): Value[] => values.map((one) => (one === 0 ? 0 : one));
  return {
    root: plain(root),
    maps: maps.map((map) => new Map([...map].map(([key, values]) => [key, plain(values)]))),
  };
}
