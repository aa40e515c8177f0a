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
    ['t.collection(Ship)', () => t.collection(Ship)],
    ['.stream()', () => t.stream(Ship)],
    ['.stream()', () => t.map(Ship).stream()],
    ['.view()', () => t.uint8().view()],
    ['.optional()', () => t.map(Ship).optional()],
    ['.optional()', () => t.array('string').optional()],
    ['.unreliable()', () => t.uint8().unreliable()],
    ['.patchOnly()', () => t.uint8().patchOnly()],
    ['.fullStateOnly()', () => t.uint8().fullStateOnly()],
    ['a server-only t.array("string")', () => t.array('string').noSync()],
    ['a server-only t.ref(Ship)', () => t.ref(Ship).noSync()],
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

  test('a class inside itself', () => {
    const Tree = schema({ leaves: t.uint8(), spare: t.ref(Ship).optional() }, 'Tree');
    const metadata = (Tree as unknown as Record<symbol, Record<number, { type: unknown }>>)[
      (Symbol as unknown as { metadata: symbol }).metadata
    ];
    (metadata[1] as { type: unknown }).type = Tree;
    expect(refusal(schema({ trees: t.map(Tree) }, 'State')).message).toBe(
      'trees.spare: Tree inside itself cannot be held in shared memory;' +
        ' use a map at the root and keys into it',
    );
  });

  test('a ref that starts as nothing', () => {
    const Made = schema({ x: t.uint8(), initialize(_x: number) {} }, 'Made');
    expect(refusal(stateWith(t.ref(Made as unknown as typeof Ship))).message).toMatch(
      /^field: (initialize\(\)|a ref that starts as nothing)/,
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

  test('one that is made by a function', () => {
    const Turret = schema({ heat: t.uint8(), initialize() {} }, 'Turret');
    expect(refusal(Turret).message).toMatch(/^state: initialize\(\) .* defaults, and add\(key,/);
    const State = schema({ turrets: t.map(Turret as unknown as typeof Ship) }, 'State');
    expect(refusal(State).message).toMatch(/^turrets: initialize\(\)/);
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

describe('structures', () => {
  const Item = schema({ name: t.string(), level: t.uint8().default(1) }, 'Item');
  const Ship2 = Ship.extend({ hull: t.uint8().default(3), fix() {} }, 'Ship2');
  const Player = schema(
    {
      items: t.map(Item),
      tags: t.set('string'),
      path: t.array('float32'),
      ship: t.ref(Ship2),
      boost: t.ref(Item).optional(),
      old: t.uint8().deprecated(false),
      score: t.uint32().optional(),
    },
    'Player',
  );
  const State = schema({ players: t.map(Player), board: t.array('uint8') }, 'State');

  test('are listed owners first, with the rows of all owners', () => {
    const plan = compilePlan(State, undefined, {
      ...{ clients: 1, players: 3, 'players.items': 5, board: 9 },
      'players.tags:value': 8,
    });
    const told = plan.blocks.map((block) => [
      block.path,
      block.rows,
      'kind' in block && block.kind,
      block.children.map((child) => child.index),
    ]);
    expect(told).toEqual([
      ['', 1, false, [0, 1]],
      ['players', 4, 'map', [0, 1, 2, 3, 4]],
      ['players.items', 32, 'map', []],
      ['players.tags', 64, 'set', []],
      ['players.path', 64, 'array', []],
      ['players.ship', 4, 'ref', []],
      ['players.boost', 4, 'ref', []],
      ['board', 12, 'array', []],
    ]);
    const [, players, , tags, , ship] = plan.blocks;
    expect(players.fields.map(({ name, index }) => [name, index])).toEqual([['score', 6]]);
    expect(players.fields[0]).toMatchObject({ isOptional: true, defaultValue: undefined });
    expect(tags.fields[0]).toMatchObject({ name: 'value', type: 'string', bytesMax: 8 });
    expect(ship.fields.map(({ name }) => name)).toEqual(['x', 'name', 'hull']);
    expect(Object.keys(ship.methods)).toEqual(['fix']);
  });

  test('have a capacity per owner, and a bound for all owners', () => {
    expect(refusal(State, { players: rowsLimit / 8, 'players.items': 16 })).toMatchObject({
      code: 'CAPACITY_INVALID',
      message: expect.stringMatching(/^capacity\['players\.items'\]: 16 for each of 131072 owners/),
    });
    expect(refusal(State, { 'players.item': 3 }).message).toContain('players.items, ');
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
