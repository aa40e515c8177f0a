/**
 * Finding an entity by its key or by its row and reading a field of it, as a game does, beside a
 * Map of one's own and beside MapSchema. In random order, all keys as often; the keys are the
 * strings that they were entered with, as session ids are. lookup.ts has the cache that is behind
 * this by itself.
 */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { LookupCache } from '../../src/memory/lookup-cache.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import type { Benchmark, Goal } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';

const gets = 200_000;

const Unit = schema({ place: t.uint32(), hp: t.uint8() }, 'Unit');
const State = schema({ units: t.map(Unit) }, 'State');

interface Entity {
  readonly place: number;
}

interface ByKey {
  get(key: string): Entity | undefined;
}

interface ById {
  get(id: number): Entity | undefined;
}

/** What both sides are asked for: places in `keys`, and rows, which are the same numbers. */
interface Asked {
  readonly keys: readonly string[];
  readonly order: Uint32Array;
}

function askFor(entities: number): Asked {
  return {
    keys: Array.from({ length: entities }, (_, i) => `s${(i * 7_919) % 99_991}`),
    order: randomPlaces(entities),
  };
}

/** The same in every run. */
function randomPlaces(entities: number): Uint32Array {
  let word = 0x9e3779b9 | 0;
  return Uint32Array.from({ length: gets }, () => {
    word ^= word << 13;
    word ^= word >>> 17;
    word ^= word << 5;
    return (word >>> 0) % entities;
  });
}

function ourUnits({ keys }: Asked) {
  const game = defineGame({ state: State, capacity: { units: keys.length } });
  const memory = RoomMemory.create(game.plan, 0);
  memory.initialise();
  const { units } = memory.state as unknown as StateOf<InstanceType<typeof State>>;
  for (const [place, key] of keys.entries()) units.add(key, { place });
  return units;
}

function stockUnits({ keys }: Asked) {
  const state = new State();
  for (const [place, key] of keys.entries()) state.units.set(key, new Unit().assign({ place }));
  return state.units;
}

/** Of another class than MapSchema's own field, so that they share no compiled code. */
class Units {
  readonly #map = new Map<string, Entity>();
  constructor({ keys }: Asked) {
    for (const [place, key] of keys.entries()) this.#map.set(key, { place });
  }
  get(key: string): Entity | undefined {
    return this.#map.get(key);
  }
}

/** A loop of its own for each side, so that every call meets one class. Sums up the places. */
function searchFor(subject: ByKey | ById, { keys, order }: Asked, place: string): Search {
  const compiled = new Function(
    'subject',
    'keys',
    'order',
    `return () => {
      let sum = 0;
      for (let i = 0; i < order.length; i++) sum += subject.get(${place}).place;
      return sum;
    };`,
  );
  return compiled(subject, keys, order);
}

function byKey(subject: ByKey, asked: Asked): Search {
  return searchFor(subject, asked, 'keys[order[i]]');
}

function byId(subject: ById, asked: Asked): Search {
  return searchFor(subject, asked, 'order[i]');
}

/** `at` under the name that the loops call. */
function rowsOf(asked: Asked): ById {
  const units = ourUnits(asked);
  return { get: (row) => units.at(row) };
}

function numbersOf({ keys }: Asked): ById {
  return new Map(keys.map((_key, place) => [place, { place }]));
}

function nsPerGet(search: Search): number {
  const startedMs = performance.now();
  search();
  return ((performance.now() - startedMs) * 1e6) / gets;
}

/** Finds what it is asked for, and returns the sum of their places. */
type Search = () => number;
type Side = (asked: Asked) => Search;

const cache: Side = (asked) => {
  const entities = new LookupCache<string, Entity>(asked.keys.length);
  for (const [place, key] of asked.keys.entries()) entities.set(key, { place });
  return byKey(entities, asked);
};
const ours: Side = (asked) => byKey(ourUnits(asked), asked);
const oursById: Side = (asked) => byId(rowsOf(asked), asked);
const mapById: Side = (asked) => byId(numbersOf(asked), asked);
const map: Side = (asked) => byKey(new Units(asked), asked);
const mapSchema: Side = (asked) => byKey(stockUnits(asked), asked);

function compare(name: string, entities: number, goal: Goal, sides: readonly [Side, Side]) {
  const benchmark: Benchmark = {
    name: `lookup: ${name}, ${entities.toLocaleString('en')} entities`,
    unit: 'ns',
    goal,
    run: ({ quick }) => {
      const asked = askFor(entities);
      const [mine, other] = sides.map((side) => side(asked)) as [Search, Search];
      if (mine() !== other()) throw new Error('the two sides find different entities');
      return interleave({
        rounds: quick ? 3 : 25,
        warmups: 5,
        ours: () => nsPerGet(mine),
        stock: () => nsPerGet(other),
      });
    },
  };
  return benchmark;
}

const likeMap = { ratioMax: 1.1 };
const half = { ratioMax: 0.5 };

export const benchmark: readonly Benchmark[] = [
  compare('LookupCache, beside a Map', 64, likeMap, [cache, map]),
  compare('LookupCache, beside a Map', 1_000, likeMap, [cache, map]),
  compare('by key, beside a Map', 64, likeMap, [ours, map]),
  compare('by key, beside a Map', 1_000, likeMap, [ours, map]),
  compare('by key, beside MapSchema', 64, half, [ours, mapSchema]),
  compare('by key, beside MapSchema', 1_000, half, [ours, mapSchema]),
  compare('by row, beside a Map by number', 1_000, likeMap, [oursById, mapById]),
  compare('by row, beside MapSchema by key', 1_000, half, [oursById, mapSchema]),
];
