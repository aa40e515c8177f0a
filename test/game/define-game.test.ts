/** What `defineGame` and `defineCache` accept, refuse and fill in. */
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/base/errors.ts';
import { tickRateLimit } from '../../src/base/limits.ts';
import { defineCache } from '../../src/game/define-cache.ts';
import { defineGame, isGameDefinition } from '../../src/game/define-game.ts';
import type { GameSpec } from '../../src/game/game-spec.ts';
import { Move, State } from './typed-game.ts';

/** For what the types refuse already. */
function refusal(spec: object): UsageError {
  try {
    defineGame({ state: State, ...spec } as GameSpec<unknown, unknown>);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('options', () => {
  test('that there are not', () => {
    expect(refusal({ tickrate: 20 })).toMatchObject({
      code: 'GAME_INVALID',
      message: expect.stringMatching(/^tickrate: no such option; there are state, input, tickRate/),
    });
  });

  test.for([0, -1, Number.NaN, tickRateLimit + 1, Number.POSITIVE_INFINITY, '20', null])(
    'a tickRate of %s',
    (tickRate) => {
      if (tickRate === null) return expect(defineGame({ state: State }).tickRate).toBe(20);
      expect(refusal({ tickRate }).message).toBe(
        `tickRate: ${tickRate} is not a number above 0 and up to ${tickRateLimit} (per second)`,
      );
    },
  );

  test('a realtimeListing that is neither true nor false; without one it is true', () => {
    expect(defineGame({ state: State }).realtimeListing).toBe(true);
    expect(defineGame({ state: State, realtimeListing: false }).realtimeListing).toBe(false);
    expect(refusal({ realtimeListing: 'no' }).message).toBe(
      'realtimeListing: true or false was expected, not string',
    );
  });

  test('a patchRate above the tickRate', () => {
    expect(refusal({ tickRate: 10, patchRate: 11 }).message).toBe(
      'patchRate: 11 is not a number above 0 and up to 10 (per second)',
    );
  });

  test('what is not a function where one belongs, and what is async', () => {
    const hooks = ['onCreate', 'onJoin', 'onLeave', 'onDispose', 'step'];
    for (const hook of hooks) {
      expect(refusal({ [hook]: 7 }).message).toBe(`${hook}: a function was expected, not number`);
      expect(refusal({ [hook]: async () => {} }).message).toMatch(
        new RegExp(`^${hook}: must not be async`),
      );
    }
    expect(refusal({ messages: { chat: 'hello' } }).message).toBe(
      "messages['chat']: a function was expected, not string",
    );
    expect(refusal({ messages: { chat: async () => {} } }).message).toMatch(/must not be async/);
  });

  test('a state that cannot be held, and a capacity for nothing', () => {
    const Nested = schema({ grid: t.collection('number') }, 'Nested');
    expect(refusal({ state: Nested })).toMatchObject({
      code: 'STATE_UNSUPPORTED',
      message: expect.stringMatching(/^grid: t\.collection\("number"\)/),
    });
    expect(refusal({ capacity: { shps: 1 } })).toMatchObject({
      code: 'CAPACITY_INVALID',
      message: expect.stringContaining("capacity['shps']: no such option"),
    });
  });
});

describe('placement', () => {
  const createLocal = (): object => ({});

  test.for([
    [{ placement: 'here' }, /^placement: 'any' or 'pinned' was expected, not "here"$/],
    [{ placement: true }, /^placement: 'any' or 'pinned' was expected, not true$/],
    [{ createLocal }, /^createLocal: needs placement: 'pinned', because other rooms move/],
    [{ placement: 'any', createLocal }, /^createLocal: needs placement: 'pinned'/],
    [{ placement: 'pinned', disposeLocal() {} }, /^disposeLocal: there is nothing .* createLocal$/],
    [{ placement: 'pinned', createLocal: 7 }, /^createLocal: a function was expected, not number$/],
    [
      { placement: 'pinned', createLocal: async (): Promise<object> => ({}) },
      /^createLocal: must not be async: wait in a top-level await of the game's module$/,
    ],
    [
      { placement: 'pinned', createLocal, disposeLocal: async () => {} },
      /^disposeLocal: must not be async/,
    ],
  ] as const)('%o is refused', ([spec, text]) => {
    expect(refusal(spec)).toMatchObject({
      code: 'GAME_INVALID',
      message: expect.stringMatching(text),
    });
  });

  test('is any worker unless the game says otherwise', () => {
    expect(defineGame({ state: State }).placement).toBe('any');
    expect(defineGame({ state: State, placement: 'any' }).placement).toBe('any');
    expect(defineGame({ state: State, placement: 'pinned' }).placement).toBe('pinned');
    const game = defineGame({ state: State, placement: 'pinned', createLocal, disposeLocal() {} });
    expect(game.placement).toBe('pinned');
  });
});

describe('a definition', () => {
  test('has rates of whole steps', () => {
    const rates = (tickRate?: number, patchRate?: number) => {
      const game = defineGame({ state: State, tickRate, patchRate });
      return [game.tickRate, game.patchRate, game.stepsPerPatch, game.stepMs];
    };
    expect(rates()).toEqual([20, 20, 1, 50]);
    expect(rates(60)).toEqual([60, 20, 3, 1000 / 60]);
    expect(rates(30, 15)).toEqual([30, 15, 2, 1000 / 30]);
    // 7 Hz of 20 is not to be had: every third step.
    expect(rates(20, 7)).toEqual([20, 20 / 3, 3, 50]);
  });

  test('says what it takes', () => {
    const game = defineGame({
      state: State,
      input: Move,
      capacity: { clients: 5, ships: 9 },
      messages: { chat() {}, 7() {}, '*'() {} },
      messageBytes: { photo() {} },
    });
    expect([...game.messages.data.keys()]).toEqual(['7', 'chat']);
    expect([...game.messages.bytes.keys()]).toEqual(['photo']);
    expect(game.messages.fallback?.name).toBe('messages.*');
    expect(game.maxMessagesPerSecond).toBe(Number.POSITIVE_INFINITY);
    expect(game.clientsMax).toBe(5);
    expect(game.plan.tables[0].capacity).toBe(9);
    expect(game.plan.input?.fields.map(({ name }) => name)).toEqual(['turn', 'fire']);
    expect(defineGame({ state: State }).plan.input).toBeUndefined();
    expect(Object.isFrozen(game)).toBe(true);
  });

  test('is told from anything else', () => {
    expect(isGameDefinition(defineGame({ state: State }))).toBe(true);
    for (const other of [undefined, null, {}, { state: State }, State, () => {}, 'game']) {
      expect(isGameDefinition(other)).toBe(false);
    }
  });
});

test('a cache holds from 1 to 2^20 entries', () => {
  expect(defineCache<string, number>(1 << 20).capacity).toBe(1 << 20);
  for (const capacity of [0, -1, 1.5, Number.NaN, (1 << 20) + 1]) {
    expect(() => defineCache<string, number>(capacity)).toThrow(
      expect.objectContaining({
        code: 'OPTION_INVALID',
        message: `defineCache(${capacity}): its capacity must be a whole number from 1 to 1048576`,
      }),
    );
  }
});
