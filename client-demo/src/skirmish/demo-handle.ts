// What the page shows to tests and to the curious in the console: `window.__demo`. Copies of the
// state as plain objects, so that a test in another process can read them in one call.
import type { Connection } from '../shared/connection.ts';
import type { Drone, Keyed, Ship, Shot, SkirmishRoom, SkirmishState } from './skirmish-state.ts';

export interface DemoState {
  readonly ships: Readonly<Record<string, Ship>>; // by session id
  readonly drones: readonly Drone[];
  readonly shots: readonly Shot[];
  readonly sessionId: string;
  readonly connected: boolean;
}

export interface DemoHandle {
  readonly room: SkirmishRoom | undefined;
  readonly state: DemoState;
}

declare global {
  interface Window {
    __demo: DemoHandle;
  }
}

export function exposeDemo(connection: Connection<SkirmishState>): void {
  window.__demo = {
    get room() {
      return connection.room;
    },
    get state() {
      return copyState(connection);
    },
  };
}

function copyState(connection: Connection<SkirmishState>): DemoState {
  const state = connection.room?.state;
  const ships: Record<string, Ship> = {};
  state?.ships?.forEach((ship, id) => {
    const { x, y, heading, hue, score, alive, thrusting, name } = ship;
    ships[id] = { x, y, heading, hue, score, alive, thrusting, name };
  });
  return {
    ships,
    drones: values(state?.drones, ({ x, y, heading }) => ({ x, y, heading })),
    shots: values(state?.shots, ({ x, y, heading, hue }) => ({ x, y, heading, hue })),
    sessionId: connection.room?.sessionId ?? '',
    connected: connection.status.phase === 'connected',
  };
}

function values<Value>(map: Keyed<Value> | undefined, copy: (value: Value) => Value): Value[] {
  const copies: Value[] = [];
  map?.forEach((value) => copies.push(copy(value)));
  return copies;
}
