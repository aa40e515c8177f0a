// What the page shows to tests and to the curious in the console: `window.__demo`. Copies of the
// state as plain objects, so that a test in another process can read them in one call.
import type { Connection } from '../shared/connection.ts';
import type { Corrections } from './own-ship.ts';
import type { Pilot } from './pilot.ts';
import type { Scene } from './scene.ts';
import type { Drone, Keyed, Ship, Shot, SkirmishRoom, SkirmishState } from './skirmish-state.ts';
import type { Place } from './torus.ts';

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
  /** What this frame shows; undefined while there is no own ship. */
  readonly drawn: DrawnShip | undefined;
  readonly corrections: Readonly<Corrections>;
}

/** The own ship as it is drawn, and the steps that it has flown, with the share of the next. */
export interface DrawnShip extends Place {
  readonly flown: number;
  readonly alive: boolean;
}

declare global {
  interface Window {
    __demo: DemoHandle;
  }
}

export function exposeDemo(
  connection: Connection<SkirmishState>,
  scene: Scene,
  pilot: Pilot,
): void {
  window.__demo = {
    get drawn() {
      const { own } = scene;
      if (own === undefined) return undefined;
      const { x, y, heading, entity } = own;
      return { x, y, heading, flown: pilot.flown, alive: entity.alive };
    },
    get corrections() {
      return { ...pilot.corrections };
    },
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
