/** A game that lobbies are not told of as it comes and goes. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema({ round: t.uint16() }, 'Hidden');

export default defineGame({ state: State, realtimeListing: false });
