/**
 * Stock's collections where a plain call of theirs would leave stock's own clients with a wrong
 * state, and so with nothing to be compared with; and where ours has a bound that stock has not.
 * Arrays are restated: their clients forget all elements and get them anew. Test code.
 */
import {
  $changes,
  $getByIndex,
  $refId,
  ArraySchema,
  OPERATION,
  type SetSchema,
} from '@colyseus/schema';
import type { CollectionMember } from './tree-shape.ts';

interface Staged {
  readonly items: readonly unknown[];
  readonly tmpItems: readonly unknown[];
  readonly deletedIndexes: readonly boolean[];
  $wireIndex(index: number): number;
}

/** Stock's own takes 0, false and '' for nothing, and encodes what has come to stand there. */
Object.defineProperty(ArraySchema.prototype, $getByIndex, {
  value(this: Staged, index: number, isEncodeAll = false): unknown {
    const { items, tmpItems, deletedIndexes } = this;
    return isEncodeAll || deletedIndexes[index] ? items[index] : (tmpItems[index] ?? items[index]);
  },
});

interface ChangeTree {
  has(): boolean;
  operationAt(index: number): OPERATION | undefined;
  forEach(callback: (index: number, operation: OPERATION) => void): void;
  discard(): void;
  operation(operation: OPERATION): void;
  readonly root?: { remove(child: ChangeTree): void; refCount: Record<number, number> };
  forEachChild(callback: (child: ChangeTree) => void): void;
}

/** Before `count` elements come: ours has places for twice the capacity until the next patch. */
export function makeRoom(array: ArraySchema, count: number, { capacity }: CollectionMember): void {
  const { tmpItems } = array as unknown as Staged;
  if (tmpItems.length + count > capacity * 2) restate(array, array.toArray());
}

/**
 * Before `count` elements go: where entities have moved or took another's place, stock's clients
 * would not find them; and where a primitive before others was not sent, they would lose another.
 */
export function settleRemoval(array: ArraySchema, index: number, count: number): void {
  let isUnsettled = haveMoved(array);
  for (let i = index; i < index + count; i++) {
    const isLost = !isEntity(array[i]) && isBefore(array, i);
    if (isLost || isReplaced(array, i)) isUnsettled = true;
  }
  if (isUnsettled && count > 0) restate(array, array.toArray());
}

/** Before another element comes in this place. */
export function settleChange(array: ArraySchema, index: number): void {
  const isLost = !isEntity(array[index]) && isBefore(array, index);
  if (isLost || haveMoved(array)) restate(array, array.toArray());
}

export function swapStock(array: ArraySchema, a: number, b: number): void {
  let isUnsettled = [a, b].some((i) => isBefore(array, i) || isReplaced(array, i));
  changesOf(array).forEach((place) => {
    isUnsettled ||= place === -OPERATION.CLEAR;
  });
  const all = array.toArray();
  [all[a], all[b]] = [all[b], all[a]];
  if (isUnsettled) return restate(array, all);
  holding(array, () => {
    array.move((moving) => {
      [moving[a], moving[b]] = [moving[b], moving[a]];
    });
  });
}

/**
 * Another element in the place of one. Where that one was never sent, stock has its clients delete
 * what they have in that place, which is another's.
 */
export function setStock(array: ArraySchema, index: number, element: unknown): void {
  const isUnsent = operationOf(array, index) === OPERATION.ADD;
  if (isEntity(element) && isUnsent) array.splice(index, 1, element);
  else array[index] = element;
}

export function reverseStock(array: ArraySchema): void {
  holding(array, () => array.reverse());
}

/** Sorting what has changed since the last patch mixes up what was recorded. */
export function sortStock(array: ArraySchema, compare: (a: unknown, b: unknown) => number): void {
  if (array.length === 0) return;
  if (changesOf(array).has()) restate(array, array.toArray().sort(compare));
  else array.sort(compare);
}

/**
 * Clients drop a primitive that is inserted before an equal one; and what is inserted at the end,
 * when others have gone, stock inserts before the end. True where it was done here.
 */
export function insertedHere(
  array: ArraySchema,
  start: number,
  count: number,
  items: readonly unknown[],
  isSame: (a: unknown, b: unknown) => boolean,
): boolean {
  if (start === array.length) {
    array.push(...items);
    return true;
  }
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
  holding(array, () => {
    if (array.length > 0) array.clear();
    else {
      changesOf(array).discard();
      changesOf(array).operation(OPERATION.CLEAR);
    }
    array.push(...elements);
  });
}

/** Stock sends an entity once more, as a whole, when its array lets go of it in between. */
function holding(array: ArraySchema, act: () => void): void {
  const refCount = changesOf(array).root?.refCount;
  const held = isEntity(array[0]) ? array.toArray().map((one) => one[$refId] as number) : [];
  const count = (by: number) => {
    for (const id of held) if (refCount !== undefined) refCount[id] = (refCount[id] ?? 0) + by;
  };
  count(1);
  act();
  count(-1);
}

function haveMoved(array: ArraySchema): boolean {
  let isMoved = false;
  changesOf(array).forEach((place, operation) => {
    const isMove = operation === OPERATION.REPLACE || (operation & OPERATION.MOVE) !== 0;
    if (place >= 0 && isMove && isEntity(array[0])) isMoved = true;
  });
  return isMoved;
}

/** An element that was not sent, before others. */
function isBefore(array: ArraySchema, index: number): boolean {
  const { tmpItems } = array as unknown as Staged;
  const isUnsent = operationOf(array, index) === OPERATION.ADD;
  return isUnsent && placeOf(array, index) < tmpItems.length - 1;
}

/** An entity in another's place. */
function isReplaced(array: ArraySchema, index: number): boolean {
  return isEntity(array[index]) && operationOf(array, index) === OPERATION.DELETE_AND_ADD;
}

/** What is pending for the element at `index`. */
function operationOf(array: ArraySchema, index: number): OPERATION | undefined {
  return changesOf(array).operationAt(placeOf(array, index));
}

function placeOf(array: ArraySchema, index: number): number {
  return (array as unknown as Staged).$wireIndex(index);
}

function isEntity(element: unknown): boolean {
  return typeof element === 'object';
}

function changesOf(structure: object): ChangeTree {
  return (structure as { readonly [$changes]: ChangeTree })[$changes];
}
