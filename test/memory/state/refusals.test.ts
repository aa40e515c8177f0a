/**
 * What a game may not do to its state while it runs: each refusal names the field and the option to
 * raise, and leaves every byte of the room as it was.
 */
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { type UsageCode, UsageError } from '../../../src/base/errors.ts';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import type { StateOf } from '../../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../../src/replication/state-encoder.ts';
import { compilePlan } from '../../../src/schema/compile-plan.ts';
import { bytesOf, createRoom, type Room } from '../rooms.ts';

/** Runs what must be refused, and demands that it left no trace. */
function refusal(room: Room, run: () => unknown): UsageError {
  const before = bytesOf(room);
  const error = errorOf(run);
  expect(Buffer.compare(bytesOf(room), before)).toBe(0);
  return error;
}

function errorOf(run: () => unknown): UsageError {
  try {
    run();
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a key', () => {
  const what = 'is no key: it must be a string, not empty, valid Unicode';
  const cases: readonly (readonly [why: string, key: unknown, text: string])[] = [
    ['empty', '', `units: "" ${what}`],
    ['a lone high surrogate', 'a\ud83d', `units: "a\\ud83d" ${what}`],
    ['a lone low surrogate', '\ude80a', `units: "\\ude80a" ${what}`],
    ['a number', 7, `units: number ${what}`],
    ['a bigint', 7n, `units: bigint ${what}`],
    ['a symbol', Symbol('key'), `units: symbol ${what}`],
    ['undefined', undefined, `units: undefined ${what}`],
    ['an object', Object.create(null), `units: object ${what}`],
  ];

  test.for(cases)('%s', ([, key, text]) => {
    const room = createRoom();
    room.units.add('a');
    expect(refusal(room, () => room.units.add(key as string))).toMatchObject({
      code: 'KEY_INVALID',
      message: text,
    });
    expect(room.units.get(key as string)).toBeUndefined();
  });

  test('too long, counted in bytes of UTF-8', () => {
    const room = createRoom({ 'units:key': 8 });
    room.units.add('x'.repeat(8));
    room.units.add('日本ab');
    for (const key of ['x'.repeat(9), '日本éa', '🚀🚀a']) {
      expect(refusal(room, () => room.units.add(key))).toMatchObject({
        code: 'KEY_INVALID',
        message: "units: a key of 9 bytes where 8 fit; raise capacity['units:key']",
      });
    }
  });

  test('that is there already', () => {
    const room = createRoom();
    room.units.add('a');
    expect(refusal(room, () => room.units.add('a', { hp: 3 }))).toMatchObject({
      code: 'KEY_EXISTS',
      message: "units: 'a' is there already; get() or delete() it",
    });
  });
});

test('one entity more than fit', () => {
  const room = createRoom({ units: 2 });
  room.units.add('a');
  room.units.add('b');
  expect(refusal(room, () => room.units.add('c'))).toMatchObject({
    code: 'TABLE_FULL',
    message: "units: 2 elements fit and all are there; raise capacity['units']",
  });
  room.units.delete('a');
  room.units.add('c');
});

describe('a string', () => {
  test('too long, counted in bytes of UTF-8', () => {
    const room = createRoom({ title: 4, 'units.name': 5 });
    room.state.title = 'éé';
    const unit = room.units.add('a', { name: '日ab' });
    expect(refusal(room, () => Object.assign(room.state, { title: 'éé!' }))).toMatchObject({
      code: 'STRING_TOO_LONG',
      message: "title: 5 bytes of UTF-8 where 4 fit; raise capacity['title'] or shorten the text",
    });
    expect(refusal(room, () => Object.assign(unit, { name: '日本' })).message).toMatch(
      /^units\.name: 6 bytes of UTF-8 where 5 fit; raise capacity\['units\.name'\]/,
    );
    expect([room.state.title, unit.name]).toEqual(['éé', '日ab']);
  });

  test.for([undefined, null, 7, 7n, Symbol('text'), Object.create(null)])('%s', (value) => {
    const room = createRoom();
    const unit = room.units.add('a');
    expect(refusal(room, () => Object.assign(unit, { name: value }))).toMatchObject({
      code: 'VALUE_INVALID',
      message: `units.name: a string was expected, not ${typeof value}`,
    });
  });
});

test.for<readonly [given: object, code: UsageCode, text: string]>([
  [{ hp: 3, name: 'x'.repeat(65) }, 'STRING_TOO_LONG', 'units.name: 65 bytes'],
  [{ hp: 3, name: 7 }, 'VALUE_INVALID', 'units.name: a string was expected'],
  [{ hp: 3, armour: 7 }, 'VALUE_INVALID', 'units.armour: there is no such field'],
])('an entity with a wrong field is not added: %o', ([given, code, text]) => {
  const room = createRoom({ units: 2 });
  const encoder = new StateEncoder(room.memory.layout.plan, room.memory.root);
  const at = room.memory.layout.outRingOffset + 128;
  room.units.add('a');
  encoder.patch(at);
  for (let i = 0; i < 5; i++) {
    const error = errorOf(() => room.units.add('b', given));
    expect(error).toMatchObject({ code, message: expect.stringContaining(text) });
    expect([room.units.size, room.units.get('b')]).toEqual([1, undefined]);
    expect(encoder.patch(at)).toBe(at);
  }
  expect(room.units.add('b').hp).toBe(100);
});

test('a bigint where a number belongs, and the reverse, leave the field as it was', () => {
  const room = createRoom();
  const unit = room.units.add('a', { hp: 1, id: 2n });
  const before = bytesOf(room);
  for (const wrong of [{ hp: 3n }, { x: 3n }, { id: 3 }]) {
    expect(() => Object.assign(unit, wrong)).toThrow(TypeError);
  }
  expect(Buffer.compare(bytesOf(room), before)).toBe(0);
});

describe('an entity of another class', () => {
  const Base = schema({ x: t.float32(), tags: t.array('uint8') }, 'Base');
  const Sub = Base.extend({ y: t.float32() }, 'Sub');
  const State = schema(
    { bases: t.map(Base), subs: t.map(Sub), list: t.array(Base), one: t.ref(Base) },
    'State',
  );
  const plan = compilePlan(State, undefined, { clients: 1 });
  const memory = RoomMemory.create(plan, 0);
  memory.initialise();
  const state = memory.state as unknown as StateOf<InstanceType<typeof State>>;
  const sub = state.subs.add('a', { x: 1, y: 2 });
  const text = 'a Base belongs there, and a Sub was given';

  test.for(['a handle', 'an instance'])('%s: refused, and not cut to fit', (what) => {
    const given = (what === 'a handle' ? sub : new Sub()) as typeof sub;
    expect(errorOf(() => state.bases.add('a', given)).message).toContain(`bases: ${text}`);
    expect(errorOf(() => state.list.push(given)).message).toContain(`list: ${text}`);
    const assign = () => {
      state.one = given;
    };
    expect(errorOf(assign).message).toContain(`one: ${text}`);
    expect([state.bases.size, state.list.length, state.one.x]).toEqual([0, 0, 0]);
  });

  test('its own class is copied, but not with elements, which would be lost', () => {
    const first = state.bases.add('first', { x: 3 });
    expect(state.bases.add('copy', first).x).toBe(3);
    first.tags.push(1);
    expect(errorOf(() => state.bases.add('more', first))).toMatchObject({
      code: 'VALUE_INVALID',
      message: expect.stringMatching(/^bases\.tags: elements are not copied/),
    });
    const named = { tags: [1] } as object;
    expect(errorOf(() => state.bases.add('more', named)).message).toContain('bases.tags:');
    expect(state.bases.has('more')).toBe(false);
  });
});
