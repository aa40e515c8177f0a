/** A game of two, beside ordinary rooms: for tests of lobby, queue and several processes. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Fighter = schema({ slot: t.uint8(), name: t.string() }, 'Fighter');
const State = schema({ ticks: t.uint32(), fighters: t.map(Fighter) }, 'Arena');

export default defineGame({
  state: State,
  capacity: { clients: 2, fighters: 2 },
  onJoin(ctx, client, options) {
    const fighter = ctx.state.fighters.add(client.sessionId, { slot: client.slot });
    fighter.name = String(options.name ?? '');
  },
  onDrop: (ctx, client) => void ctx.allowReconnection(client, 5),
  onLeave: (ctx, client) => void ctx.state.fighters.delete(client.sessionId),
  messages: {
    title: (ctx, _client, payload) => ctx.setMetadata({ title: String(payload) }),
    say: (ctx, client, payload) => ctx.broadcast('say', { from: client.sessionId, payload }),
  },
  step(ctx) {
    ctx.state.ticks += 1;
  },
});
