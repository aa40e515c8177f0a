/**
 * Stock's collections where a plain call of theirs would leave stock's own clients with a wrong
 * state, and so with nothing to be compared with; and where ours has a bound that stock has not.
 * Arrays are restated: their clients forget all elements and get them anew. Test code.
 */
import { $changes, type ArraySchema, OPERATION, type SetSchema } from '@colyseus/schema';
import type { CollectionMember } from './tree-shape.ts';

interface ChangeTree {
  has(): boolean;
  discard(): void;
  operation(operation: OPERATION): void;
  readonly root?: { remove(child: ChangeTree): void };
  forEachChild(callback: (child: ChangeTree) => void): void;
}

/** Before `count` elements come: ours has places for twice the capacity until the next patch. */
export function makeRoom(array: ArraySchema, count: number, { capacity }: CollectionMember): void {
  const { tmpItems } = array as unknown as { readonly tmpItems: readonly unknown[] };
  if (tmpItems.length + count > capacity * 2) restate(array, array.toArray());
}

/** Sorting what has changed since the last patch mixes up what was recorded. */
export function sortStock(array: ArraySchema, compare: (a: unknown, b: unknown) => number): void {
  if (changesOf(array).has()) restate(array, array.toArray().sort(compare));
  else array.sort(compare);
}

/** Clients drop a primitive that is inserted before an equal one. True where it was done here. */
export function insertEquals(
  array: ArraySchema,
  start: number,
  count: number,
  items: readonly unknown[],
  isSame: (a: unknown, b: unknown) => boolean,
): boolean {
  const behind: unknown = array[start + count];
  const inserted = items.slice(count);
  const isPrimitive = typeof behind !== 'object' && behind !== undefined;
  const isDirty = changesOf(array).has();
  if (!isPrimitive || inserted.length === 0) return false;
  if (!isDirty && !inserted.some((one) => isSame(one, behind))) return false;
  const all = array.toArray();
  all.splice(start, count, ...items);
  restate(array, all);
  return true;
}

/** Stock's own forgets that the elements are gone, and goes on sending their changes. */
export function clearStockSet(set: SetSchema): void {
  const changes = changesOf(set);
  changes.forEachChild((child) => changes.root?.remove(child));
  set.clear();
}

function restate(array: ArraySchema, elements: readonly unknown[]): void {
  if (array.length > 0) array.clear();
  else {
    changesOf(array).discard();
    changesOf(array).operation(OPERATION.CLEAR);
  }
  array.push(...elements);
}

function changesOf(structure: object): ChangeTree {
  return (structure as { readonly [$changes]: ChangeTree })[$changes];
}
