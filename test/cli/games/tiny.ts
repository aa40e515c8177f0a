/** The smallest game that ticks and takes input: for tests of the command line. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Player = schema({ x: t.float32(), slot: t.uint16().noSync() }, 'Player');
const State = schema({ ticks: t.uint32(), players: t.map(Player) }, 'Tiny');
const Move = schema({ turn: t.int8() }, 'Move');

export default defineGame({
  state: State,
  input: Move,
  tickRate: 20,
  patchRate: 20,
  capacity: { clients: 32, players: 32 },
  onJoin(ctx, client) {
    ctx.state.players.add(client.sessionId).slot = client.slot;
  },
  onLeave(ctx, client) {
    ctx.state.players.delete(client.sessionId);
  },
  step(ctx) {
    ctx.state.ticks += 1;
    for (const player of ctx.state.players) {
      const move = ctx.inputs.next(player.slot);
      if (move) player.x += move.turn;
    }
  },
});
