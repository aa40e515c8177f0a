/**
 * Plays actions on a tree of ours and on stock's, with clients that follow both, and demands after
 * every patch that all of them have the same and have heard the same. Test code.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { ArraySchema, Schema } from '@colyseus/schema';
import { expect } from 'vitest';
import type { Handle } from '../../src/memory/state/handle-class.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import type { Value, ValueSeed } from './field-shape.ts';
import { type Action, type Change, givenOf, seededValue } from './tree-action.ts';
import { ArrayTurn } from './tree-arrays.ts';
import { TreeClasses } from './tree-classes.ts';
import { TreeClient } from './tree-client.ts';
import { type Content, ownContent, sortedMaps } from './tree-content.ts';
import { badWrites, demandRefused, Remains } from './tree-refusals.ts';
import { type ClassShape, isSent, type Member } from './tree-shape.ts';
import { type Given, TreeStock } from './tree-stock.ts';
import { playTable } from './tree-tables.ts';
import { fieldsOf, type Twin, walk } from './tree-walk.ts';
import { Workers } from './workers.ts';

const clientsMax = 3;

export interface Rules {
  /**
   * A map's key may come back in the tick in which it went. Clients who were there have it where it
   * stood; of those who join later, stock's have it last.
   */
  readonly keysReturn?: boolean;
  /** Every change is published at once, and the patches must be the same. */
  readonly sameBytes?: boolean;
}

export class TreePlay {
  readonly #shape: ClassShape;
  readonly #ours: Workers;
  readonly #stock: TreeStock;
  readonly #handshake: Uint8Array;
  /** Pairs: fed by us, fed by stock. */
  readonly #clients: (readonly [TreeClient, TreeClient])[] = [];
  /** One that is away all the time but for a moment now and then. */
  #traveller: TreeClient | undefined;
  readonly #keysReturn: boolean;
  readonly #sameBytes: boolean;
  /** Of entities that were changed, and may be gone by now. */
  readonly #remains: Remains[] = [];
  #gone = new WeakMap<object, Set<string>>();

  constructor(shape: ClassShape, workers: number, { keysReturn, sameBytes }: Rules = {}) {
    this.#keysReturn = keysReturn ?? false;
    this.#sameBytes = sameBytes ?? false;
    const classes = new TreeClasses(shape);
    this.#shape = shape;
    this.#handshake = encodeHandshake(classes.State);
    this.#ours = new Workers(classes.plan, workers);
    this.#stock = new TreeStock(shape, classes);
  }

  play(actions: readonly Action[]): void {
    this.#join();
    for (const action of actions) {
      if (action.do === 'join') this.#join();
      else if (action.do === 'publish') this.#publish();
      else this.#change(action);
      if (this.#sameBytes) this.#publish();
    }
    this.#publish();
    this.#join();
  }

  #change(change: Change): void {
    const ours = this.#ours.next().memory.state;
    const root: Twin = { shape: this.#shape, ours, stock: this.#stock.state };
    const twin = walk(root, change.path);
    const members = twin.shape.members.filter(isSent);
    const member = members[change.member % members.length];
    if (member === undefined) return;
    if (change.do === 'refuse') badWrites(twin.ours, member).forEach(demandRefused);
    else if (change.do === 'stale') this.#writeToRemains();
    else {
      if (twin !== root) this.#remains.push(new Remains(twin.ours, twin.shape));
      this.#changeMember(twin, member, change);
    }
  }

  #writeToRemains(): void {
    for (const remains of this.#remains.splice(0)) {
      if (remains.areGone) remains.writes().forEach(demandRefused);
    }
  }

  #changeMember({ ours, stock }: Twin, member: Member, change: Change): void {
    const own = fieldsOf(ours);
    const theirs = fieldsOf(stock);
    const { name } = member;
    const seed = change.seeds[0] as ValueSeed;
    if (member.kind === 'scalar') {
      const isCleared = member.field.isOptional && change.operation % 3 === 0;
      const value = isCleared ? undefined : seededValue(member.field, seed);
      own[name] = value;
      theirs[name] = value;
    } else if (member.kind === 'ref') {
      const isCleared = member.isOptional && change.operation % 3 === 0;
      const given: Given | undefined = isCleared ? undefined : givenOf(member.target, change);
      own[name] = given;
      theirs[name] = given && this.#stock.create(member.target, given);
    } else if (member.kind === 'array') {
      const array = theirs[name] as ArraySchema<Value | Schema>;
      new ArrayTurn(member, own[name] as never, array, change, this.#stock).play();
    } else {
      const stock = this.#stock;
      const rules = { gone: this.#gone, keysReturn: this.#keysReturn };
      const tables = { ours: own[name] as never, theirs: theirs[name] as object };
      playTable({ member, ...tables, change, stock, ...rules });
    }
  }

  /** As a room does: those who have the state hear of everything in it first. */
  #join(): void {
    this.#publish(this.#keysReturn);
    this.#returns();
    if (this.#clients.length === clientsMax) return;
    const ours = new TreeClient(this.#shape, this.#handshake, this.#ours.fullState());
    const stock = new TreeClient(this.#shape, this.#handshake, this.#stock.fullState());
    this.#clients.push([ours, stock]);
    this.#compare('joined');
  }

  #returns(): void {
    const fullState = this.#ours.fullState();
    if (this.#traveller === undefined) {
      this.#traveller = new TreeClient(this.#shape, this.#handshake, fullState);
    } else this.#traveller.resync(fullState);
    demandSame(this.#traveller.checksum(), this.#ours.checksum(), 'a client that is back');
  }

  #publish(endsTick = true): void {
    const ourPatch = this.#ours.patch(endsTick);
    const stockPatch = this.#stock.patch();
    this.#gone = new WeakMap();
    if (this.#sameBytes && this.#clients.length > 0) demandSameBytes(ourPatch, stockPatch);
    for (const [ours, stock] of this.#clients) {
      ours.receive(ourPatch);
      stock.receive(stockPatch);
    }
    this.#compare('patched');
    expect(this.#ours.patch(endsTick)).toHaveLength(0);
  }

  #compare(when: string): void {
    const sum = this.#ours.checksum();
    for (const [ours, stock] of this.#clients) {
      const order = this.#keysReturn ? sortedMaps : (one: Content) => one;
      const seen = order(ours.content());
      demandSame(seen, order(stock.content()), `${when}: a client of ours and one of stock`);
      for (const { memory } of this.#ours.all) {
        const own = order(ownContent(memory.state as Handle, this.#shape));
        demandSame(seen, own, `${when}: a client and a worker`);
      }
      const sums = [ours.checksum(), stock.checksum()];
      demandSame(sums, [sum, sum], `${when}: checksums of clients and of a worker`);
      const heard = [ours.takeEvents(), stock.takeEvents()];
      const events = this.#keysReturn ? heard.map(sortedEvents) : heard;
      demandSame(events[0], events[1], `${when}: callbacks`);
      expect(ours.refs).toBe(stock.refs);
    }
  }
}

/** What stock's clients hear of a whole map, as when it is cleared, is in an order of their own. */
function sortedEvents(heard: Record<string, readonly string[]>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(heard).map(([path, lines]) => [path, [...lines].sort()]),
  );
}

/** Ours says nothing of a value that is on the wire what it was, as 256 is 0 in a byte. */
function demandSameBytes(ours: Uint8Array, stock: Uint8Array): void {
  if (ours.length === 0) return;
  demandSame(Buffer.from(ours).toString('hex'), Buffer.from(stock).toString('hex'), 'bytes');
}

/** `deepStrictEqual` tells NaN from nothing, and shows where two differ. */
function demandSame(actual: unknown, expected: unknown, claim: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  deepStrictEqual({ claim, actual }, { claim, actual: expected });
}
