/**
 * Mutations in the order that makes our patch and stock's the same bytes: the root first; in each
 * map what is deleted, then rows upwards, each added or changed once; no field to what it was. It
 * predicts the rows that a table gives, which nothing but the order of bytes depends on. Test code.
 */
import fc from 'fast-check';
import {
  asSent,
  defaultOf,
  type FieldShape,
  type Value,
  type ValueSeed,
  valueFor,
  valueSeed,
} from './field-shape.ts';
import { type MapShape, rootFields, type StateShape } from './state-shape.ts';
import type { StockSide } from './stock-side.ts';
import type { WorkerSide } from './worker-side.ts';

export interface Round {
  readonly seeds: readonly ValueSeed[];
  /** Per map: how many of its entities go, how many come, and which change. */
  readonly maps: readonly { deletes: number; adds: number; changes: readonly boolean[] }[];
}

export const rounds: fc.Arbitrary<Round[]> = fc.array(
  fc.record({
    seeds: fc.array(valueSeed, { minLength: 1, maxLength: 5 }),
    maps: fc.array(
      fc.record({
        deletes: fc.nat(3),
        adds: fc.oneof(fc.nat(4), fc.nat(20)),
        changes: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      }),
      { minLength: 3, maxLength: 3 },
    ),
  }),
  { minLength: 1, maxLength: 10 },
);

interface Row {
  readonly key: string;
  readonly values: Map<FieldShape, Value>;
}

/** A table as the order of its bytes sees it. */
interface Model {
  readonly shape: MapShape;
  readonly rows: (Row | undefined)[];
  readonly freed: number[];
  /** Rows of what went in this tick: free in the next. */
  readonly kept: number[];
  /** Whether rows are still in the order in which their entities came. */
  isInOrder: boolean;
}

export class OrderedPlay {
  readonly #ours: WorkerSide;
  readonly #stock: StockSide;
  readonly #root: Map<FieldShape, Value>;
  readonly #models: readonly Model[];
  #keys = 0;
  #seeds: readonly ValueSeed[] = [];
  #nextSeed = 0;

  constructor(shape: StateShape, ours: WorkerSide, stock: StockSide) {
    this.#ours = ours;
    this.#stock = stock;
    this.#root = defaultsOf(rootFields(shape));
    this.#models = shape.maps.map((map) => ({
      ...{ shape: map, rows: [], freed: [], kept: [], isInOrder: true },
    }));
  }

  /** Whether every map's entities lie in their rows as they came. */
  get isInOrder(): boolean {
    return this.#models.every((model) => model.isInOrder);
  }

  play(round: Round): void {
    this.#seeds = round.seeds;
    this.#nextSeed = 0;
    for (const [field, value] of this.#changes(this.#root)) {
      this.#ours.setRoot(field, value);
      this.#stock.setRoot(field, value);
    }
    this.#models.forEach((model, map) => this.#playMap(model, map, round.maps[map]));
  }

  #playMap(model: Model, map: number, turn: Round['maps'][number]): void {
    model.freed.push(...model.kept.splice(0));
    const taken = rowsOf(model);
    // From the highest row down, so that the free rows come back upwards.
    const gone = taken.slice(Math.max(0, taken.length - turn.deletes)).reverse();
    for (const row of gone) this.#delete(model, map, row);
    const coming = comingRows(model, turn.adds);
    const kept = rowsOf(model).filter((row, i) => {
      // A map's own changes stand before its entities': something of it must come first.
      const isAfterMap = gone.length > 0 || coming.length === 0 || row > coming[0];
      return isAfterMap && turn.changes[i % turn.changes.length];
    });
    for (const row of [...kept, ...coming].sort((a, b) => a - b)) {
      if (model.rows[row] === undefined) this.#add(model, map, row);
      else this.#change(model.rows[row], map);
    }
  }

  #delete(model: Model, map: number, row: number): void {
    const { key } = model.rows[row] as Row;
    model.rows[row] = undefined;
    model.kept.push(row);
    this.#ours.delete(map, key);
    this.#stock.delete(map, key);
  }

  #add(model: Model, map: number, row: number): void {
    const key = `k${this.#keys++}`;
    if (model.freed.at(-1) === row) {
      model.freed.pop();
      // The last of the kept rows closes the gap in front of the others.
      model.kept.unshift(...model.kept.splice(-1));
    }
    if (model.rows.slice(row).some((later) => later !== undefined)) model.isInOrder = false;
    const values = defaultsOf(model.shape.fields);
    model.rows[row] = { key, values };
    const given = this.#changes(values);
    this.#ours.add(map, key, given);
    this.#stock.add(map, key, given);
  }

  #change({ key, values }: Row, map: number): void {
    for (const [field, value] of this.#changes(values)) {
      this.#ours.set(map, key, field, value);
      this.#stock.set(map, key, field, value);
    }
  }

  /** New values for about half of the fields, none equal to what is there, also not as sent. */
  #changes(values: Map<FieldShape, Value>): (readonly [FieldShape, Value])[] {
    const changes: (readonly [FieldShape, Value])[] = [];
    for (const [field, before] of values) {
      const seed = this.#seeds[this.#nextSeed++ % this.#seeds.length];
      if (seed.pick % 2 === 0) continue;
      const value = asSent(field, valueFor(field, seed));
      // Both sides compare quantized values as sent; others stock compares as they were set.
      const isQuantized = field.type === 'quantized' || field.type === 'angle';
      if (!isQuantized && (value === before || Object.is(value, before))) continue;
      values.set(field, value);
      changes.push([field, value]);
    }
    return changes;
  }
}

function defaultsOf(fields: readonly FieldShape[]): Map<FieldShape, Value> {
  return new Map(fields.map((field) => [field, asSent(field, defaultOf(field))]));
}

function rowsOf(model: Model): number[] {
  return [...model.rows.keys()].filter((row) => model.rows[row] !== undefined);
}

/** The rows that the next entities get, as long as they go upwards and there are any. */
function comingRows({ rows, freed, shape }: Model, adds: number): number[] {
  const coming: number[] = [];
  for (let i = 0; i < adds; i++) {
    const row = i < freed.length ? freed[freed.length - 1 - i] : rows.length + i - freed.length;
    if (row >= shape.rows || row < (coming.at(-1) ?? 0)) break;
    coming.push(row);
  }
  return coming;
}
