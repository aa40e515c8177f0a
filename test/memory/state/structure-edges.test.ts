/**
 * What a game may do to structures at their edges: elements that come back, full tables, values
 * that columns narrow, and handles of what is gone.
 */
import '../../../src/schema/server-only.ts';
import { Callbacks, type Decoder, Reflection, schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import type { StateOf } from '../../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../../src/replication/state-encoder.ts';
import { compilePlan } from '../../../src/schema/compile-plan.ts';
import { encodeHandshake } from '../../../src/schema/handshake.ts';

const Hull = schema({ iron: t.uint8().default(5) }, 'Hull');
const Ship = schema({ name: t.string(), hull: t.ref(Hull), spare: t.ref(Hull).optional() }, 'Ship');
const State = schema(
  {
    ships: t.array(Ship),
    fleet: t.map(Ship),
    flagship: t.ref(Ship),
    shares: t.set('float32'),
    path: t.array('float32'),
    scores: t.map('uint8'),
  },
  'State',
);

function createRoom() {
  const plan = compilePlan(State, undefined, {
    ...{ clients: 1, ships: 2, fleet: 2, shares: 4, path: 3, scores: 4 },
    ...{ 'ships.name': 8, 'fleet.name': 8, 'flagship.name': 8 },
  });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  const encoder = new StateEncoder(plan, memory.root);
  const at = memory.layout.outRingOffset + 128;
  const bytes = (end: number) => new Uint8Array(memory.memory, at, end - at).slice();
  const client: Decoder = Reflection.decode(encodeHandshake(State));
  encoder.patch(at);
  client.decode(bytes(encoder.fullState(at)));
  const seen = (listen?: (client: Decoder) => void) => {
    client.decode(bytes(encoder.patch(at)));
    listen?.(client);
    return client.state.toJSON();
  };
  return { state: memory.state as unknown as StateOf<InstanceType<typeof State>>, seen, memory };
}

test('an element that went comes back with its values', () => {
  const { state, seen } = createRoom();
  state.ships.push({ name: 'Argo' }, { name: 'Beagle' });
  const last = state.ships.pop();
  if (last) state.ships.unshift(last);
  expect(seen().ships).toMatchObject([{ name: 'Beagle' }, { name: 'Argo' }]);
});

test('a full array replaces', () => {
  const { state, seen } = createRoom();
  state.ships.push({ name: 'Argo' }, { name: 'Beagle' });
  state.ships.set(0, { name: 'Calypso' });
  state.ships.splice(1, 1, { name: 'Dunbrody', hull: { iron: 9 } });
  expect(seen().ships).toMatchObject([
    { name: 'Calypso' },
    { name: 'Dunbrody', hull: { iron: 9 } },
  ]);
  expect(() => state.ships.splice(0, 1, {}, {})).toThrow(/ships: 2 elements fit and all are there/);
  state.path.push(1, 2, 3);
  expect(state.path.splice(0, 2, 4, 5)).toEqual([1, 2]);
  expect(seen()).toMatchObject({ path: [4, 5, 3], ships: [{}, {}] });
});

test('an entity is copied with what its refs have', () => {
  const { state, seen } = createRoom();
  const argo = state.fleet.add('argo', { name: 'Argo', hull: { iron: 7 }, spare: { iron: 8 } });
  state.flagship = argo;
  expect(seen().flagship).toEqual({ name: 'Argo', hull: { iron: 7 }, spare: { iron: 8 } });
});

test('a target that is refused leaves the one that was there', () => {
  const { state, seen } = createRoom();
  state.flagship = { name: 'Argo', hull: { iron: 7 } } as typeof state.flagship;
  seen();
  const bad = { name: 'Beagle', hull: { iron: 'much' } } as unknown as typeof state.flagship;
  expect(() => {
    state.flagship = bad;
  }).toThrow(/flagship.hull.iron: a number was expected/);
  expect(seen().flagship).toEqual({ name: 'Argo', hull: { iron: 7 } });
});

test('values are found as their columns hold them', () => {
  const { state, seen } = createRoom();
  state.shares.add(0.1).add(0.1);
  expect([state.shares.size, state.shares.has(0.1), state.shares.delete(0.1)]).toEqual([
    1,
    true,
    true,
  ]);
  state.path.push(0.1, 0.2);
  expect([state.path.indexOf(0.2), state.path.includes(0.3)]).toEqual([1, false]);
  expect(seen().path).toEqual([Math.fround(0.1), Math.fround(0.2)]);
});

test('columns of primitives are sent when they are marked', () => {
  const { state, seen } = createRoom();
  state.path.push(1, 2);
  state.scores.set('ada', 1).set('bob', 2);
  seen();
  state.path.columns.value[1] = 7;
  state.path.markDirty(1);
  state.scores.columns.value[0] = 8;
  state.scores.columns.value[1] = 9;
  state.scores.markAllDirty();
  expect(seen()).toMatchObject({ path: [1, 7], scores: { ada: 8, bob: 9 } });
  state.scores.delete('ada');
  expect(seen().scores).toEqual({ bob: 9 });
});

test('what is left of an entity does not reach the one in its row', () => {
  const { state, seen } = createRoom();
  const argo = state.fleet.add('argo', { name: 'Argo' });
  state.fleet.delete(argo);
  state.fleet.add('beagle', { name: 'Beagle' });
  const stale = expect.objectContaining({ code: 'ENTITY_STALE' });
  expect(() => argo.$create('spare', { iron: 1 })).toThrow(stale);
  expect(() => {
    argo.hull = { iron: 1 } as typeof argo.hull;
  }).toThrow(stale);
  expect(seen().fleet).toEqual({ beagle: { name: 'Beagle', hull: { iron: 5 } } });
});

test('clients have a map in the order in which its entities came, whatever their rows', () => {
  const { state, seen } = createRoom();
  state.fleet.add('argo');
  state.fleet.add('beagle');
  state.fleet.delete('argo');
  state.fleet.add('calypso');
  expect(Object.keys(seen().fleet)).toEqual(['beagle', 'calypso']);
});

test('a key that comes back in the tick in which it went stands where it stood', () => {
  const { state, seen } = createRoom();
  const heard: unknown[][] = [];
  state.fleet.add('argo', { name: 'Argo' });
  state.fleet.add('beagle');
  state.scores.set('ada', 1).set('bob', 2);
  seen((client) => {
    Callbacks.get(client).onChange('fleet', (key, ship) => heard.push([key, ship === undefined]));
  });
  for (let round = 0; round < 3; round++) {
    state.fleet.delete('argo');
    expect(state.fleet.has('argo')).toBe(false);
    const again = state.fleet.add('argo', { name: `Argo ${round}` });
    expect([...state.fleet.keys()].sort()).toEqual(['argo', 'beagle']);
    expect(again.hull.iron).toBe(5);
    state.scores.delete('ada');
    state.scores.set('ada', 3 + round);
  }
  expect(Object.entries(seen().fleet)).toMatchObject([
    ['argo', { name: 'Argo 2', hull: { iron: 5 } }],
    ['beagle', { name: '' }],
  ]);
  expect(Object.entries(seen().scores)).toEqual([
    ['ada', 5],
    ['bob', 2],
  ]);
  expect(heard).toEqual([['argo', false]]);
});

test('which rows a map gives does not depend on when patches go out', () => {
  const rowsWith = (patchesEvery: number): number[] => {
    const { state, seen, memory } = createRoom();
    const rows: number[] = [];
    const { fleet, scores } = state;
    for (let turn = 1; turn <= 400; turn++) {
      const [dice, key] = [(turn * 7_919) % 11, String((turn * 104_729) % 5)];
      if (dice < 4) rows.push(Number(fleet.delete(key)), Number(scores.delete(key)));
      else if (!fleet.has(key) && fleet.size < fleet.capacity) rows.push(fleet.add(key).$row);
      if (dice > 7 && scores.size < scores.capacity) scores.set(key, dice);
      if (dice === 10 && turn % 3 === 0) fleet.clear();
      rows.push(...Array.from(fleet, ({ $row }) => $row), ...Array.from(scores.keys(), Number));
      if (turn % 3 === 0) memory.header.tick++;
      if (turn % patchesEvery === 0) {
        const { fleet: ships, scores: points } = seen();
        expect(Object.keys(ships).sort()).toEqual([...fleet.keys()].sort());
        expect(points).toEqual(scores.toJSON());
      }
    }
    return rows;
  };
  const never = rowsWith(1_000);
  for (const every of [1, 2, 3, 5, 7, 30]) expect(rowsWith(every)).toEqual(never);
});

test('a map that is full gives the rows of what went to others', () => {
  const { state, seen } = createRoom();
  for (const key of ['a', 'b', 'c', 'd']) state.scores.set(key, 1);
  seen();
  for (const key of ['a', 'b', 'c']) state.scores.delete(key);
  for (const key of ['e', 'a', 'f']) state.scores.set(key, 2);
  expect(() => state.scores.set('g', 1)).toThrow(/scores: 4 elements fit and all are there/);
  state.scores.delete('a');
  state.scores.set('b', 3);
  expect(seen().scores).toEqual({ b: 3, d: 1, e: 2, f: 2 });
  state.scores.clear();
  state.scores.set('a', 4);
  expect(seen().scores).toEqual({ a: 4 });
});

test('toJSON() is what a client has', () => {
  const { state, seen } = createRoom();
  state.ships.push({ name: 'Argo', spare: { iron: 1 } }, { name: 'Beagle' });
  state.fleet.add('calypso', { name: 'Calypso' });
  state.shares.add(0.5).add(2);
  state.path.push(1, 2, 3);
  state.scores.set('ada', 1);
  expect(seen()).toEqual(state.toJSON());
  expect(JSON.stringify(state.fleet)).toBe('{"calypso":{"name":"Calypso","hull":{"iron":5}}}');
});

test('arrays, maps and sets are asked as Array, Map and Set are', () => {
  const { state } = createRoom();
  const { ships, path, fleet, shares, scores } = state;
  ships.push({ name: 'Argo' }, { name: 'Beagle' });
  path.push(3, 1, 2);
  const [argo, beagle] = ships.slice();
  if (argo === undefined || beagle === undefined) throw new Error('two were pushed');
  expect(ships.find(({ name }) => name === 'Beagle')).toBe(beagle);
  expect(ships.find(({ name }) => name === 'Calypso')).toBeUndefined();
  expect([ships.includes(argo), ships.findIndex(({ name }) => name === 'Beagle')]).toEqual([
    true,
    1,
  ]);
  expect(ships.map(({ name }, index) => name + index)).toEqual(['Argo0', 'Beagle1']);
  expect([path.some((one) => one > 2), path.every((one) => one > 2)]).toEqual([true, false]);
  expect([path.find((one) => one < 3), path.findIndex((one) => one > 9)]).toEqual([1, -1]);
  expect([path.filter((one) => one > 1), path.slice(1)]).toEqual([
    [3, 2],
    [1, 2],
  ]);
  expect(path.move(0, 2).slice()).toEqual([1, 2, 3]);
  expect(path.move(2, 1).slice()).toEqual([1, 3, 2]);
  expect(() => path.move(0, 3)).toThrow(/path\[3\]: it has 3 elements/);
  expect(path.slice()).toEqual([1, 3, 2]);
  expect(path.shuffle({ int: () => 0 }).slice()).toEqual([3, 2, 1]);
  const visited: unknown[] = [];
  path.forEach((value, index) => visited.push([index, value]));
  fleet.add('argo', { name: 'Argo' });
  fleet.forEach(({ name }, key) => visited.push([key, name]));
  scores.set('ada', 1).forEach((value, key) => visited.push([key, value]));
  shares.add(0.5).forEach((value) => visited.push(value));
  expect(visited).toEqual([[0, 3], [1, 2], [2, 1], ['argo', 'Argo'], ['ada', 1], 0.5]);
  expect([...fleet.keys()]).toEqual(['argo']);
  expect([...fleet.entries()]).toEqual([['argo', fleet.get('argo')]]);
  expect([...fleet.values()]).toEqual([fleet.get('argo')]);
});

test('methods, getters and setters of a class are those of its handles', () => {
  const Base = schema({ x: t.float32() }, 'Base');
  class Cart extends Base {
    get speed() {
      return this.x * 2;
    }
    set speed(value: number) {
      this.x = value / 2;
    }
    stop() {
      this.x = 0;
    }
    override toJSON(): never {
      return { speed: this.speed } as never;
    }
  }
  const Carts = schema({ carts: t.map(Cart) }, 'Carts');
  const memory = RoomMemory.create(compilePlan(Carts, undefined, { clients: 1 }), 0);
  memory.initialise();
  const { carts } = memory.state as unknown as StateOf<InstanceType<typeof Carts>>;
  const cart = carts.add('a', { x: 4 });
  cart.speed += 2;
  expect([cart.x, JSON.stringify(carts)]).toEqual([5, '{"a":{"speed":10}}']);
  cart.stop();
  expect(cart.speed).toBe(0);
  expect(() => carts.add('b', { speed: 1 })).toThrow(/carts.speed: there is no such field/);
});
