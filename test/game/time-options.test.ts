/** What `defineGame` says of inputs, timers, sub-steps, seeds and the past. */
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { defineGame } from '../../src/game/define-game.ts';
import type { GameSpec } from '../../src/game/game-spec.ts';
import { stampsOf } from '../../src/schema/time-plan.ts';
import { Move, State } from './typed-game.ts';

/** For what the types refuse already. */
function refusal(spec: object): string {
  try {
    defineGame({ state: State, ...spec } as GameSpec<unknown, unknown>);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

const boom = () => {};

describe('refused, with the option named', () => {
  test.for([
    [{ input: null }, 'input: null'],
    [{ timers: null }, 'timers: null'],
    [{ input: 7 }, 'input: not a class'],
    [{ input: {} }, "input.type: the input's class is missing"],
    [{ input: { type: Move, bufferSize: 4 } }, 'input.bufferSize: no such option'],
    [{ input: { type: Move, bufferMaxSize: 0 } }, 'input.bufferMaxSize: 0 is not'],
    [{ input: { type: Move, bufferMaxSize: 2_000 } }, 'input.bufferMaxSize: 2000 is not'],
    [{ input: { type: Move, idle: 3 } }, 'input.idle'],
    [{ input: { type: Move, idle: { jump: true } } }, 'input.idle.jump: the input has no such'],
    [{ input: { type: Move, sanitize: { spin: [0, 1] } } }, 'input.sanitize.spin: the input has'],
    [{ input: { type: Move, sanitize: { turn: [1, -1] } } }, 'input.sanitize.turn: [min, max]'],
    [{ input: { type: Move, sanitize: { turn: 1 } } }, 'input.sanitize.turn: [min, max]'],
    [{ subSteps: 0 }, 'subSteps: 0'],
    [{ subSteps: 1.5 }, 'subSteps: 1.5'],
    [{ seed: -1 }, 'seed: -1'],
    [{ seed: 2 ** 32 }, 'seed: 4294967296'],
    [{ timers: { boom: 3 } }, "timers['boom']: a function was expected"],
    [{ timers: { async boom() {} } }, "timers['boom']: must not be async"],
    [{ timers: { boom }, capacity: { timers: 0 } }, 'capacity.timers: 0'],
    [{ capacity: { timers: 8 } }, "capacity['timers']: no such option"],
    [{ rewind: {} }, 'rewind: clients stamp their inputs'],
    [{ input: Move, rewind: 300 }, 'rewind: an object was expected'],
    [{ input: Move, rewind: { ms: 300 } }, 'rewind.ms: no such option'],
    [{ input: Move, rewind: { maxMs: 0 } }, 'rewind.maxMs: 0'],
    [{ input: Move, rewind: { maxMs: 9_000 } }, 'rewind.maxMs: 9000'],
    [{ input: Move, rewind: { maps: ['boats'] } }, "rewind.maps: there is no 'boats'"],
    [
      { input: Move, rewind: { maps: [], reckon: ['ships'] } },
      "rewind.reckon: there is no 'ships'",
    ],
    [
      { input: Move, rewind: { interpolate: { 'ships.y': 'step' } } },
      "rewind.interpolate: there is no 'ships.y'",
    ],
    [
      { input: Move, rewind: { interpolate: { 'ships.id': 'linear' } } },
      "rewind.interpolate['ships.id']: a bigint64 has nothing between",
    ],
  ] as const)('%o', ([spec, text]) => expect(refusal(spec)).toContain(text));

  test('a map and a table of timers of one name', () => {
    const Named = schema({ timers: t.map(schema({ x: t.uint8() }, 'Entry')) }, 'Named');
    expect(defineGame({ state: Named, capacity: { timers: 3 } }).plan.tables[0].capacity).toBe(3);
    expect(refusal({ state: Named, timers: { boom } })).toContain('timers: the state has a map');
  });
});

test('what is said goes into the plan', () => {
  const game = defineGame({
    ...{ state: State, tickRate: 60, patchRate: 20, subSteps: 3, seed: 9 },
    input: { type: Move, bufferMaxSize: 4 },
    timers: { boom, wave: boom },
    capacity: { timers: 7 },
    rewind: { maxMs: 300, reckon: ['ships'], interpolate: { 'ships.heading': 'step' } },
  });
  const { time, input } = game.plan;
  expect(time).toMatchObject({ tickRate: 60, inputBacklog: 4, timers: 7 });
  // 300 ms are 6 patches of 50, and 4 more.
  expect(time?.rewind).toMatchObject({ maxMs: 300, samples: 10 });
  expect(time?.rewind?.tables[0]).toMatchObject({ table: 0, isReckoned: true });
  expect(stampsOf(game.plan)).toEqual({ render: false, reckon: true });
  expect([game.subSteps, game.seed, [...game.timerPlaces.keys()]]).toEqual([
    3,
    9,
    ['boom', 'wave'],
  ]);
  expect(input?.fields.map(({ name }) => name)).toEqual(['turn', 'fire']);
  const plain = defineGame({ state: State, input: Move });
  expect(plain.plan.time).toMatchObject({ timers: 0, inputBacklog: 32, rewind: undefined });
  expect(stampsOf(plain.plan)).toBeUndefined();
});
