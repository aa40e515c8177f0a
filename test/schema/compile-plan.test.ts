/**
 * What an author may not write in a state, and what the refusal says: the field's path, what it is
 * and what to use instead; and what a plan holds of what is allowed.
 */
import '../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { clientsLimit, rowsLimit, stringBytesLimit } from '../../src/base/limits.ts';
import type { CapacityValues } from '../../src/schema/capacity.ts';
import { compilePlan } from '../../src/schema/compile-plan.ts';
import type { SchemaClass } from '../../src/schema/schema-class.ts';

const Ship = schema({ x: t.float32(), name: t.string() }, 'Ship');
class Cruiser extends Ship {}
class Plain {}

function refusal(stateClass: unknown, capacity: CapacityValues = {}, input?: unknown): UsageError {
  try {
    compilePlan(stateClass as SchemaClass, input as SchemaClass | undefined, capacity);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

/** A state with one field beside an ordinary one. */
const stateWith = (field: unknown): unknown =>
  schema({ round: t.uint8(), field } as { round: ReturnType<typeof t.uint8> }, 'State');
/** A state with a map of entities with that field. */
const entityWith = (field: unknown): unknown =>
  schema({ units: t.map(stateWith(field) as typeof Ship) }, 'State');

describe('fields that cannot lie in shared memory', () => {
  const shapes: readonly (readonly [what: string, make: () => unknown])[] = [
    ['t.ref(Ship)', () => t.ref(Ship)],
    ['t.array(Ship)', () => t.array(Ship)],
    ['t.array("string")', () => t.array('string')],
    ['t.set(Ship)', () => t.set(Ship)],
    ['t.collection(Ship)', () => t.collection(Ship)],
    ['t.map("string")', () => t.map('string')],
    ['.stream()', () => t.stream(Ship)],
    ['.stream()', () => t.map(Ship).stream()],
    ['.view()', () => t.uint8().view()],
    ['.optional()', () => t.uint8().optional()],
    ['.optional()', () => t.uint8().optional().noSync()],
    ['.deprecated()', () => t.uint8().deprecated(false)],
    ['.unreliable()', () => t.uint8().unreliable()],
    ['.patchOnly()', () => t.uint8().patchOnly()],
    ['.fullStateOnly()', () => t.uint8().fullStateOnly()],
    ['t.array("string")', () => t.array('string').noSync()],
    ['t.ref(Plain)', () => t.ref(Plain).noSync()],
  ];

  test.for(shapes)('%s at the root', ([what, make]) => {
    const error = refusal(stateWith(make()));
    expect(error.code).toBe('STATE_UNSUPPORTED');
    expect(error.message).toMatch(/^field: .* cannot be held in shared memory; use ./);
    expect(error.message).toContain(`field: ${what} `);
  });

  test.for(shapes)('%s in an entity', ([what, make]) => {
    const error = refusal(entityWith(make()));
    expect(error.code).toBe('STATE_UNSUPPORTED');
    expect(error.message).toContain(`units.field: ${what} `);
  });

  test('a map in an entity, which may only stand at the root', () => {
    expect(refusal(entityWith(t.map(Ship))).message).toBe(
      'units.field: t.map(Ship) cannot be held in shared memory;' +
        ' use a primitive, t.quantized, t.angle, or t.map(Entity) at the root',
    );
  });

  test('a server-only map', () => {
    expect(refusal(stateWith(t.map(Ship).noSync())).message).toBe(
      'field: a server-only map cannot be held in shared memory;' +
        ' use a synced map whose fields are .noSync()',
    );
  });

  test('a map named clients, whose rows would be the seats', () => {
    const State = schema({ clients: t.map(Ship) }, 'State');
    expect(refusal(State).message).toMatch(/^clients: the reserved name clients/);
  });

  test('a map that is not empty from the start', () => {
    const filled = new (schema({ ships: t.map(Ship) }, 'Filled'))().ships;
    filled.set('a', new Ship());
    expect(refusal(stateWith(t.map(Ship).default(filled))).message).toMatch(
      /^field: a map with entries as its default .* use onCreate/,
    );
  });
});

describe('classes that are no state', () => {
  test.for([undefined, null, 1, 'State', {}, Plain, () => Ship])('%s', (value) => {
    expect(refusal(value).message).toBe('state: not a class made by schema({...})');
    if (value === undefined || value === null) return;
    expect(refusal(Ship, {}, value).message).toBe('input: not a class made by schema({...})');
  });

  test('one that inherits, however', () => {
    const Extended = Ship.extend({ y: t.float32() }, 'Extended');
    for (const Child of [Cruiser, Extended]) {
      expect(refusal(Child).message).toMatch(/^state: inheritance \(from Ship\) .* one class/);
      const State = schema({ ships: t.map(Child as typeof Ship) }, 'State');
      expect(refusal(State).message).toMatch(/^ships: inheritance \(from Ship\)/);
      expect(refusal(Ship, {}, Child).message).toMatch(/^input: inheritance \(from Ship\)/);
    }
  });

  test('one with methods', () => {
    const Turret = schema({ heat: t.uint8(), fire() {} }, 'Turret');
    expect(refusal(Turret).message).toMatch(/^state: the method fire\(\) .* a function that takes/);
    const State = schema({ turrets: t.map(Turret as unknown as typeof Ship) }, 'State');
    expect(refusal(State).message).toMatch(/^turrets: the method fire\(\)/);
  });

  test('an input with a field of the server', () => {
    const Input = schema({ thrust: t.int8(), secret: t.int8().noSync() }, 'Input');
    expect(refusal(Ship, {}, Input).message).toMatch(/^input\.secret: a \.noSync\(\) input/);
  });

  test.for(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'toJSON', '$row', '$block'])(
    'one with a field or a map named %s',
    (name) => {
      const expected = `${name}: the reserved name ${name} `;
      expect(refusal(schema({ [name]: t.uint8() }, 'State')).message).toContain(expected);
      expect(refusal(schema({ [name]: t.map(Ship) }, 'State')).message).toContain(expected);
    },
  );
});

describe('capacity', () => {
  const State = schema({ title: t.string(), ships: t.map(Ship) }, 'State');

  test('a typo is refused with the options that there are', () => {
    const error = refusal(State, { shps: 3 });
    expect(error.code).toBe('CAPACITY_INVALID');
    expect(error.message).toBe(
      "capacity['shps']: no such option; there are clients, title, ships, ships:key, ships.name",
    );
    expect(refusal(State, { 'ships.nme': 3 }).message).toContain("capacity['ships.nme']: no such");
    // A number has no bytes to choose.
    expect(refusal(State, { 'ships.x': 3 }).message).toContain("capacity['ships.x']: no such");
  });

  test.for([
    ['clients', clientsLimit],
    ['ships', rowsLimit],
    ['ships:key', stringBytesLimit],
    ['ships.name', stringBytesLimit],
    ['title', stringBytesLimit],
  ] as const)('%s must be a whole number from 1 to %i', ([name, limit]) => {
    for (const value of [0, -1, 1.5, Number.NaN, limit + 1, '3' as unknown as number]) {
      expect(refusal(State, { [name]: value })).toMatchObject({
        code: 'CAPACITY_INVALID',
        message: `capacity['${name}']: ${value} is not a whole number from 1 to ${limit}`,
      });
    }
    for (const value of [1, limit]) compilePlan(State, undefined, { [name]: value });
  });
});

describe('defaults', () => {
  test('of another type, or too long, are refused', () => {
    expect(refusal(stateWith(t.uint8().default('x' as never))).message).toBe(
      'field: its default is a string, its type uint8 wants a number',
    );
    expect(refusal(entityWith(t.bigint64().default(1 as never))).message).toBe(
      'units.field: its default is a number, its type bigint64 wants a bigint',
    );
    expect(refusal(entityWith(t.string().default('é'.repeat(33))))).toMatchObject({
      code: 'STRING_TOO_LONG',
      message: "units.field: its default has more than 64 bytes; raise capacity['units.field']",
    });
  });

  test('stand in the plan, a factory as what it makes', () => {
    const State = schema(
      {
        given: t.uint8().default(7),
        made: t.string().default(() => 'made'),
        none: t.bigint64(),
        bearing: t.quantized({ min: 3, max: 4 }),
        hidden: t.float64().default(0.5).noSync(),
      },
      'State',
    );
    const { fields } = compilePlan(State, undefined, {}).root;
    const told = fields.map(({ name, index, defaultValue }) => [name, index, defaultValue]);
    expect(told).toEqual([
      ['given', 0, 7],
      ['made', 1, 'made'],
      ['none', 2, 0n],
      ['bearing', 3, 3],
      ['hidden', -1, 0.5],
    ]);
    expect(new State().hidden).toBe(0.5);
  });
});

test('63 synced fields fit, however many stay on the server', () => {
  const fields = Object.fromEntries(
    Array.from({ length: 80 }, (_, i) => [`f${i}`, i < 63 ? t.uint8() : t.uint8().noSync()]),
  );
  expect(compilePlan(schema(fields, 'Wide'), undefined, {}).root.fields).toHaveLength(80);
});
