/** What an author's editor knows of a message's payload, from its schema. Types only. */
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { defineGame } from '../../src/game/define-game.ts';
import type { Reply } from '../../src/game/messages.ts';
import type { RoomClient } from '../../src/game/step-context.ts';
import { type Context, Move, State } from './typed-game.ts';

test("a payload has its schema's output type, a bare handler's is unknown", () => {
  defineGame({
    state: State,
    input: Move,
    messages: {
      bare(ctx, client, payload, reply) {
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        expectTypeOf(client).toEqualTypeOf<RoomClient>();
        expectTypeOf(payload).toEqualTypeOf<unknown>();
        expectTypeOf(reply).toEqualTypeOf<Reply>();
      },
      aim: {
        format: z.object({ x: z.number(), name: z.string().optional(), n: z.coerce.number() }),
        handler(ctx, client, payload, reply) {
          expectTypeOf(ctx).toEqualTypeOf<Context>();
          expectTypeOf(client).toEqualTypeOf<RoomClient>();
          expectTypeOf(payload).toEqualTypeOf<{
            x: number;
            name?: string | undefined;
            n: number;
          }>();
          expectTypeOf(reply).toEqualTypeOf<Reply>();
        },
      },
      7: {
        format: z.string().transform((text) => text.length),
        handler: (_ctx, _client, payload) => expectTypeOf(payload).toEqualTypeOf<number>(),
      },
      '*'(ctx, _client, type, payload) {
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        expectTypeOf(type).toEqualTypeOf<string | number>();
        expectTypeOf(payload).toEqualTypeOf<unknown>();
      },
    },
    messageBytes: {
      photo(ctx, _client, bytes) {
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        expectTypeOf(bytes).toEqualTypeOf<Uint8Array>();
      },
    },
  });
});

test('what cannot be does not compile', () => {
  defineGame({
    state: State,
    messages: {
      // @ts-expect-error no schema
      wrong: { format: { parse: () => 1 }, handler() {} },
    },
  });
  defineGame({
    state: State,
    messages: {
      aim: {
        format: z.object({ x: z.number() }),
        // @ts-expect-error no such field
        handler: (_ctx, _client, payload) => payload.y,
      },
    },
  });
});
