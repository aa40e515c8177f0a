/** A room for one crowd, of a game that takes input: each client's patches carry its own stamp. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { capacity, FanoutState, moveThings, placeThings } from './fanout-rules.ts';
import { measured } from './measured.ts';

const Move = schema({ x: t.int8(), y: t.int8() }, 'Move');

export default measured(
  defineGame({
    state: FanoutState,
    input: Move,
    tickRate: 20,
    capacity,
    onCreate: placeThings,
    step: moveThings,
  }),
);
