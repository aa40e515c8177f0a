// What the page shows to tests and to the curious in the console: `window.__demo`.
import type { Connection } from '../shared/connection.ts';
import type { PinballState } from './pinball-state.ts';
import type { TableScene } from './table-scene.ts';

export function exposeDemo(connection: Connection<PinballState>, scene: TableScene): void {
  const handle = {
    get room() {
      return connection.room;
    },
    /** A copy, as plain values: the state, and what is drawn of it. */
    get state() {
      const { room, status } = connection;
      const balls: Record<string, object> = {};
      room?.state.balls?.forEach(({ x, y, score, lost, name }, key) => {
        balls[key] = { x, y, score, lost, name };
      });
      return {
        left: room?.state.left ?? 0,
        right: room?.state.right ?? 0,
        drawn: { left: scene.left, right: scene.right, balls: scene.balls.size },
        balls,
        sessionId: room?.sessionId ?? '',
        roomId: room?.roomId ?? '',
        connected: status.phase === 'connected',
      };
    },
  };
  Object.assign(window, { __demo: handle });
}
