// What is on the floor now: the tracks of all entities, fed by patches and moved once a frame.
// Owns the tracks; whoever draws only reads them.
import { PatchClock, type Track, TrackTable } from './interpolation.ts';
import type { Drone, Ship, Shot, SkirmishState } from './skirmish-state.ts';
import type { World } from './torus.ts';

const worldBeforeState: World = { width: 2400, height: 1600 }; // behind the start card

export class Scene {
  readonly ships = new TrackTable<Ship>();
  readonly shots = new TrackTable<Shot>();
  readonly drones = new TrackTable<Drone>();
  world: World = worldBeforeState;
  sessionId = '';
  #clock = new PatchClock(1000 / 15);

  get own(): Track<Ship> | undefined {
    return this.ships.tracks.get(this.sessionId);
  }

  begin(sessionId: string, patchIntervalMs: number): void {
    this.sessionId = sessionId;
    this.#clock = new PatchClock(patchIntervalMs);
    for (const table of [this.ships, this.shots, this.drones]) table.clear();
  }

  patch(state: SkirmishState, nowMs: number): void {
    this.advance(nowMs); // tracks start from where they are now, also while no frame is drawn
    this.#clock.patched(nowMs);
    if (state.width && state.height) this.world = { width: state.width, height: state.height };
    this.ships.patch(state.ships, this.#clock, this.world);
    this.shots.patch(state.shots, this.#clock, this.world);
    this.drones.patch(state.drones, this.#clock, this.world);
  }

  advance(nowMs: number): void {
    const share = this.#clock.share(nowMs);
    for (const table of [this.ships, this.shots, this.drones]) table.advance(share, this.world);
  }
}
