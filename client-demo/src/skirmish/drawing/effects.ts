// What is seen of what happens: sparks, splinters, flashes and rings of light, and the camera's
// kick. Told by the witness; owns the particles and the flashes.
import type { ArenaView, Drawn } from '../arena-view.ts';
import type { Drone, Ship, Shot } from '../skirmish-state.ts';
import { shortest } from '../torus.ts';
import type { Camera } from './camera.ts';
import { Flashes } from './flashes.ts';
import { alarmRgb, boneRgb, dustRgb, emberRgb, hueRgb } from './lamp-colors.ts';
import type { LightMap } from './light-map.ts';
import { Particles } from './particles.ts';
import { picture } from './pictures.ts';
import type { Happenings } from './witness.ts';

const particlesMax = 1536;
const flashesMax = 96;
const exhaustPerSecond = 46; // of each ship that thrusts
const popupsMax = 12;
export const popupSeconds = 1.1;
const kickReachUnits = 700; // a blow farther away is not felt

/** Points, shown where they were won. */
export interface Popup {
  text: string;
  x: number;
  y: number;
  left: number; // seconds; at rest when none are left
}

export class Effects implements Happenings {
  readonly particles = new Particles(particlesMax);
  readonly flashes = new Flashes(flashesMax);
  readonly popups: readonly Popup[] = Array.from({ length: popupsMax }, () => {
    return { text: '', x: 0, y: 0, left: 0 };
  });
  readonly #camera: Camera;
  readonly #isCalm: boolean;
  readonly #random: () => number;
  #exhaust = 0;
  #ownKey = '';
  #nextPopup = 0;

  /** `isCalm`: this visitor asked for less motion, so the view does not tremble. */
  constructor(camera: Camera, isCalm: boolean, random: () => number = Math.random) {
    this.#camera = camera;
    this.#isCalm = isCalm;
    this.#random = random;
  }

  advance(view: ArenaView, elapsedSeconds: number): void {
    this.particles.advance(elapsedSeconds, view.world);
    this.flashes.advance(elapsedSeconds);
    this.#ownKey = view.sessionId;
    for (const popup of this.popups) popup.left -= elapsedSeconds;
    this.#exhaust += elapsedSeconds * exhaustPerSecond;
    const puffs = Math.min(3, Math.floor(this.#exhaust));
    this.#exhaust -= Math.floor(this.#exhaust);
    if (puffs === 0) return;
    for (const ship of view.ships.tracks.values()) {
      if (ship.entity.alive && ship.entity.thrusting) this.#puff(ship, puffs);
    }
  }

  shine(map: LightMap): void {
    this.flashes.shine(map);
  }

  fired(shot: Drawn<Shot>): void {
    const at = shot.entity.hue * 3;
    const x = shot.x + Math.cos(shot.heading) * 16;
    const y = shot.y + Math.sin(shot.heading) * 16;
    Flashes.tint(this.flashes.disc(x, y, 95, 0.11), hueRgb, at, 1.1);
    for (let spark = 0; spark < 3; spark += 1) {
      const row = this.#spark(x, y, shot.heading + this.#around(0.5), 120 + this.#up(160), 0.16);
      this.particles.tint(row, hueRgb, at);
    }
  }

  shotGone(shot: Drawn<Shot>): void {
    const at = shot.entity.hue * 3;
    for (let spark = 0; spark < 4; spark += 1) {
      const row = this.#spark(shot.x, shot.y, this.#around(Math.PI), 30 + this.#up(90), 0.25);
      this.particles.tint(row, hueRgb, at);
    }
  }

  droneOut({ x, y }: Drawn<Drone>): void {
    Flashes.tint(this.flashes.disc(x, y, 210, 0.34), emberRgb, 0, 2.2);
    Flashes.tint(this.flashes.ring(x, y, 10, 130, 0.5), emberRgb, 0, 1.1);
    this.#fireball(x, y, 26, 0.26, emberRgb, 0);
    for (let spark = 0; spark < 14; spark += 1) {
      const row = this.#spark(x, y, this.#around(Math.PI), 60 + this.#up(260), 0.3 + this.#up(0.4));
      this.particles.tint(row, spark % 3 === 0 ? boneRgb : emberRgb, 0);
    }
    for (let shard = 0; shard < 5; shard += 1) this.#shard(x, y, 130, dustRgb, 0);
    this.#blow(x, y, 0.34);
  }

  shipOut({ key, x, y, entity }: Drawn<Ship>): void {
    const at = entity.hue * 3;
    Flashes.tint(this.flashes.disc(x, y, 430, 0.6), boneRgb, 0, 3.2);
    Flashes.tint(this.flashes.disc(x, y, 240, 1.5), hueRgb, at, 1.2);
    Flashes.tint(this.flashes.ring(x, y, 16, 330, 0.95), hueRgb, at, 1.9);
    this.#fireball(x, y, 58, 0.42, boneRgb, 0);
    this.#fireball(x, y, 96, 0.62, hueRgb, at);
    this.#shockwave(x, y, hueRgb, at);
    for (let spark = 0; spark < 44; spark += 1) {
      const row = this.#spark(x, y, this.#around(Math.PI), 60 + this.#up(430), 0.4 + this.#up(0.7));
      this.particles.tint(row, spark % 3 === 0 ? boneRgb : hueRgb, spark % 3 === 0 ? 0 : at);
    }
    for (let ember = 0; ember < 14; ember += 1) this.#ember(x, y);
    for (let shard = 0; shard < 10; shard += 1) this.#shard(x, y, 210, hueRgb, at);
    this.#blow(x, y, key === this.#ownKey ? 1.2 : 0.8);
  }

  shipLit({ x, y, entity }: Drawn<Ship>): void {
    const at = entity.hue * 3;
    Flashes.tint(this.flashes.ring(x, y, 210, 20, 0.55), hueRgb, at, 1.5);
    Flashes.tint(this.flashes.disc(x, y, 260, 0.8), hueRgb, at, 0.9);
    for (let spark = 0; spark < 18; spark += 1) {
      const angle = (spark * Math.PI * 2) / 18;
      const fromX = x + Math.cos(angle) * 70;
      const fromY = y + Math.sin(angle) * 70;
      const row = this.#spark(fromX, fromY, angle + Math.PI, 150, 0.42);
      this.particles.tint(row, hueRgb, at);
    }
  }

  scored(points: number, by: Drawn<unknown> | undefined): void {
    if (by === undefined) return;
    const popup = this.popups[this.#nextPopup] as Popup;
    this.#nextPopup = (this.#nextPopup + 1) % popupsMax;
    popup.text = `+${points}`;
    popup.x = by.x;
    popup.y = by.y;
    popup.left = popupSeconds;
  }

  #puff(ship: Drawn<Ship>, puffs: number): void {
    const camera = this.#camera;
    const margin = 60 * camera.zoom;
    if (!camera.sees(camera.screenX(ship.x), camera.screenY(ship.y), margin)) return;
    const back = ship.heading + Math.PI;
    const x = ship.x + Math.cos(back) * 13;
    const y = ship.y + Math.sin(back) * 13;
    for (let puff = 0; puff < puffs; puff += 1) {
      const row = this.#spark(
        x,
        y,
        back + this.#around(0.28),
        130 + this.#up(120),
        0.22 + this.#up(0.2),
      );
      this.particles.look(row, picture.glow, 2.6 + this.#up(2), 2.6, 1);
      this.particles.tint(row, hueRgb, ship.entity.hue * 3);
    }
  }

  #spark(x: number, y: number, angle: number, speed: number, life: number): number {
    const row = this.particles.add(x, y, life);
    this.particles.fly(row, angle, speed, 2.4);
    const long = 3 + speed / 40;
    this.particles.look(row, picture.spark, long, 1.8, 1);
    return row;
  }

  #ember(x: number, y: number): void {
    const row = this.particles.add(x + this.#around(14), y + this.#around(14), 0.9 + this.#up(1.1));
    this.particles.fly(row, this.#around(Math.PI), 12 + this.#up(60), 1.1);
    const size = 2 + this.#up(2.4);
    this.particles.look(row, picture.glow, size, size, 1);
    this.particles.tint(row, this.#up(1) < 0.5 ? alarmRgb : emberRgb, 0);
  }

  #shard(x: number, y: number, speed: number, colors: ArrayLike<number>, at: number): void {
    const row = this.particles.add(x, y, 0.6 + this.#up(0.9));
    this.particles.fly(row, this.#around(Math.PI), speed * (0.3 + this.#up(0.9)), 1.5);
    this.particles.spin[row] = this.#around(14);
    const size = 3 + this.#up(3.4);
    this.particles.look(row, picture.shard, size, size, 0);
    this.particles.tint(row, colors, at);
  }

  #fireball(
    x: number,
    y: number,
    size: number,
    life: number,
    colors: ArrayLike<number>,
    at: number,
  ) {
    const row = this.particles.add(x, y, life);
    this.particles.fly(row, 0, 0, 0);
    this.particles.look(row, picture.glow, size, size, 1);
    this.particles.tint(row, colors, at);
  }

  #shockwave(x: number, y: number, colors: ArrayLike<number>, at: number): void {
    const row = this.particles.add(x, y, 0.5);
    this.particles.fly(row, 0, 0, 0);
    this.particles.look(row, picture.ring, 110, 110, 1);
    this.particles.tint(row, colors, at);
  }

  #blow(x: number, y: number, strength: number): void {
    if (this.#isCalm) return;
    const { width, height } = this.#camera.world;
    const away = Math.hypot(
      shortest(this.#camera.x, x, width),
      shortest(this.#camera.y, y, height),
    );
    const near = 1 - away / kickReachUnits;
    if (near > 0) this.#camera.kick(strength * near * near);
  }

  /** A random number, -reach … reach. */
  #around(reach: number): number {
    return (this.#random() * 2 - 1) * reach;
  }

  /** A random number, 0 … most. */
  #up(most: number): number {
    return this.#random() * most;
  }
}
