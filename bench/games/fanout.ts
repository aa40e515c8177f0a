/** A room for one crowd: all get the same bytes. */
import { defineGame } from 'hypogeum/game';
import { capacity, FanoutState, moveThings, placeThings } from './fanout-rules.ts';
import { measured } from './measured.ts';

export default measured(
  defineGame({
    state: FanoutState,
    tickRate: 20,
    capacity,
    onCreate: placeThings,
    step: moveThings,
  }),
);
