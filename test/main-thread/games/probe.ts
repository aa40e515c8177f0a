/** A game for the server's tests: counts, echoes, and breaks on demand. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from '../../../src/game/index.ts';

const Player = schema({ x: t.int32() }, 'Player');
const State = schema({ ticks: t.uint32(), players: t.map(Player) }, 'Probe');
const Move = schema({ dx: t.int8() }, 'Move');

export default defineGame({
  state: State,
  input: Move,
  tickRate: 50,
  patchRate: 50,
  capacity: { clients: 8, players: 8 },
  messages: {
    echo: (ctx, client, payload) => ctx.send(client, 'echo', payload),
    throw: (ctx) => {
      ctx.state.ticks = 1_000_000;
    },
    die: () => process.exit(7),
  },
  onJoin(ctx, client) {
    ctx.state.players.add(client.sessionId);
  },
  onLeave(ctx, client) {
    ctx.state.players.delete(client.sessionId);
  },
  step(ctx) {
    if (ctx.state.ticks >= 1_000_000) throw new Error('as asked');
    ctx.state.ticks++;
    for (const client of ctx.clients) {
      const player = ctx.state.players.get(client.sessionId);
      const move = ctx.inputs.next(client.slot);
      if (player !== undefined && move !== undefined) player.x += move.dx;
    }
  },
});
