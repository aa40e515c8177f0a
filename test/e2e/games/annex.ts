/** A game whose fallback takes what no other handler does. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema({ turns: t.uint32() }, 'Annex');

export default defineGame({
  state: State,
  tickRate: 20,
  step: (ctx) => {
    ctx.state.turns = ctx.tick;
  },
  messages: {
    known: (ctx, client) => ctx.send(client, 'known'),
    '*': (ctx, client, type, payload) =>
      ctx.send(client, 'rest', [type, payload instanceof Uint8Array ? [...payload] : payload]),
  },
});
