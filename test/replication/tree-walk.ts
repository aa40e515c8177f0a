/** Finds the entity that an action is about, on both sides at once. Test code. */
import type { ArraySchema, MapSchema, Schema, SetSchema } from '@colyseus/schema';
import { expect } from 'vitest';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { TableRows } from '../../src/memory/state/table-rows.ts';
import type { Fields } from './tree-classes.ts';
import { elementsOf, mapEntries } from './tree-content.ts';
import type { ClassShape, CollectionMember, Member } from './tree-shape.ts';

/** One entity as we and as stock have it. */
export interface Twin {
  readonly shape: ClassShape;
  readonly ours: Handle;
  readonly stock: Schema;
}

export function walk(root: Twin, path: readonly number[]): Twin {
  let twin = root;
  for (const step of path) {
    const ways = twin.shape.members.flatMap((member) => waysThrough(twin, member));
    if (ways.length === 0) break;
    twin = (ways[step % ways.length] as () => Twin)();
  }
  return twin;
}

export function fieldsOf(owner: Handle | Schema): Fields {
  return owner as unknown as Fields;
}

function waysThrough({ ours, stock }: Twin, member: Member): (() => Twin)[] {
  if (member.kind === 'scalar') return [];
  const own = fieldsOf(ours)[member.name];
  const theirs = fieldsOf(stock)[member.name];
  if (member.kind === 'ref') {
    expect(own === undefined).toBe(theirs === undefined);
    const twin = { shape: member.target, ours: own as Handle, stock: theirs as Schema };
    return own === undefined ? [] : [() => twin];
  }
  const shape = member.entity;
  if (shape === undefined) return [];
  const pairs = elementPairs(member, own as TableRows, theirs as object);
  return pairs.map(([one, other]) => () => ({ shape, ours: one, stock: other }));
}

/** Elements of one collection as both sides have it, in an order that they have in common. */
export function elementPairs(
  { kind }: CollectionMember,
  own: TableRows,
  theirs: object,
): (readonly [Handle, Schema])[] {
  if (kind === 'map') {
    const map = theirs as MapSchema<Schema>;
    expect(own.size).toBe(map.size);
    return mapEntries(own).map(([key, one]) => [one as Handle, map.get(key) as Schema]);
  }
  const elements = Array.from(theirs as ArraySchema<Schema> | SetSchema<Schema>);
  expect(own.size).toBe(elements.length);
  return elementsOf(own).map((one, i) => [one as Handle, elements[i] as Schema]);
}
