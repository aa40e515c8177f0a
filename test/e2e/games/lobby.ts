/** Every hook and every message a client can meet, in a small game. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Guest = schema(
  { x: t.int32(), slot: t.uint8(), badge: t.string(), heading: t.angle() },
  'Guest',
);
const State = schema(
  { tick: t.uint32(), opened: t.string(), farewells: t.string(), guests: t.map(Guest) },
  'Lobby',
);
const Move = schema({ dx: t.int16(), note: t.string() }, 'Move');

export default defineGame({
  state: State,
  input: Move,
  tickRate: 40,
  patchRate: 20,
  capacity: { clients: 4, guests: 4, opened: 200, farewells: 200 },

  onCreate(ctx, options) {
    if (options.fail === 'status') throw Object.assign(new Error('not today'), { code: 503 });
    if (options.fail === 'text') throw new Error('the lobby is being cleaned');
    ctx.state.opened = JSON.stringify(options);
  },
  onJoin(ctx, client, options) {
    if (options.refuse === 'error') throw Object.assign(new Error('full of you'), { code: 4_123 });
    if (options.refuse === 'object') throw { code: 4_124, message: 'as an object' };
    if (options.refuse === 'promise') return Promise.resolve() as unknown as undefined;
    const guest = ctx.state.guests.add(client.sessionId);
    guest.slot = client.slot;
    guest.badge = String(options.badge ?? '');
    ctx.send(client, 'welcome', { slot: client.slot, guests: ctx.state.guests.size });
    ctx.broadcast('joined', { sessionId: client.sessionId });
  },
  onLeave(ctx, client, code) {
    ctx.state.guests.delete(client.sessionId);
    ctx.state.farewells += `${client.slot}:${code} `;
    ctx.broadcast('left', { sessionId: client.sessionId, code });
  },
  onDispose(ctx) {
    ctx.log('info', 'lobby closed', { farewells: ctx.state.farewells });
  },
  messages: {
    say: (ctx, client, payload) => ctx.broadcast('say', { from: client.sessionId, payload }),
    whisper(ctx, client, payload) {
      const { to, text } = payload as { to: string; text: string };
      const target = [...ctx.clients].find((candidate) => candidate.sessionId === to);
      if (target) ctx.send(target, 'whisper', { from: client.sessionId, text });
    },
    'show out'(ctx, client, payload) {
      const { code, reason } = payload as { code?: number; reason?: string };
      ctx.disconnect(client, code, reason);
    },
    stumble() {
      throw new Error('stumbled');
    },
  },

  step(ctx) {
    ctx.state.tick = ctx.tick;
    for (const client of ctx.clients) {
      const guest = ctx.state.guests.get(client.sessionId);
      const move = ctx.inputs.next(client.slot);
      if (guest === undefined || move === undefined) continue;
      guest.x += move.dx;
      guest.heading += 0.1;
    }
  },
});
