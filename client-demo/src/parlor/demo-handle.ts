// What the page shows to tests and to the curious in the console: `window.__demo`.
import type { Connection } from '../shared/connection.ts';
import type { ParlorState } from './parlor-state.ts';
import type { TableModel } from './table-model.ts';

export function exposeDemo(connection: Connection<ParlorState>, table: TableModel): void {
  const handle = {
    get room() {
      return connection.room;
    },
    /** A copy, as plain values. */
    get state() {
      const { phase, turn, board, disc, secondsLeft, last, result } = table;
      const people = [...table.seats.values(), ...table.watchers];
      return {
        ...{ phase, turn, disc, secondsLeft, last },
        board: [...board],
        result: result && { winner: result.winner, by: result.by },
        players: people.map(({ name, disc, isHere, wins }) => ({ name, disc, isHere, wins })),
        sessionId: connection.room?.sessionId ?? '',
        roomId: connection.room?.roomId ?? '',
        connected: connection.status.phase === 'connected',
      };
    },
  };
  Object.assign(window, { __demo: handle });
}
