/**
 * What the checksum of a state tells apart, and what not. That a server and its clients come to the
 * same sum is demanded after every patch of the oracles (scenario.ts, tree-play.ts).
 */
import '../../src/schema/server-only.ts';
import { type Decoder, Reflection, schema, t } from '@colyseus/schema';
import { beforeEach, describe, expect, test } from 'vitest';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import { Workers } from './workers.ts';

const Item = schema({ name: t.string(), level: t.uint8() }, 'Item');
const Owner = schema(
  {
    x: t.float32(),
    items: t.map(Item),
    path: t.array('uint16'),
    home: t.ref(Item),
    guest: t.ref(Item).optional(),
    hidden: t.uint8().noSync(),
  },
  'Owner',
);
const State = schema(
  {
    ...{ on: t.boolean(), i8: t.int8(), u8: t.uint8(), i16: t.int16(), u16: t.uint16() },
    ...{ i32: t.int32(), u32: t.uint32(), i64: t.int64(), u64: t.uint64() },
    ...{ b64: t.bigint64(), bu64: t.biguint64(), f32: t.float32(), f64: t.float64() },
    ...{ any: t.number(), text: t.string(), turn: t.angle() },
    ...{ part: t.quantized({ min: -1, max: 1, bits: 16 }), rank: t.uint8().optional() },
    ...{ owners: t.map(Owner), row: t.array(Item), tags: t.set('string'), bag: t.set(Item) },
    ...{ old: t.uint8().deprecated(false), secret: t.string().noSync() },
  },
  'State',
);
type State = StateOf<InstanceType<typeof State>>;

const plan = compilePlan(State, undefined, { clients: 1, owners: 8, 'owners.items': 4 });

/** A room's memory, and a client that is told of it when asked. */
class Pair {
  readonly workers = new Workers(plan, 1);
  readonly decoder: Decoder = Reflection.decode(encodeHandshake(State));

  constructor() {
    this.workers.patch();
    this.decoder.decode(this.workers.fullState());
  }

  get state(): State {
    return this.workers.all[0]?.memory.state as unknown as State;
  }

  /** The server's sum, which the client has as well once it has heard. */
  sum(): number {
    const patch = this.workers.patch();
    if (patch.length > 0) this.decoder.decode(patch);
    const sum = this.workers.checksum();
    expect(decodedChecksum(this.decoder.state)).toBe(sum);
    return sum;
  }
}

let pair: Pair;
let state: State;
beforeEach(() => {
  pair = new Pair();
  state = pair.state;
});

describe('a change changes the sum', () => {
  const values: [string, Partial<State>][] = [
    ['boolean', { on: true }],
    ['int8', { i8: -1 }],
    ['uint8', { u8: 255 }],
    ['int16', { i16: -300 }],
    ['uint16', { u16: 65_535 }],
    ['int32', { i32: -70_000 }],
    ['uint32', { u32: 2 ** 32 - 1 }],
    ['int64', { i64: -(2 ** 40) }],
    ['uint64', { u64: 2 ** 50 }],
    ['bigint64', { b64: -(2n ** 60n) }],
    ['biguint64', { bu64: 2n ** 63n }],
    ['float32', { f32: 0.1 }],
    ['float64', { f64: 0.1 }],
    ['number', { any: 1 / 3 }],
    ['string', { text: 'ü' }],
    ['angle', { turn: 3 }],
    ['quantized', { part: 0.5 }],
    ['optional, with the value of nothing', { rank: 0 }],
  ];
  test.each(values)('%s', (_name, value) => {
    const before = pair.sum();
    Object.assign(state, value);
    expect(pair.sum()).not.toBe(before);
  });

  const additions: [string, (state: State) => void][] = [
    ['map', (state) => void state.owners.add('a')],
    ['array', (state) => void state.row.push({})],
    ['set', (state) => void state.tags.add('')],
    ['set of entities', (state) => void state.bag.add({})],
  ];
  test.each(additions)('%s', (_name, add) => {
    const before = pair.sum();
    add(state);
    expect(pair.sum()).not.toBe(before);
  });

  test('the same value elsewhere is another state', () => {
    const sums = (['i8', 'u8', 'i16', 'u16', 'i32', 'u32', 'i64', 'any'] as const).map((name) => {
      const other = new Pair();
      other.state[name] = 7;
      return other.sum();
    });
    expect(new Set(sums).size).toBe(sums.length);
  });

  test('in an entity, in what it owns, and under another key', () => {
    const sums = [pair.sum()];
    const owner = state.owners.add('a', { x: 1 });
    sums.push(pair.sum());
    owner.items.add('sword', { level: 1 });
    sums.push(pair.sum());
    owner.home.level = 1;
    sums.push(pair.sum());
    owner.$create('guest', {});
    sums.push(pair.sum());
    owner.path.push(0);
    sums.push(pair.sum());
    owner.path.push(0);
    sums.push(pair.sum());
    const twin = state.owners.add('b', { x: 1 });
    twin.items.add('sword', { level: 1 });
    sums.push(pair.sum());
    state.owners.delete('a');
    sums.push(pair.sum());
    expect(new Set(sums).size).toBe(sums.length);
  });

  test('two elements that change places in an array', () => {
    state.row.push({ name: 'a' });
    state.row.push({ name: 'b' });
    const before = pair.sum();
    state.row.swap(0, 1);
    expect(pair.sum()).not.toBe(before);
  });
});

describe('what changes nothing for a client does not change the sum', () => {
  test('a value that is taken back, an entity that goes again', () => {
    const before = pair.sum();
    state.f64 = 5;
    state.rank = 3;
    state.owners.add('a').items.add('b');
    state.tags.add('c');
    state.row.push({});
    expect(pair.sum()).not.toBe(before);
    state.f64 = 0;
    state.rank = undefined;
    state.owners.delete('a');
    state.tags.clear();
    state.row.clear();
    expect(pair.sum()).toBe(before);
  });

  test('the order in which keys and members came', () => {
    const other = new Pair();
    const fill = (state: State, order: readonly number[]) => {
      for (const n of order) {
        state.owners.add(`o${n}`, { x: n });
        state.tags.add(`t${n}`);
        state.bag.add({ level: n });
      }
    };
    fill(state, [1, 2, 3]);
    fill(other.state, [3, 1, 2]);
    expect(pair.sum()).toBe(other.sum());
  });

  test('server-only fields', () => {
    const owner = state.owners.add('a');
    const before = pair.sum();
    owner.hidden = 9;
    state.secret = 'nobody hears of this';
    expect(pair.sum()).toBe(before);
  });

  test('-0, and which NaN it is', () => {
    const before = pair.sum();
    state.f32 = -0;
    state.f64 = -0;
    expect(pair.sum()).toBe(before);
    state.f64 = Number.NaN;
    state.f32 = Number.NaN;
    expect(pair.sum()).not.toBe(before);
  });
});

test('a client that missed something has another sum', () => {
  state.owners.add('a', { x: 1 });
  pair.sum();
  state.owners.get('a')?.path.push(4);
  pair.workers.patch();
  expect(decodedChecksum(pair.decoder.state)).not.toBe(pair.workers.checksum());
});

test('a column that was written without markDirty shows as a difference', () => {
  const owner = state.owners.add('a', { x: 1 });
  pair.sum();
  (state.owners.columns.x as Record<number, number>)[owner.$row] = 2;
  expect(pair.workers.patch()).toHaveLength(0);
  expect(decodedChecksum(pair.decoder.state)).not.toBe(pair.workers.checksum());
});
