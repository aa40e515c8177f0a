// A made-up arena as full as a room can be: ships that fly and thrust and now and then go out,
// drones that come and go, shots that are fired and spent. Runs in the page, on the frame's thread;
// what it costs itself is not measured.
import type { ArenaView, Drawn } from '../../../client-demo/src/skirmish/arena-view.ts';
import type { Drone, Ship, Shot } from '../../../client-demo/src/skirmish/skirmish-state.ts';

const crowdSize = { ships: 64, drones: 500, shots: 512 };

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };
type Moving<Entity> = Writable<Drawn<Writable<Entity>>> & { speed: number; leftMs: number };

const world = { width: 2400, height: 1600 };
const shotMs = 1200;
const droneMs = 25_000; // twenty drones a second end
const outMs = 2000;
const litMs = 12_000;

/** `spread`: the share of the world that all are in; small enough, and all are in sight. */
export class Crowd implements ArenaView {
  readonly world = world;
  readonly sessionId = 'ship0';
  readonly ships = { tracks: new Map<string, Moving<Ship>>() };
  readonly shots = { tracks: new Map<string, Moving<Shot>>() };
  readonly drones = { tracks: new Map<string, Moving<Drone>>() };
  readonly #spread: number;
  #born = 0;
  #seed = 1;

  constructor(spread: number) {
    this.#spread = spread;
    for (let ship = 0; ship < crowdSize.ships; ship += 1) this.#addShip(ship);
    for (let drone = 0; drone < crowdSize.drones; drone += 1) this.#addDrone();
    for (let shot = 0; shot < crowdSize.shots; shot += 1) this.#addShot();
  }

  get own() {
    return this.ships.tracks.get(this.sessionId);
  }

  advance(elapsedMs: number): void {
    for (const ship of this.ships.tracks.values()) {
      this.#move(ship, elapsedMs);
      if (ship.leftMs > 0) continue;
      // The own ship stays, so that the camera does.
      if (ship.key !== this.sessionId) ship.entity.alive = !ship.entity.alive;
      ship.leftMs = ship.entity.alive ? litMs : outMs;
      ship.entity.shielded = ship.entity.alive;
      ship.entity.score += 1;
    }
    for (const [key, drone] of this.drones.tracks) {
      this.#move(drone, elapsedMs);
      if (drone.leftMs > 0) continue;
      this.drones.tracks.delete(key);
      this.#addDrone();
    }
    for (const [key, shot] of this.shots.tracks) {
      this.#move(shot, elapsedMs);
      if (shot.leftMs > 0) continue;
      this.shots.tracks.delete(key);
      this.#addShot();
    }
  }

  #move(thing: Moving<unknown>, elapsedMs: number): void {
    const reach = (thing.speed * elapsedMs) / 1000;
    thing.x = (thing.x + Math.cos(thing.heading) * reach + world.width) % world.width;
    thing.y = (thing.y + Math.sin(thing.heading) * reach + world.height) % world.height;
    thing.leftMs -= elapsedMs;
  }

  #addShip(index: number): void {
    const hue = (index * 97) & 255;
    const state = { score: 0, alive: true, thrusting: true, shielded: index % 4 === 0 };
    const entity = { x: 0, y: 0, heading: 0, hue, name: `Pilot ${index + 1}`, ...state };
    const speed = index === 0 ? 0 : 30;
    const key = `ship${index}`;
    this.ships.tracks.set(key, { key, ...this.#pose(), entity, speed, leftMs: this.#up(litMs) });
  }

  #addDrone(): void {
    const key = `drone${this.#born++}`;
    const entity = { x: 0, y: 0, heading: 0 };
    const leftMs = this.#up(droneMs) + droneMs / 2;
    this.drones.tracks.set(key, { key, ...this.#pose(), entity, speed: 20, leftMs });
  }

  #addShot(): void {
    const key = `shot${this.#born++}`;
    const entity = { x: 0, y: 0, heading: 0, hue: Math.floor(this.#up(256)) };
    const leftMs = this.#born > 2 * crowdSize.shots ? shotMs : this.#up(shotMs);
    this.shots.tracks.set(key, { key, ...this.#pose(), entity, speed: 500, leftMs });
  }

  #pose(): { x: number; y: number; heading: number } {
    const x = world.width * (0.5 + (this.#up(1) - 0.5) * this.#spread);
    const y = world.height * (0.5 + (this.#up(1) - 0.5) * this.#spread);
    return { x, y, heading: this.#up(Math.PI * 2) };
  }

  /** The same numbers in every run, 0 … most. */
  #up(most: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#seed / 2 ** 32) * most;
  }
}
