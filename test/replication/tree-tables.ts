/** Applies one operation to a map or a set, ours and stock's alike. Test code. */
import type { MapSchema, Schema, SetSchema } from '@colyseus/schema';
import { expect } from 'vitest';
import type { EntitySet } from '../../src/memory/state/entity-set.ts';
import type { EntityTable } from '../../src/memory/state/entity-table.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { ValueMap } from '../../src/memory/state/value-map.ts';
import type { ValueSet } from '../../src/memory/state/value-set.ts';
import { asSent, type Value, type ValueSeed } from './field-shape.ts';
import { keys } from './mutation.ts';
import { clearStockSet } from './stock-limits.ts';
import { type Change, givenOf, seededValue } from './tree-action.ts';
import type { CollectionMember } from './tree-shape.ts';
import type { TreeStock } from './tree-stock.ts';
import { elementPairs } from './tree-walk.ts';

type Table = EntityTable | ValueMap | EntitySet | ValueSet;

/** What both sides have at one place, and what is to be done with it. */
export interface TableTurn {
  readonly member: CollectionMember;
  readonly ours: Table;
  readonly theirs: object;
  readonly change: Change;
  readonly stock: TreeStock;
  /** By stock's map: keys that went since the last patch. */
  readonly gone: WeakMap<object, Set<string>>;
  /** Whether they may come back in it. */
  readonly keysReturn: boolean;
}

export function playTable(turn: TableTurn): void {
  const { member, change } = turn;
  const { operation } = change;
  if (operation === 0 || operation === 1) return clear(turn);
  if (member.kind === 'map') {
    const key = keys[change.at] as string;
    const isGoing = operation % 3 === 0;
    if (member.entity === undefined) return isGoing ? removeKey(turn, key) : setValue(turn, key);
    return isGoing ? removeKey(turn, key) : addEntity(turn, key);
  }
  if (member.entity === undefined) return playValueSet(turn);
  return operation % 3 === 0 ? removeOne(turn) : addOne(turn);
}

function clear({ ours, theirs, member, gone }: TableTurn): void {
  ours.clear();
  if (member.kind === 'set') clearStockSet(theirs as SetSchema);
  else (theirs as MapSchema).clear();
  gone.delete(theirs);
}

function removeKey({ ours, theirs, gone }: TableTurn, key: string): void {
  const isGone = (ours as ValueMap).delete(key);
  expect(isGone).toBe((theirs as MapSchema).delete(key));
  if (!isGone) return;
  const keysGone = gone.get(theirs) ?? new Set();
  gone.set(theirs, keysGone.add(key));
}

/** Where a map has no other rows, those of what went are given away, and it comes back as new. */
function mayCome({ gone, keysReturn, theirs, ours, member }: TableTurn, key: string): boolean {
  const map = theirs as MapSchema;
  const keysGone = gone.get(map);
  if (keysGone === undefined || map.has(key)) return true;
  if (keysReturn) return keysGone.delete(key) || ours.size + keysGone.size < member.capacity;
  return !keysGone.has(key);
}

function setValue(turn: TableTurn, key: string): void {
  const map = turn.theirs as MapSchema<Value>;
  const { value: field } = turn.member;
  // As stored: stock compares values as they were given.
  const value = asSent(field, seededValue(field, turn.change.seeds[0] as ValueSeed));
  if (!mayCome(turn, key)) return;
  adding(turn, map.has(key) ? 0 : 1, () => {
    (turn.ours as ValueMap).set(key, value);
    return () => map.set(key, value);
  });
}

function addEntity(turn: TableTurn, key: string): void {
  const { member, change, ours, stock, theirs } = turn;
  const map = theirs as MapSchema<Schema>;
  const entity = member.entity as NonNullable<CollectionMember['entity']>;
  const given = givenOf(entity, change);
  if (!mayCome(turn, key)) return;
  const add = () => (ours as EntityTable).add(key, given);
  if (map.has(key)) {
    expect(add).toThrow(expect.objectContaining({ code: 'KEY_EXISTS' }));
    return;
  }
  adding(turn, 1, () => {
    add();
    return () => map.set(key, stock.create(entity, given));
  });
}

function playValueSet(turn: TableTurn): void {
  const { member, change, ours, theirs } = turn;
  const set = theirs as SetSchema<Value>;
  const mine = ours as ValueSet;
  // Stock compares values as they were given, and a set of numbers that are narrowed has both.
  const value = asSent(member.value, seededValue(member.value, change.seeds[0] as ValueSeed));
  const known = Array.from(set);
  const one = change.operation % 2 === 0 ? (known[change.at % known.length] ?? value) : value;
  expect(mine.has(one)).toBe(set.has(one));
  if (change.operation % 3 === 0) {
    expect(mine.delete(one)).toBe(set.delete(one));
    return;
  }
  adding(turn, set.has(one) ? 0 : 1, () => {
    mine.add(one);
    return () => set.add(one);
  });
}

function addOne(turn: TableTurn): void {
  const { member, change, ours, stock, theirs } = turn;
  const entity = member.entity as NonNullable<CollectionMember['entity']>;
  const given = givenOf(entity, change);
  adding(turn, 1, () => {
    (ours as EntitySet).add(given);
    return () => (theirs as SetSchema).add(stock.create(entity, given));
  });
}

function removeOne({ member, change, ours, theirs }: TableTurn): void {
  const pairs = elementPairs(member, ours, theirs);
  if (pairs.length === 0) return;
  const [one, other] = pairs[change.at % pairs.length] as readonly [Handle, Schema];
  expect((ours as EntitySet).has(one)).toBe(true);
  expect((ours as EntitySet).delete(one)).toBe(true);
  expect((ours as EntitySet).delete(one)).toBe(false);
  expect((theirs as SetSchema).delete(other)).toBe(true);
}

/** Both, or ours refuses because it would not fit. */
function adding({ ours, member }: TableTurn, count: number, add: () => () => void): void {
  if (ours.size + count > member.capacity) {
    expect(add).toThrow(expect.objectContaining({ code: 'TABLE_FULL' }));
    return;
  }
  add()();
  expect(ours.size).toBeLessThanOrEqual(member.capacity);
}
