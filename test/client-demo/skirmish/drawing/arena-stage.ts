/** An arena that tests set up by hand: a view with tables to put things into. */
import type { ArenaView, Drawn } from '../../../../client-demo/src/skirmish/arena-view.ts';
import type { Drone, Ship, Shot } from '../../../../client-demo/src/skirmish/skirmish-state.ts';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Placed<Entity> = Writable<Drawn<Writable<Entity>>>;

export class ArenaStage implements ArenaView {
  readonly world = { width: 2400, height: 1600 };
  sessionId = 'own';
  readonly ships = { tracks: new Map<string, Placed<Ship>>() };
  readonly shots = { tracks: new Map<string, Placed<Shot>>() };
  readonly drones = { tracks: new Map<string, Placed<Drone>>() };

  get own(): Placed<Ship> | undefined {
    return this.ships.tracks.get(this.sessionId);
  }

  ship(key: string, x = 0, y = 0): Placed<Ship> {
    const state = { score: 0, alive: true, thrusting: false, name: key };
    const entity = { x, y, heading: 0, hue: 40, ...state };
    return put(this.ships.tracks, { key, x, y, heading: 0, entity });
  }

  shot(key: string, x = 0, y = 0): Placed<Shot> {
    return put(this.shots.tracks, { key, x, y, heading: 0, entity: { x, y, heading: 0, hue: 9 } });
  }

  drone(key: string, x = 0, y = 0): Placed<Drone> {
    return put(this.drones.tracks, { key, x, y, heading: 0, entity: { x, y, heading: 0 } });
  }
}

function put<Thing extends { readonly key: string }>(table: Map<string, Thing>, thing: Thing) {
  table.set(thing.key, thing);
  return thing;
}
