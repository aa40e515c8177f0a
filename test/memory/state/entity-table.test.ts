/**
 * EntityTable against a Map: random adds, deletions and lookups in small tables, by several workers
 * in turns, also while loops are under way; and what a handle is worth after its entity is gone.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { StateEncoder } from '../../../src/replication/state-encoder.ts';
import { fuzzRuns } from '../../base/fuzz-runs.ts';
import { createRoom, type Room, type UnitHandle, viewOf } from '../rooms.ts';

interface Step {
  readonly do: 'add' | 'delete' | 'deleteHandle' | 'get' | 'loop' | 'clear';
  readonly key: number;
  /** What a loop does at each of its entities. */
  readonly inLoop: readonly ('nothing' | 'deleteThis' | 'deleteNext' | 'nest' | 'break')[];
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(
    { weight: 1, arbitrary: fc.constant<Step['do']>('clear') },
    { weight: 9, arbitrary: fc.constant<Step['do']>('add') },
    {
      weight: 10,
      arbitrary: fc.constantFrom<Step['do'][]>('delete', 'deleteHandle', 'get', 'loop'),
    },
  ),
  key: fc.nat(11),
  inLoop: fc.array(
    fc.constantFrom<Step['inLoop'][number][]>(
      ...(['nothing', 'deleteThis', 'deleteNext', 'nest', 'break'] as const),
    ),
    { minLength: 1, maxLength: 4 },
  ),
});
const steps = fc.array(step, { maxLength: 150, size: 'max' });
const { numRuns, timeout } = fuzzRuns(200);
const sizes = fc.constantFrom(1, 2, 3, 7, 8, 33);

describe('against a Map', () => {
  test.for([1, 2])('with %i workers in turns', { timeout }, (workers) => {
    const property = fc.property(sizes, steps, (capacity, all) => {
      const room = createRoom({ units: capacity });
      const views = workers === 1 ? [room] : [room, viewOf(room)];
      const model = new Map<string, number>();
      all.forEach((one, i) => {
        apply(views[i % workers], model, one, i, capacity);
        for (const view of views) demandSame(view, model);
      });
    });
    fc.assert(property, { numRuns });
  });

  function apply({ units }: Room, model: Map<string, number>, one: Step, i: number, most: number) {
    const key = `key-${one.key}`;
    if (one.do === 'add') {
      const refusal = model.has(key) ? 'KEY_EXISTS' : model.size === most && 'TABLE_FULL';
      if (refusal) {
        expect(() => units.add(key)).toThrow(expect.objectContaining({ code: refusal }));
      } else {
        units.add(key, { hp: i });
        model.set(key, i);
      }
    } else if (one.do === 'get') {
      expect(units.get(key)?.hp).toBe(model.get(key));
    } else if (one.do === 'clear') {
      units.clear();
      model.clear();
    } else if (one.do === 'loop') loop(units, model, one.inLoop, 0);
    else {
      const known = units.get(key);
      const wasThere = units.delete(one.do === 'delete' || !known ? key : known);
      expect(wasThere).toBe(model.delete(key));
    }
  }

  /** Every entity that is there throughout is visited once; one that is deleted ahead, never. */
  function loop(
    units: Room['units'],
    model: Map<string, number>,
    doings: Step['inLoop'],
    depth: number,
  ): void {
    const unvisited = new Set(model.keys());
    let i = 0;
    for (const unit of units) {
      const key = units.keyOf(unit);
      expect(unvisited.delete(key)).toBe(true);
      expect(unit.hp).toBe(model.get(key));
      const doing = doings[i++ % doings.length];
      if (doing === 'break') return;
      if (doing === 'nest' && depth < 2) loop(units, model, doings.toReversed(), depth + 1);
      const victim = doing === 'deleteThis' ? key : [...unvisited][0];
      if (doing.startsWith('delete') && victim !== undefined) {
        expect(units.delete(victim)).toBe(model.delete(victim));
      }
      for (const left of unvisited) if (!model.has(left)) unvisited.delete(left);
    }
    expect([...unvisited]).toEqual([]);
  }

  function demandSame({ units }: Room, model: Map<string, number>): void {
    expect(units.size).toBe(model.size);
    const seen = new Map([...units].map((unit) => [units.keyOf(unit), unit.hp]));
    expect(seen).toEqual(model);
    for (const [key, hp] of model) expect(units.get(key)?.hp).toBe(hp);
  }
});

describe('a handle', () => {
  test('is the same object while its entity is there', () => {
    const { units } = createRoom();
    const unit = units.add('a');
    expect(units.get('a')).toBe(unit);
    expect(units.at(unit.$row)).toBe(unit);
    expect([...units]).toEqual([unit]);
    expect(units.keyOf(unit)).toBe('a');
  });

  test('of a deleted entity is void, also when its row is used again', () => {
    const { units } = createRoom();
    const stale = units.add('a');
    units.delete(stale);
    for (const isReused of [false, true]) {
      if (isReused) expect(units.add('a').$row).toBe(stale.$row);
      expect(units.has(stale)).toBe(false);
      expect(units.delete(stale)).toBe(false);
      expect(() => units.keyOf(stale)).toThrow(
        expect.objectContaining({
          code: 'ENTITY_STALE',
          message: "units: that entity was deleted, or is another map's",
        }),
      );
    }
    expect(units.get('a')).not.toBe(stale);
    expect(units.size).toBe(1);
  });

  test("of another map is not this map's, though row and generation are the same", () => {
    const { state, units } = createRoom();
    const unit = units.add('a');
    const shot = state.shots.add('b') as unknown as UnitHandle;
    expect([shot.$row, shot.$generation]).toEqual([unit.$row, unit.$generation]);
    expect(units.has(shot)).toBe(false);
    expect(units.delete(shot)).toBe(false);
    expect(() => units.keyOf(shot)).toThrow('another map');
    expect(units.size).toBe(1);
  });

  test('written to after its entity is gone changes nothing that clients see', () => {
    const room = createRoom();
    const encoder = new StateEncoder(room.memory.layout.plan, room.memory.root);
    const at = room.memory.layout.outRingOffset + 128;
    const patch = () => encoder.patch(at) - at;
    const { units } = room;
    const stale = units.add('a');
    units.add('b');
    patch();
    units.delete(stale);
    patch();
    stale.hp = 5;
    stale.name = 'ghost';
    units.markDirty(stale.$row);
    expect(patch()).toBe(0);
  });

  test('given to add() is copied by its fields', () => {
    const { units } = createRoom();
    const original = units.add('a', { hp: 7, name: 'original', isAlive: false, owner: 'me' });
    const copy = units.add('b', original);
    expect([copy.hp, copy.name, copy.isAlive, copy.owner]).toEqual([7, 'original', false, 'me']);
    expect(copy.$row).not.toBe(original.$row);
    copy.hp = 8;
    expect([original.hp, units.get('b')?.hp]).toEqual([7, 8]);
  });
});

test('a loop that has ended stays ended, and its iterator is used again', () => {
  const { units } = createRoom();
  units.add('a');
  const iterator = units[Symbol.iterator]();
  expect(iterator.next().done).toBe(false);
  for (let i = 0; i < 3; i++) {
    expect(iterator.next()).toMatchObject({ value: undefined, done: true });
  }
  expect(units[Symbol.iterator]()).toBe(iterator);
});

test('what add() is not given starts as the default, also in a row that was used', () => {
  const { units } = createRoom({ units: 1 });
  const fields = { hp: 1, x: 2, id: 3n, name: '4', isAlive: false, heading: 1, owner: 'six' };
  for (let i = 0; i < 3; i++) {
    const unit = units.add('a', { x: 0.5, name: undefined });
    expect([unit.hp, unit.x, unit.id, unit.name]).toEqual([100, 0.5, 0n, 'unit']);
    expect([unit.isAlive, unit.heading, unit.owner]).toEqual([true, 0, '']);
    Object.assign(unit, fields);
    units.delete(unit);
  }
});

test('setters narrow values as the wire does', () => {
  const { state, units } = createRoom();
  const unit = units.add('a');
  unit.hp = 65_537.9;
  unit.x = 0.1;
  unit.id = -1n;
  unit.heading = Math.PI * 3;
  state.round = -1;
  expect([unit.hp, unit.x, unit.id, state.round]).toEqual([
    1,
    Math.fround(0.1),
    2n ** 64n - 1n,
    65535,
  ]);
  expect(unit.heading).toBe(Math.PI);
});
