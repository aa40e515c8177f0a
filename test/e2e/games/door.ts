/** Who comes in, and how a room is found: the same as stock-door.ts, which is an ordinary room. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { admit } from './door-policy.ts';

const State = schema({ log: t.string() }, 'Door');

export default defineGame({
  state: State,
  capacity: { clients: 6, log: 4_000 },
  maxClients: 3,
  seatReservationTimeout: 1,
  authBytes: 200,
  filterBy: ['mode'],
  sortBy: { clients: -1 },

  onAuth: (token, options, context) => admit(token, options, context),

  onCreate(ctx, options) {
    if (options.lock === true) ctx.lock();
    if (options.secret === true) ctx.setPrivate();
    if (options.stay === true) ctx.autoDispose = false;
    if (options.mode === undefined) ctx.setMetadata({ created: true });
  },
  onJoin(ctx, client, options) {
    ctx.state.log += 'in ';
    if (options.refuse === true) throw Object.assign(new Error('full of you'), { code: 4_123 });
    ctx.send(client, 'auth', client.auth);
  },
  onLeave(ctx, _client, code) {
    ctx.state.log += `out(${code}) `;
  },
  messages: {
    auth: (ctx, client) => ctx.send(client, 'auth again', client.auth),
    forge(_ctx, client) {
      const { auth } = client as { auth: { name: string } };
      auth.name = 'root';
    },
    lock: (ctx) => ctx.lock(),
    unlock: (ctx) => ctx.unlock(),
    private: (ctx, _client, isOn) => ctx.setPrivate(isOn as boolean),
    unlisted: (ctx, _client, isOn) => ctx.setMatchmaking({ unlisted: isOn as boolean }),
    metadata: (ctx, _client, metadata) => ctx.setMetadata(metadata as object),
    matchmaking: (ctx, _client, updates) => ctx.setMatchmaking(updates as Record<string, unknown>),
    stay(ctx, _client, isOn) {
      ctx.autoDispose = !(isOn as boolean);
    },
    close: (ctx, _client, code) => ctx.disconnectAll(code as number),
    echo: (ctx, client, payload) => ctx.send(client, 'echo', payload),
  },
});
