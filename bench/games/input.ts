/** All input and next to no output: a patch a second, and every step takes all inputs there are. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { countInputs, measured } from './measured.ts';

const State = schema({ x: t.int32(), y: t.int32() }, 'Input');
const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');

export default measured(
  defineGame({
    state: State,
    input: Move,
    tickRate: 20,
    patchRate: 1,
    capacity: { clients: 64 },
    step({ state, inputs, clients }) {
      let taken = 0;
      for (const client of clients) {
        for (let move = inputs.next(client.slot); move; move = inputs.next(client.slot)) {
          state.x += move.x;
          state.y += move.y;
          taken++;
        }
      }
      countInputs(taken);
    },
  }),
);
