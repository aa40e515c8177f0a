/**
 * A game whose seats outlast connections, with everything that can become of one. What its hooks
 * saw is in the state, so that a client can read it: `a:in b:drop(1006) b:back`.
 */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Boat = schema(
  { x: t.int32(), slot: t.uint8(), moored: t.boolean(), seconds: t.float32().noSync() },
  'Boat',
);
const State = schema({ tick: t.uint32(), diary: t.string(), boats: t.map(Boat) }, 'Harbour');
const Move = schema({ dx: t.int16() }, 'Move');

/** In `options.seconds`: hold without a limit. */
const manual = -1;

export default defineGame({
  state: State,
  input: Move,
  tickRate: 40,
  patchRate: 40,
  capacity: { clients: 44, boats: 44, diary: 8_000 },

  onJoin(ctx, client, options) {
    const boat = ctx.state.boats.add(client.sessionId);
    boat.slot = client.slot;
    boat.seconds = Number(options.seconds ?? 0);
    ctx.state.diary += `${client.slot}:in `;
    if (options.refuse === true) throw Object.assign(new Error('no room'), { code: 4_100 });
  },
  onDrop(ctx, client, code) {
    const boat = ctx.state.boats.get(client.sessionId);
    const seconds = boat?.seconds ?? 0;
    if (boat) boat.moored = !client.isConnected;
    const held =
      seconds !== 0 && ctx.allowReconnection(client, seconds === manual ? 'manual' : seconds);
    ctx.state.diary += `${client.slot}:drop(${code},${held}) `;
  },
  onReconnect(ctx, client) {
    const boat = ctx.state.boats.get(client.sessionId);
    if (boat === undefined) return;
    boat.moored = !client.isConnected;
    ctx.state.diary += `${client.slot}:back `;
    if (boat.x === 666) throw Object.assign(new Error('not you again'), { code: 4_666 });
    if (boat.x === 777) ctx.disconnect(client, 4_777, 'go');
    else ctx.send(client, 'ahoy', { x: boat.x });
  },
  onLeave(ctx, client, code) {
    ctx.state.boats.delete(client.sessionId);
    ctx.state.diary += `${client.slot}:out(${code},${client.isConnected}) `;
  },
  onDispose(ctx) {
    ctx.log('info', 'harbour closed', { diary: ctx.state.diary });
  },
  messages: {
    teleport(ctx, client, payload) {
      const boat = ctx.state.boats.get(client.sessionId);
      if (boat) boat.x = payload as number;
    },
    kick(ctx, _client, payload) {
      const { slot, code } = payload as { slot: number; code: number };
      ctx.disconnect(slot, code, 'kicked');
    },
    close: (ctx, _client, code) => ctx.disconnectAll(code as number),
    shout: (ctx, _client, text) => ctx.broadcast('shout', text),
    leaveOpen(ctx) {
      ctx.autoDispose = false;
    },
    /** A step that takes so many ms. */
    spin(_ctx, _client, ms) {
      const endMs = performance.now() + (ms as number);
      while (performance.now() < endMs);
    },
  },

  step(ctx) {
    ctx.state.tick = ctx.tick;
    for (const boat of ctx.state.boats) {
      for (let move = ctx.inputs.next(boat.slot); move; move = ctx.inputs.next(boat.slot)) {
        boat.x += move.dx;
      }
    }
  },
});
