/** A game whose rooms would be larger than a room may be, by columns that no client sees. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const columns = Array.from({ length: 60 }, (_, at) => [`a${at}`, t.string().noSync()]);
const Cell = schema(Object.fromEntries(columns), 'Cell');
const State = schema({ cells: t.map(Cell) }, 'Vast');

export default defineGame({ state: State, capacity: { cells: 1 << 20 } });
