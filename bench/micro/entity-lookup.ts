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
import { compileApart } from '../harness/compile-apart.ts';
import { interleave } from '../harness/interleave.ts';

const gets = 100_000;
/** Of each side; its rounds take turns on them. */
const subjects = 8;

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
  readonly game: ReturnType<typeof gameFor>;
  readonly keys: readonly string[];
  readonly order: Uint32Array;
}

function askFor(entities: number): Asked {
  return {
    game: gameFor(entities),
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

/** One for all rounds: every game has a class of handles of its own. */
function gameFor(entities: number) {
  return defineGame({ state: State, capacity: { units: entities } });
}

function ourUnits({ game, keys }: Asked) {
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

/** `at` under the name that the loops call. */
function rowsOf(asked: Asked): ById {
  const units = ourUnits(asked);
  return { get: (row) => units.at(row) };
}

function numbersOf({ keys }: Asked): ById {
  return new Map(keys.map((_key, place) => [place, { place }]));
}

/** What a side searches; several of them, because where its memory lies matters as much. */
interface Side {
  /** What stands in the loop for the key or the number of entity `order[i]`. */
  readonly asksFor: 'keys[order[i]]' | 'order[i]';
  make(asked: Asked): ByKey | ById;
}

const cache: Side = {
  asksFor: 'keys[order[i]]',
  make: ({ keys }) => {
    const entities = new LookupCache<string, Entity>(keys.length);
    for (const [place, key] of keys.entries()) entities.set(key, { place });
    return entities;
  },
};
const ours: Side = { asksFor: 'keys[order[i]]', make: ourUnits };
const map: Side = { asksFor: 'keys[order[i]]', make: (asked) => new Units(asked) };
const mapSchema: Side = { asksFor: 'keys[order[i]]', make: stockUnits };
const oursByRow: Side = { asksFor: 'order[i]', make: rowsOf };
const mapByNumber: Side = { asksFor: 'order[i]', make: numbersOf };

/** Times a side with a loop of its own, which sums up the places of what it finds. */
function roundsOf({ asksFor, make }: Side, asked: Asked): () => number {
  const search = compileApart<(subject: unknown, keys: unknown, order: unknown) => number>(
    ['subject', 'keys', 'order'],
    `let sum = 0;
    for (let i = 0; i < order.length; i++) sum += subject.get(${asksFor}).place;
    return sum;`,
  );
  const { keys, order } = asked;
  const wanted = order.reduce((sum, place) => sum + place, 0);
  const made = Array.from({ length: subjects }, () => make(asked));
  let round = 0;
  return () => {
    const subject = made[round++ % subjects];
    if (search(subject, keys, order) !== wanted) throw new Error('it finds other entities');
    const startedMs = performance.now();
    search(subject, keys, order);
    return ((performance.now() - startedMs) * 1e6) / gets;
  };
}

function compare(name: string, entities: number, goal: Goal, sides: readonly [Side, Side]) {
  const benchmark: Benchmark = {
    name: `lookup: ${name}, ${entities.toLocaleString('en')} entities`,
    unit: 'ns',
    goal,
    run: ({ quick }) => {
      const asked = askFor(entities);
      const [ours, stock] = sides;
      return interleave({
        rounds: quick ? 3 : 25,
        warmups: 5,
        ours: roundsOf(ours, asked),
        stock: roundsOf(stock, asked),
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
  compare('by row, beside a Map by number', 1_000, likeMap, [oursByRow, mapByNumber]),
  compare('by row, beside MapSchema by key', 1_000, half, [oursByRow, mapSchema]),
];
