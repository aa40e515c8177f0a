// What the page shows to tests and to the curious in the console: `window.__demo`.
import type { Connection } from '../shared/connection.ts';
import type { DroneColumns } from './drone-columns.ts';
import type { SwarmState } from './swarm-state.ts';
import type { Figures } from './verdict.ts';
import type { View } from './view.ts';

const placesShown = 50;

export interface Shown {
  readonly columns: DroneColumns;
  readonly view: View;
  figures(): Figures;
}

export function exposeDemo(connection: Connection<SwarmState>, shown: Shown): void {
  const { columns, view } = shown;
  const handle = {
    get room() {
      return connection.room;
    },
    /** A copy, as plain values; of the drones, the places of the first few. */
    get state() {
      const { x, y, zoom } = view;
      const places = Math.min(placesShown, columns.count);
      return {
        drones: columns.count,
        x: [...columns.x.subarray(0, places)],
        y: [...columns.y.subarray(0, places)],
        view: { x, y, zoom },
        figures: shown.figures(),
        sessionId: connection.room?.sessionId ?? '',
        roomId: connection.room?.roomId ?? '',
        connected: connection.status.phase === 'connected',
      };
    },
  };
  Object.assign(window, { __demo: handle });
}
