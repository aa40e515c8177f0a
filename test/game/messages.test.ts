/** What `messages` and `messageBytes` accept and refuse, and what a format makes of a value. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { UsageError } from '../../src/base/errors.ts';
import { defineGame } from '../../src/game/define-game.ts';
import type { GameSpec } from '../../src/game/game-spec.ts';
import {
  isStandardSchema,
  type StandardSchema,
  validated,
} from '../../src/game/standard-schema.ts';
import { State } from './typed-game.ts';

function refusal(spec: object): UsageError {
  try {
    defineGame({ state: State, ...spec } as GameSpec<unknown, unknown>);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const handler = () => {};

describe('refused, by name', () => {
  test.for([
    [{ messages: { chat: 7 } }, "messages['chat']: a function was expected, not number"],
    [{ messages: { chat: null } }, "messages['chat']: a function was expected, not object"],
    [{ messages: { chat: {} } }, "messages['chat']: a function was expected, not object"],
    [
      { messages: { chat: { format: {}, handler } } },
      "messages['chat'].format: a Standard Schema was expected (zod, valibot, arktype …)",
    ],
    [
      { messages: { chat: { format: z.string() } } },
      "messages['chat'].handler: a function was expected, not undefined",
    ],
    [
      { messages: { '*': { format: z.string(), handler } } },
      "messages['*'].format: a fallback takes messages of every shape",
    ],
    [
      { messages: { '*': handler, _: handler } },
      "messages['*'] and messages['_'] are the same fallback: leave one out",
    ],
    [
      { messageBytes: { photo: 'x' } },
      "messageBytes['photo']: a function was expected, not string",
    ],
  ] as const)('%o', ([spec, text]) => {
    expect(refusal(spec)).toMatchObject({ code: 'GAME_INVALID', message: text });
  });

  test.for([
    [{ messages: { chat: async () => {} } }],
    [{ messages: { chat: { format: z.string(), handler: async () => {} } } }],
    [{ messageBytes: { photo: async () => {} } }],
  ])('async: %o', ([spec]) => {
    expect(refusal(spec).message).toMatch(/must not be async, because a room moves/);
  });

  test.for([0, -1, Number.NaN, '5'])('maxMessagesPerSecond: %s', (maxMessagesPerSecond) => {
    expect(refusal({ maxMessagesPerSecond }).message).toMatch(/^maxMessagesPerSecond: /);
  });
});

test.for(['*', '_'])('the fallback %s is no type', (name) => {
  const game = defineGame({ state: State, messages: { [name]: handler } });
  expect(game.messages.fallback?.handler).toBe(handler);
  expect([...game.messages.data.keys()]).toEqual([]);
});

describe('formats', () => {
  test('are told by their face', () => {
    const callable = Object.assign(() => {}, { '~standard': z.string()['~standard'] });
    expect([z.string(), callable].map(isStandardSchema)).toEqual([true, true]);
    expect([{}, null, undefined, 'x', () => {}].map(isStandardSchema)).toEqual(
      Array(5).fill(false),
    );
  });

  test('give their output, or the issues as JSON', () => {
    const format = z.object({ x: z.coerce.number() });
    expect(validated(format, { x: '5', more: 1 })).toEqual({ x: 5 });
    expect(() => validated(format, { x: 'y' })).toThrow(/^\[\n {2}\{\n[\s\S]*"path": \[\n {6}"x"/);
  });

  test('tell a bounded number of issues', () => {
    const format = z.array(z.number());
    const thrown = () => validated(format, Array(4_000).fill('x'));
    expect(thrown).toThrow(/"path"/);
    try {
      thrown();
    } catch (error) {
      expect(JSON.parse((error as Error).message)).toHaveLength(64);
    }
  });

  test('that are async are refused, and their rejections are nobody’s', async () => {
    const rejecting = {
      '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('x')) },
    } satisfies StandardSchema;
    expect(() => validated(rejecting, 1)).toThrow('Schema validation must be synchronous');
    await new Promise((resolve) => setTimeout(resolve, 5));
  });
});
