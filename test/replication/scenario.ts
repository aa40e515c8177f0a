/**
 * Plays mutations on this framework's state and on stock's, with clients that watch both, and
 * demands after every patch that all of them see the same. Test code.
 */
import { deepStrictEqual } from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { type FieldShape, type Value, valueFor } from './field-shape.ts';
import { keys, type Mutation } from './mutation.ts';
import { type Snapshot, withoutNegativeZero } from './snapshot.ts';
import { Spectator } from './spectator.ts';
import { rootFields, type StateShape, stateClasses } from './state-shape.ts';
import { StockSide } from './stock-side.ts';
import { WorkerSide } from './worker-side.ts';

/** Later joiners find the seats taken: what one sees, all see. */
const spectatorsMax = 3;

type MapMutation = Extract<Mutation, { readonly map: number }>;

export class Scenario {
  readonly #shape: StateShape;
  readonly #ours: WorkerSide;
  readonly #stock: StockSide;
  readonly #handshake: Uint8Array;
  /** Pairs: fed by us, fed by stock. */
  readonly #spectators: (readonly [Spectator, Spectator])[] = [];

  constructor(shape: StateShape, workers: number) {
    const classes = stateClasses(shape);
    this.#shape = shape;
    this.#handshake = encodeHandshake(classes.State);
    this.#ours = new WorkerSide(shape, classes.plan, workers);
    this.#stock = new StockSide(shape, classes);
  }

  play(mutations: readonly Mutation[]): void {
    for (const mutation of mutations) this.#apply(mutation);
    this.#join();
    this.#publish();
  }

  #apply(mutation: Mutation): void {
    switch (mutation.do) {
      case 'publish':
        return this.#publish();
      case 'join':
        return this.#join();
      case 'setRoot':
        return this.#setRoot(mutation);
      default:
        if (this.#shape.maps.length > 0) this.#applyToMap(mutation);
    }
  }

  #setRoot({ field: index, seed }: Extract<Mutation, { readonly do: 'setRoot' }>): void {
    const fields = rootFields(this.#shape);
    if (fields.length === 0) return;
    const field = fields[index % fields.length];
    this.#ours.setRoot(field, valueFor(field, seed));
    this.#stock.setRoot(field, valueFor(field, seed));
  }

  #applyToMap(mutation: MapMutation): void {
    const map = mutation.map % this.#shape.maps.length;
    const { fields } = this.#shape.maps[map];
    switch (mutation.do) {
      case 'add':
      case 'replace':
        return this.#add(mutation.do, map, keys[mutation.key], assignments(fields, mutation.seeds));
      case 'set':
      case 'setBack':
      case 'setColumn':
      case 'rewrite': {
        const field = fields[mutation.field % fields.length];
        const value = valueFor(field, mutation.seed);
        return this.#set(mutation.do, map, keys[mutation.key], field, value);
      }
      case 'delete':
      case 'deleteAndWrite':
        return this.#delete(mutation.do, map, keys[mutation.key]);
      case 'clear':
        this.#ours.clear(map);
        return this.#stock.clear(map);
      case 'fill':
        for (const key of keys) this.#add('add', map, key, []);
        return;
      case 'markAll':
        return this.#ours.markAll(map);
    }
  }

  #add(
    how: 'add' | 'replace',
    map: number,
    key: string,
    values: readonly (readonly [FieldShape, Value])[],
  ): void {
    if (how === 'replace') this.#delete('delete', map, key);
    const refusal = this.#stock.has(map, key)
      ? 'KEY_EXISTS'
      : this.#stock.size(map) === this.#shape.maps[map].rows && 'TABLE_FULL';
    if (refusal !== false) {
      expect(() => this.#ours.add(map, key, values)).toThrow(
        expect.objectContaining({ code: refusal }),
      );
      return;
    }
    this.#ours.add(map, key, values);
    this.#stock.add(map, key, values);
  }

  #set(
    how: 'set' | 'setBack' | 'setColumn' | 'rewrite',
    map: number,
    key: string,
    field: FieldShape,
    value: Value,
  ): void {
    const before = this.#ours.get(map, key, field);
    if (how === 'setColumn') this.#ours.setColumn(map, key, field, value);
    else if (how !== 'rewrite') this.#ours.set(map, key, field, value);
    if (how === 'set' || how === 'setColumn') return this.#stock.set(map, key, field, value);
    if (before !== undefined) this.#ours.set(map, key, field, before);
    if (how === 'setBack') this.#stock.setBack(map, key, field, value);
  }

  #delete(how: 'delete' | 'deleteAndWrite', map: number, key: string): void {
    const field = this.#shape.maps[map].fields[0];
    const seed = { pick: 1, number: 1, bigint: 1n, text: '' };
    const wasThere =
      how === 'delete'
        ? this.#ours.delete(map, key)
        : this.#ours.deleteAndWrite(map, key, [[field, valueFor(field, seed)]]);
    expect(wasThere).toBe(this.#stock.delete(map, key));
  }

  /** As a room does: those who have the state hear of everything in it first. */
  #join(): void {
    this.#publish();
    if (this.#spectators.length === spectatorsMax) return;
    const ours = new Spectator(this.#shape, this.#handshake, this.#ours.fullState());
    const stock = new Spectator(this.#shape, this.#handshake, this.#stock.fullState());
    this.#spectators.push([ours, stock]);
    this.#compare();
  }

  #publish(): void {
    const ourPatch = this.#ours.patch();
    const stockPatch = this.#stock.patch();
    for (const [ours, stock] of this.#spectators) {
      ours.receive(ourPatch);
      stock.receive(stockPatch);
    }
    this.#compare();
    expect(this.#ours.patch()).toHaveLength(0);
  }

  #compare(): void {
    const sum = this.#ours.checksum();
    for (const [ours, stock] of this.#spectators) {
      const seen = ours.snapshot();
      expect([ours.checksum(), stock.checksum()], 'checksums of clients').toEqual([sum, sum]);
      demandSame(
        withoutNegativeZero(seen),
        withoutNegativeZero(stock.snapshot()),
        'a client of ours sees what a client of stock sees',
      );
      for (const own of this.#ours.snapshots()) {
        demandSame(seen, own, 'a client sees what every worker reads');
      }
    }
  }
}

function assignments(
  fields: readonly FieldShape[],
  seeds: Extract<Mutation, { do: 'add' | 'replace' }>['seeds'],
): (readonly [FieldShape, Value])[] {
  return seeds.map((seed, i) => {
    const field = fields[(seed.pick + i) % fields.length];
    return [field, valueFor(field, seed)] as const;
  });
}

/** `deepStrictEqual` tells NaN from nothing and -0 from 0, and shows where two differ. */
function demandSame(actual: Snapshot, expected: Snapshot, claim: string): void {
  if (isDeepStrictEqual(actual, expected)) return;
  deepStrictEqual({ claim, ...actual }, { claim, ...expected });
}
