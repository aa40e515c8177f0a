/**
 * What a tree holds, as plain values to be compared whoever holds it: a client's decoded state, or
 * a worker's handles. Elements of maps and sets stand in the order of their index on the wire,
 * which is the order in which they came. Test code.
 */
import type { MapSchema, SetSchema } from '@colyseus/schema';
import type { EntityTable } from '../../src/memory/state/entity-table.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { TableRows } from '../../src/memory/state/table-rows.ts';
import type { ValueMap } from '../../src/memory/state/value-map.ts';
import { asSent, type FieldShape, type Value } from './field-shape.ts';
import type { Fields } from './tree-classes.ts';
import { type ClassShape, type CollectionMember, isSent, type Member } from './tree-shape.ts';

export type Content = Value | undefined | readonly Content[] | { readonly [name: string]: Content };

/** Of a client's decoded instance. */
export function clientContent(instance: object, shape: ClassShape): Content {
  return content(shape, (member) => {
    const value = (instance as Fields)[member.name];
    if (value === undefined || member.kind === 'scalar') return plain(value as Value | undefined);
    if (member.kind === 'ref') return clientContent(value as object, member.target);
    const element = (one: unknown) => clientElement(one, member);
    if (member.kind !== 'map') return Array.from(value as SetSchema, element);
    return { map: Array.from(value as MapSchema, ([key, one]) => [key, element(one)]) };
  });
}

function clientElement(element: unknown, { entity }: CollectionMember): Content {
  if (entity === undefined) return plain(element as Value);
  return clientContent(element as object, entity);
}

/** The same with the entries of maps in the order of their keys. */
export function sortedMaps(content: Content): Content {
  if (Array.isArray(content)) return content.map(sortedMaps);
  if (typeof content !== 'object') return content;
  const sorted = Object.entries(content).map(([name, value]) => {
    const inner = sortedMaps(value as Content);
    return [name, name === 'map' ? (inner as string[][]).sort(byKey) : inner];
  });
  return Object.fromEntries(sorted);
}

function byKey([a = '']: string[], [b = '']: string[]): number {
  return a < b ? -1 : 1;
}

/** Of a worker's handle, as clients would read it. */
export function ownContent(handle: Handle, shape: ClassShape): Content {
  return content(shape, (member) => {
    const value = (handle as unknown as Fields)[member.name];
    if (value === undefined) return undefined;
    if (member.kind === 'scalar') return sent(member.field, value as Value);
    if (member.kind === 'ref') return ownContent(value as Handle, member.target);
    const table = value as TableRows;
    if (member.kind === 'map') {
      return { map: mapEntries(table).map(([key, one]) => [key, ownElement(one, member)]) };
    }
    return elementsOf(table).map((one) => ownElement(one, member));
  });
}

function ownElement(element: unknown, { entity, value }: CollectionMember): Content {
  if (entity === undefined) return sent(value, element as Value);
  return ownContent(element as Handle, entity);
}

/** Arrays in their order, sets in the order of their wire indexes. */
export function elementsOf(table: TableRows): unknown[] {
  const elements = Array.from(table as unknown as Iterable<unknown>);
  if (table.$block.layout.plan.kind === 'array') return elements;
  const order = rowsOf(table);
  return order.map(({ place }) => elements[place]);
}

/** A map's entries in the order of their wire indexes. */
export function mapEntries(table: TableRows): (readonly [key: string, element: unknown])[] {
  const isEntity = table.$block.layout.plan.isEntity;
  const entries = isEntity
    ? Array.from(table as EntityTable, (one) => [(table as EntityTable).keyOf(one), one] as const)
    : [...(table as ValueMap)];
  return rowsOf(table).map(({ place }) => entries[place] as readonly [string, unknown]);
}

/** Rows in use, by wire index; `place` is the row's among them. */
function rowsOf({ $block, $first, $rowsHigh }: TableRows): { index: number; place: number }[] {
  const rows: { index: number; place: number }[] = [];
  for (let row = $first; row < $first + $rowsHigh; row++) {
    if ($block.alive[row] === 0) continue;
    rows.push({ index: $block.wireIndexes[row] as number, place: rows.length });
  }
  return rows.sort((a, b) => a.index - b.index);
}

function content(shape: ClassShape, read: (member: Member) => Content): Content {
  const values = shape.members.filter(isSent).map((one) => [one.name, read(one)] as const);
  return Object.fromEntries(values);
}

function sent(field: FieldShape, value: Value): Value | undefined {
  return plain(asSent(field, value));
}

/** With 0 for -0, which stock's setters take for the same value and do not send. */
function plain(value: Value | undefined): Value | undefined {
  return value === 0 ? 0 : value;
}
