/** Holds seats in onLeave: the way of games that have no onDrop. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema(
  { diary: t.string(), seconds: t.map(schema({ n: t.float32() }, 'Seconds')) },
  'Pier',
);

export default defineGame({
  state: State,
  capacity: { clients: 4, diary: 1_000 },

  onJoin(ctx, client, options) {
    ctx.state.seconds.add(client.sessionId).n = Number(options.seconds);
    ctx.state.diary += 'in ';
  },
  onLeave(ctx, client, code) {
    const seconds = ctx.state.seconds.get(client.sessionId)?.n ?? 0;
    const held = ctx.allowReconnection(client, seconds);
    ctx.state.diary += `leave(${code},${held}) `;
    if (!held) ctx.state.seconds.delete(client.sessionId);
  },
  onReconnect(ctx) {
    ctx.state.diary += 'back ';
  },
});
