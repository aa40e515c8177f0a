// Sees what happens in the arena by comparing it with how it was at the last look: the network
// tells what is, and effects and sounds need to know what began and ended. Owns what it remembers.
import type { ArenaView, Drawn, DrawnTable } from '../arena-view.ts';
import type { Drone, Ship, Shot } from '../skirmish-state.ts';

/** What a look may tell. The things given are as they were drawn last. */
export interface Happenings {
  fired(shot: Drawn<Shot>): void;
  /** A shot is gone: spent, or it hit. */
  shotGone(shot: Drawn<Shot>): void;
  droneOut(drone: Drawn<Drone>): void;
  shipOut(ship: Drawn<Ship>): void;
  /** A ship is in the arena, for the first time or again. */
  shipLit(ship: Drawn<Ship>): void;
  /** The own score rose. `by`: what ended at this look, where the points came from. */
  scored(points: number, by: Drawn<unknown> | undefined): void;
}

interface Seen<Entity> {
  thing: Drawn<Entity>;
  look: number;
  alive: boolean;
}

type Listeners = readonly Partial<Happenings>[];

const nobody: Listeners = [];
const staleMs = 600; // a hidden tab: too much has happened to show it all at once

export class Witness {
  readonly #ships = new Map<string, Seen<Ship>>();
  readonly #shots = new Map<string, Seen<Shot>>();
  readonly #drones = new Map<string, Seen<Drone>>();
  readonly #listeners: Listeners;
  #look = 0;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #sessionId = '';
  #score = 0;
  #ended: Drawn<unknown> | undefined;

  /** `told`: who hears what happens, in this order. */
  constructor(told: Listeners) {
    this.#listeners = told;
  }

  look(view: ArenaView, nowMs: number): void {
    const isNew = view.sessionId !== this.#sessionId || nowMs - this.#lookedMs > staleMs;
    this.#lookedMs = nowMs;
    this.#sessionId = view.sessionId;
    if (isNew) this.#forget();
    this.#look += 1;
    this.#ended = undefined;
    const told = isNew ? nobody : this.#listeners;
    this.#lookAtShots(view.shots, told);
    this.#lookAtDrones(view.drones, told);
    this.#lookAtShips(view.ships, told);
    const score = view.own?.entity.score ?? 0;
    if (score > this.#score) {
      for (const one of told) one.scored?.(score - this.#score, this.#ended);
    }
    this.#score = score;
  }

  #forget(): void {
    this.#ships.clear();
    this.#shots.clear();
    this.#drones.clear();
  }

  #lookAtShots(table: DrawnTable<Shot>, told: Listeners): void {
    for (const shot of table.tracks.values()) {
      if (!this.#isNew(this.#shots, shot)) continue;
      for (const one of told) one.fired?.(shot);
    }
    for (const [key, seen] of this.#shots) {
      if (seen.look === this.#look) continue;
      this.#shots.delete(key);
      for (const one of told) one.shotGone?.(seen.thing);
    }
  }

  #lookAtDrones(table: DrawnTable<Drone>, told: Listeners): void {
    for (const drone of table.tracks.values()) this.#isNew(this.#drones, drone);
    for (const [key, seen] of this.#drones) {
      if (seen.look === this.#look) continue;
      this.#drones.delete(key);
      this.#ended = seen.thing;
      for (const one of told) one.droneOut?.(seen.thing);
    }
  }

  #lookAtShips(table: DrawnTable<Ship>, told: Listeners): void {
    for (const ship of table.tracks.values()) {
      const { alive } = ship.entity;
      const isNew = this.#isNew(this.#ships, ship);
      const seen = this.#ships.get(ship.key);
      const wasAlive = !isNew && seen?.alive === true;
      if (seen !== undefined) seen.alive = alive;
      if (alive === wasAlive) continue;
      if (!alive && ship.key !== this.#sessionId) this.#ended = ship;
      for (const one of told) alive ? one.shipLit?.(ship) : one.shipOut?.(ship);
    }
    for (const [key, seen] of this.#ships) if (seen.look !== this.#look) this.#ships.delete(key);
  }

  /** Marks the thing as seen in this look; whether it was not there in the last one. */
  #isNew<Entity>(known: Map<string, Seen<Entity>>, thing: Drawn<Entity>): boolean {
    const seen = known.get(thing.key);
    if (seen === undefined) {
      known.set(thing.key, { thing, look: this.#look, alive: false });
      return true;
    }
    seen.thing = thing;
    seen.look = this.#look;
    return false;
  }
}
