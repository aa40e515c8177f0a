// What is on the floor now: the tracks of all entities, fed by patches and moved once a frame. The
// own ship and its shots are ahead of the server, all others a little behind. Owns the tracks;
// whoever draws only reads them.

import {
  drone,
  ship as shipNumbers,
  shot as shotNumbers,
} from '../../../rooms/skirmish/numbers.ts';
import type { ArenaView } from './arena-view.ts';
import { OwnShots } from './own-shots.ts';
import type { Keyed, Move, Pose, Ship, Shot, SkirmishState } from './skirmish-state.ts';
import { type Track, TrackTable } from './timeline.ts';
import { distance, type Place, type World } from './torus.ts';

const worldBeforeState: World = { width: 2400, height: 1600 }; // behind the start card

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

const nobody: Ship = {
  ...{ x: 0, y: 0, heading: 0, hue: 0, score: 0 },
  ...{ alive: false, thrusting: false, name: '' },
};

/** The own ship as it is predicted, for a frame. */
export interface Predicted {
  readonly place: Readonly<Place>;
  readonly thrusting: boolean;
  /** 0 … 1: how far drawing has come from the last step but one to the last. */
  readonly share: number;
}

export class Scene implements ArenaView {
  readonly ships = new TrackTable<Ship>(false);
  readonly drones = new TrackTable<Pose>(false);
  /** The room's shots and, ahead of them, the own ones. */
  readonly shots = { tracks: new Map<string, Track<Shot>>() };
  world: World = worldBeforeState;
  sessionId = '';
  /** The own ship as the room last told it, to compare with. Undefined: not to be shown. */
  ghost: Readonly<Place> | undefined;
  showsGhost = false;
  readonly #roomShots = new TrackTable<Shot>(true);
  readonly #ownShots = new OwnShots();
  #ownTruth: Ship | undefined;
  readonly #ownShown: Writable<Ship> = { ...nobody }; // the own ship's fields as drawn

  get own(): Track<Ship> | undefined {
    return this.ships.tracks.get(this.sessionId);
  }

  begin(sessionId: string): void {
    this.sessionId = sessionId;
    this.ghost = undefined;
    this.#ownShots.clear();
    this.shots.tracks.clear();
    for (const table of [this.ships, this.#roomShots, this.drones]) table.clear();
  }

  /** `atMs`: what time it was on the server's clock. */
  patch(state: SkirmishState, atMs: number, nowMs: number): void {
    if (state.width && state.height) this.world = { width: state.width, height: state.height };
    this.ships.patch(state.ships, atMs, this.world, nowMs);
    this.#roomShots.patch(state.shots, atMs, this.world, nowMs);
    this.drones.patch(state.drones, atMs, this.world, nowMs);
    const own = state.ships?.get(this.sessionId);
    if (own) this.#ownShots.confirm(keysOfHue(state.shots, own.hue));
  }

  /** One step of the own ship, which is where `place` says after it. */
  step(move: Move, place: Readonly<Place>, isAlive: boolean, seconds: number): void {
    const own = this.own;
    if (own === undefined || !this.#ownShots.step(move, isAlive, seconds, this.world)) return;
    const { hue } = own.entity;
    this.#ownShots.fire(place, hue, performance.now(), seconds, this.world);
  }

  /** Moves all others to where they were at `atMs`, and the own ship to where it is predicted. */
  advance(atMs: number, predicted: Predicted | undefined): void {
    for (const table of [this.ships, this.#roomShots, this.drones]) {
      table.advance(atMs, this.world);
    }
    this.ghost = undefined;
    if (this.own && predicted) this.#lead(this.own, predicted);
    this.#drawShots(predicted);
  }

  /** The own ship's track shows what is predicted in place of what the room last told. */
  #lead(own: Track<Ship>, { place, thrusting }: Predicted): void {
    const { x, y, heading } = place;
    const truth = own.entity === this.#ownShown ? this.#ownTruth : own.entity;
    if (truth === undefined) return;
    this.#ownTruth = truth;
    const { hue, score, alive, name, shielded = false } = truth;
    const told = { hue, score, alive, name, shielded };
    const shown = { x, y, heading, ...told, thrusting: thrusting && alive };
    own.entity = Object.assign(this.#ownShown, shown);
    Object.assign(own, { x, y, heading });
    if (this.showsGhost && alive) this.ghost = truth;
  }

  #drawShots(predicted: Predicted | undefined): void {
    const { tracks } = this.shots;
    tracks.clear();
    for (const [key, track] of this.#roomShots.tracks) {
      if (!predicted || !this.#ownShots.has(key)) tracks.set(key, track);
    }
    if (!predicted) return;
    this.#ownShots.advance(predicted.share, this.world, (flying) => this.#meets(flying));
    for (const track of this.#ownShots.shots) if (!track.isOut) tracks.set(track.key, track);
  }

  /** Whether an own shot is where somebody is drawn who can be hit: there it goes out. */
  #meets(flying: Readonly<Place>): boolean {
    const meets = (target: Readonly<Place>, reach: number): boolean => {
      return distance(flying, target, this.world) < reach + shotNumbers.radius;
    };
    for (const target of this.drones.tracks.values()) {
      if (meets(target, drone.radius)) return true;
    }
    for (const target of this.ships.tracks.values()) {
      const { alive, shielded } = target.entity;
      if (target.key === this.sessionId || !alive || shielded) continue;
      if (meets(target, shipNumbers.radius)) return true;
    }
    return false;
  }
}

/** Shots are known by their colour: each pilot of a room has one of its own. */
function keysOfHue(shots: Keyed<Shot> | undefined, hue: number): string[] {
  const keys: string[] = [];
  shots?.forEach((shot, key) => {
    if (shot.hue === hue) keys.push(key);
  });
  return keys;
}
