/** Every kind of message that a game can take and send. Its stock twin is ../stock-parlour.ts. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { z } from 'zod';
import { askedFor, fancyTypes, typesTaken } from '../parlour-script.ts';

const State = schema({ turns: t.uint32() }, 'Parlour');

export const Move = z.object({
  x: z.number(),
  name: z.string().max(8).default('anon'),
  list: z.array(z.number()).optional(),
});
export const Hush = z.string().refine(async () => true);

export default defineGame({
  state: State,
  tickRate: 20,
  patchRate: 20,
  capacity: { clients: 8 },
  maxMessagesPerSecond: 200,

  messages: {
    ...Object.fromEntries(
      typesTaken.map((type) => [
        type,
        (ctx, client, payload) => ctx.send(client, 'took', [type, payload === undefined, payload]),
      ]),
    ),
    types(ctx, client) {
      for (const type of fancyTypes) ctx.send(client, type, 'text');
      for (const type of fancyTypes) ctx.sendBytes(client, type, Uint8Array.of(1, 2));
    },
    kinds(ctx, client) {
      ctx.send(client, 'binary', Uint8Array.of(1));
      ctx.broadcast('binary', Uint8Array.of(2));
      ctx.broadcastBytes('binary', Uint8Array.of(3));
      ctx.broadcast('plain');
      ctx.broadcast('null', null);
      ctx.send(client, 'plain');
    },
    move: { format: Move, handler: (ctx, client, payload) => ctx.send(client, 'moved', payload) },
    hush: { format: Hush, handler() {} },
    ask: (_ctx, _client, payload, reply) => askedFor(String(payload), reply),
    'ask about': { format: Move, handler: (_ctx, _client, { name }) => name },
    turn(ctx, client, payload) {
      const { except, afterNextPatch } = payload as { except?: string; afterNextPatch?: boolean };
      ctx.state.turns++;
      const excepted = except === 'me' ? client : except === 'all' ? [...ctx.clients] : undefined;
      ctx.broadcast('turned', ctx.state.turns, {
        ...(excepted === undefined ? {} : { except: excepted }),
        ...(afterNextPatch === undefined ? {} : { afterNextPatch }),
      });
    },
    tell(ctx, client, payload) {
      const isTurn = payload === 'turn';
      if (isTurn) ctx.state.turns++;
      ctx.send(client, 'later', 1, { afterNextPatch: true });
      ctx.sendBytes(client, 'later', Uint8Array.of(2), { afterNextPatch: true });
      ctx.send(client, 'sooner');
    },
    rant(ctx, client) {
      for (let n = 0; n < 200; n++) ctx.send(client, 'rant', 'y'.repeat(1_000));
    },
    stumble() {
      throw new Error('stumbled');
    },
    mark: (ctx, client, payload) => ctx.send(client, 'mark', payload),
  },
  messageBytes: {
    echo: (ctx, client, bytes) => ctx.sendBytes(client, 'echo', bytes),
    7: (ctx, client, bytes) => ctx.send(client, 'bytes', [...bytes]),
    short: {
      format: z.instanceof(Uint8Array).refine((bytes) => bytes.length < 3),
      handler: (ctx, client, bytes) => ctx.send(client, 'bytes', [...bytes]),
    },
  },
  onJoin(ctx, client) {
    ctx.send(client, 'welcome', 1);
    ctx.broadcast('entered', client.sessionId.length);
    ctx.sendBytes(client, 'welcome', Uint8Array.of(3));
  },
});
