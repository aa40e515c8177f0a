/** Players who move when they say so: without input, nobody is sent anything. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { countInputs, measured } from './measured.ts';

const Player = schema({ x: t.float32(), y: t.float32(), slot: t.uint16().noSync() }, 'Player');
const State = schema({ players: t.map(Player) }, 'Crowd');
const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');

export default measured(
  defineGame({
    state: State,
    input: Move,
    tickRate: 2,
    capacity: { clients: 50, players: 50 },
    onJoin({ state }, client) {
      state.players.add(client.sessionId, { slot: client.slot });
    },
    onLeave({ state }, client) {
      state.players.delete(client.sessionId);
    },
    step({ state, inputs }) {
      let taken = 0;
      for (const player of state.players) {
        for (let move = inputs.next(player.slot); move; move = inputs.next(player.slot)) {
          player.x += move.x;
          player.y += move.y;
          taken++;
        }
      }
      countInputs(taken);
    },
  }),
);
