/** Applies one operation to an array, ours and stock's alike. Test code. */
import { deepStrictEqual } from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ArraySchema, Schema } from '@colyseus/schema';
import { expect } from 'vitest';
import type { EntityList } from '../../src/memory/state/entity-list.ts';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import type { ValueList } from '../../src/memory/state/value-list.ts';
import { asSent, type Value } from './field-shape.ts';
import {
  insertedHere,
  makeRoom,
  reverseStock,
  setStock,
  settleChange,
  settleRemoval,
  sortStock,
  swapStock,
} from './stock-limits.ts';
import { type Change, givenOf, seededValue } from './tree-action.ts';
import { type CollectionMember, isSent } from './tree-shape.ts';
import type { Given, TreeStock } from './tree-stock.ts';
import { fieldsOf } from './tree-walk.ts';

type Ours = ValueList | EntityList;
type Element = Value | Schema;

interface AnyList {
  push(...items: unknown[]): number;
  unshift(...items: unknown[]): number;
  splice(start: number, count: number, ...items: unknown[]): unknown[];
  set(index: number, item: unknown): unknown;
  sort(compare: (a: unknown, b: unknown) => number): unknown;
}

export class ArrayTurn {
  readonly #member: CollectionMember;
  readonly #ours: Ours;
  readonly #theirs: ArraySchema<Element>;
  readonly #change: Change;
  readonly #stock: TreeStock;

  constructor(
    member: CollectionMember,
    ours: Ours,
    theirs: ArraySchema<Element>,
    change: Change,
    stock: TreeStock,
  ) {
    this.#member = member;
    this.#ours = ours;
    this.#theirs = theirs;
    this.#change = change;
    this.#stock = stock;
  }

  play(): void {
    const operations = [
      ...[this.#push, this.#push, this.#push, this.#add, this.#unshift, this.#splice, this.#splice],
      ...[this.#pop, this.#shift, this.#set, this.#set, this.#swap, this.#swap, this.#delete],
      ...[this.#reverse, this.#sort, this.#move],
      ...(this.#change.operation % 3 === 0 ? [this.#clear] : []),
    ];
    (operations[this.#change.operation % operations.length] as () => void).call(this);
    expect(this.#ours.length).toBe(this.#theirs.length);
  }

  #push(): void {
    const { given, made } = this.#items();
    this.#adding(
      given.length,
      () => this.#any.push(...given),
      () => this.#pushToStock(made),
    );
  }

  #add(): void {
    const { given, made } = this.#items(1);
    const add = () =>
      'add' in this.#ours ? this.#ours.add(given[0] as never) : this.#any.push(...given);
    this.#adding(1, add, () => this.#pushToStock(made));
  }

  #unshift(): void {
    const { given, made } = this.#items();
    if (given.length === 0) return;
    const unshift = () => this.#any.unshift(...given);
    this.#adding(given.length, unshift, () => {
      makeRoom(this.#theirs, given.length, this.#member);
      const isEmpty = this.#theirs.length === 0;
      if (isEmpty || !this.#insertedHere(0, 0, made)) this.#theirs.unshift(...made);
    });
  }

  #splice(): void {
    const start = this.#change.at % (this.#theirs.length + 1);
    const count = this.#change.count % (this.#theirs.length - start + 1);
    const { given, made } = this.#items(this.#change.seeds.length - 1);
    const splice = () => this.#any.splice(start, count, ...given);
    this.#adding(given.length - count, splice, () => {
      makeRoom(this.#theirs, given.length, this.#member);
      settleRemoval(this.#theirs, start, count);
      if (!this.#insertedHere(start, count, made)) this.#theirs.splice(start, count, ...made);
    });
  }

  #pushToStock(made: readonly Element[]): void {
    makeRoom(this.#theirs, made.length, this.#member);
    this.#theirs.push(...made);
  }

  #insertedHere(start: number, count: number, made: readonly Element[]): boolean {
    const isSame = (a: unknown, b: unknown) => Object.is(this.#sent(a), this.#sent(b));
    return insertedHere(this.#theirs, start, count, made, isSame);
  }

  #pop(): void {
    settleRemoval(this.#theirs, this.#theirs.length - 1, Math.min(1, this.#theirs.length));
    this.#demandSame(this.#ours.pop(), this.#theirs.pop());
  }

  #shift(): void {
    settleRemoval(this.#theirs, 0, Math.min(1, this.#theirs.length));
    this.#demandSame(this.#ours.shift(), this.#theirs.shift());
  }

  #set(): void {
    const index = this.#index;
    if (index < 0) return;
    const { given, made } = this.#items(1);
    this.#any.set(index, given[0]);
    if (this.#theirs[index] !== made[0]) settleChange(this.#theirs, index);
    setStock(this.#theirs, index, made[0]);
  }

  #swap(): void {
    const a = this.#index;
    if (a < 0) return;
    const b = (this.#change.count + a) % this.#theirs.length;
    this.#ours.swap(a, b);
    this.#swapTheirs(a, b);
  }

  #move(): void {
    const from = this.#index;
    if (from < 0) return;
    const to = (this.#change.count + from) % this.#theirs.length;
    this.#ours.move(from, to);
    const step = Math.sign(to - from);
    for (let at = from; at !== to; at += step) this.#swapTheirs(at, at + step);
  }

  #swapTheirs(a: number, b: number): void {
    // Ours has nothing to do where two primitives are the same.
    if (this.#theirs[a] !== this.#theirs[b]) swapStock(this.#theirs, a, b);
  }

  #delete(): void {
    const index = this.#index;
    if (index < 0) return;
    if ('delete' in this.#ours) this.#ours.delete(this.#ours.at(index) as Handle);
    else this.#ours.splice(index, 1);
    settleRemoval(this.#theirs, index, 1);
    this.#theirs.splice(index, 1);
  }

  #reverse(): void {
    this.#ours.reverse();
    reverseStock(this.#theirs);
  }

  #sort(): void {
    const key = (one: unknown) => this.#keyOf(one);
    const compare = (a: unknown, b: unknown) => (key(a) < key(b) ? -1 : Number(key(a) > key(b)));
    this.#any.sort(compare);
    sortStock(this.#theirs, compare);
  }

  #clear(): void {
    this.#ours.clear();
    this.#theirs.clear();
  }

  /** Both, or ours refuses because it would not fit. */
  #adding(count: number, ours: () => unknown, theirs: () => unknown): void {
    if (this.#theirs.length + count <= this.#member.capacity) {
      ours();
      theirs();
      return;
    }
    expect(ours).toThrow(expect.objectContaining({ code: 'TABLE_FULL' }));
  }

  #items(count = this.#change.count): { given: (Value | Given)[]; made: Element[] } {
    const { seeds } = this.#change;
    const { entity, value } = this.#member;
    const turns = Array.from({ length: count }, (_, i) => i);
    if (entity === undefined) {
      // As stored: stock compares values as they were given.
      const values = turns.map((i) => {
        const seed = seeds[i % seeds.length] as (typeof seeds)[0];
        return asSent(value, seededValue(value, seed));
      });
      return { given: values, made: values };
    }
    const given = turns.map((i) => givenOf(entity, this.#change, i));
    return { given, made: given.map((one) => this.#stock.create(entity, one)) };
  }

  /** With 0 for -0. */
  #sent(value: unknown): Value {
    const sent = asSent(this.#member.value, value as Value);
    return sent === 0 ? 0 : sent;
  }

  #keyOf(element: unknown): string {
    const { entity, value } = this.#member;
    if (entity === undefined) return inspect(asSent(value, element as Value));
    const first = entity.members.find((one) => one.kind === 'scalar' && isSent(one));
    if (first?.kind !== 'scalar') return '';
    const read = fieldsOf(element as Schema)[first.name] as Value | undefined;
    return read === undefined ? '' : inspect(asSent(first.field, read));
  }

  #demandSame(ours: unknown, theirs: unknown): void {
    expect(ours === undefined).toBe(theirs === undefined);
    if (theirs === undefined) return;
    deepStrictEqual(this.#keyOf(ours), this.#keyOf(theirs));
  }

  get #index(): number {
    const { length } = this.#theirs;
    return length === 0 ? -1 : this.#change.at % length;
  }

  /** The two kinds differ in what they take, and no more. */
  get #any(): AnyList {
    return this.#ours as AnyList;
  }
}
