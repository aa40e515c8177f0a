// What is on the floor now: the tracks of all entities, fed by patches and moved once a frame, and
// the bursts where something ended. Owns the tracks; the renderer only reads them.

import { dust, hueColor } from '../shared/palette.ts';
import { Effects } from './effects.ts';
import { PatchClock, type Track, TrackTable, type World } from './interpolation.ts';
import type { Drone, Ship, Shot, SkirmishState } from './skirmish-state.ts';

const worldBeforeState: World = { width: 2000, height: 1400 }; // behind the start card
const shipBurstUnits = 74;
const droneBurstUnits = 34;

export class Scene {
  readonly effects = new Effects();
  readonly ships: TrackTable<Ship>;
  readonly shots = new TrackTable<Shot>();
  readonly drones: TrackTable<Drone>;
  world: World = worldBeforeState;
  sessionId = '';
  #clock = new PatchClock(1000 / 15);
  readonly #alive = new Map<string, boolean>();

  constructor() {
    this.ships = new TrackTable<Ship>((ship) => this.#alive.delete(ship.key));
    this.drones = new TrackTable<Drone>((drone) => this.#end(drone, dust, droneBurstUnits));
  }

  get own(): Track<Ship> | undefined {
    return this.ships.tracks.get(this.sessionId);
  }

  begin(sessionId: string, patchIntervalMs: number): void {
    this.sessionId = sessionId;
    this.#clock = new PatchClock(patchIntervalMs);
    this.#alive.clear();
    for (const table of [this.ships, this.shots, this.drones]) table.clear();
  }

  patch(state: SkirmishState, nowMs: number): void {
    this.advance(nowMs); // tracks start from where they are now, also while no frame is drawn
    this.#clock.patched(nowMs);
    if (state.width && state.height) this.world = { width: state.width, height: state.height };
    this.ships.patch(state.ships, this.#clock, this.world);
    this.shots.patch(state.shots, this.#clock, this.world);
    this.drones.patch(state.drones, this.#clock, this.world);
    for (const ship of this.ships.tracks.values()) {
      const { alive, hue } = ship.entity;
      if (this.#alive.get(ship.key) === true && !alive) {
        this.#end(ship, hueColor(hue), shipBurstUnits);
      }
      this.#alive.set(ship.key, alive);
    }
  }

  advance(nowMs: number): void {
    const share = this.#clock.share(nowMs);
    for (const table of [this.ships, this.shots, this.drones]) table.advance(share, this.world);
  }

  #end(track: Track<Ship> | Track<Drone>, color: string, reachUnits: number): void {
    this.effects.burst(track.x, track.y, color, reachUnits, performance.now());
  }
}
