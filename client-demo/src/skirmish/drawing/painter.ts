// Puts the pictures of one frame into the buffers, back to front: drones, shots, ships, what flies
// off them, and words. Reads the view and the effects; the camera says where on the screen.
import { drone as droneNumbers } from '../../../../rooms/skirmish/numbers.ts';
import type { ArenaView, Drawn } from '../arena-view.ts';
import type { Drone, Ship, Shot } from '../skirmish-state.ts';
import { shortest } from '../torus.ts';
import type { Atlas } from './atlas.ts';
import type { Camera } from './camera.ts';
import { type Effects, popupSeconds } from './effects.ts';
import type { Labels } from './labels.ts';
import { alarmRgb, boneRgb, dustRgb, emberRgb, hueRgb } from './lamp-colors.ts';
import type { LightMap } from './light-map.ts';
import { picture } from './pictures.ts';
import type { QuadBuffer } from './quad-buffer.ts';
import { ShipPainter } from './ship-painter.ts';

const droneDark = 0.42; // how much of a drone is seen without anybody's light
const nameUnits = 24; // below a ship's middle

export class Painter {
  readonly #camera: Camera;
  readonly #atlas: Atlas;
  readonly #labels: Labels;
  readonly #pictures: QuadBuffer;
  readonly #words: QuadBuffer;
  readonly #ships: ShipPainter;
  readonly #light = new Float32Array(3);
  #ratio = 1;
  #nowMs = 0;

  constructor(
    camera: Camera,
    atlas: Atlas,
    labels: Labels,
    pictures: QuadBuffer,
    words: QuadBuffer,
  ) {
    this.#camera = camera;
    this.#atlas = atlas;
    this.#labels = labels;
    this.#pictures = pictures;
    this.#words = words;
    this.#ships = new ShipPainter(camera, atlas, pictures);
  }

  /** `ratio`: device pixels per CSS pixel. */
  paint(view: ArenaView, effects: Effects, map: LightMap, ratio: number, nowMs: number): void {
    this.#ratio = ratio;
    this.#nowMs = nowMs;
    this.#pictures.clear();
    this.#words.clear();
    const own = view.own?.entity.alive === true ? view.own : undefined;
    for (const drone of view.drones.tracks.values()) this.#drone(drone, own, map);
    for (const shot of view.shots.tracks.values()) this.#shot(shot);
    for (const ship of view.ships.tracks.values()) {
      if (!ship.entity.alive || ship === own) continue;
      if (this.#ships.other(ship, nowMs)) this.#name(ship);
    }
    if (own !== undefined) {
      if (view.ghost !== undefined) this.#ships.ghost(view.ghost);
      this.#ships.own(own, nowMs);
    }
    this.#particles(effects);
    this.#popups(effects);
  }

  /** Dark but for its eye; what more there is to see, somebody's lamp shows. */
  #drone(drone: Drawn<Drone>, own: Drawn<Ship> | undefined, map: LightMap): void {
    const camera = this.#camera;
    const x = camera.screenX(drone.x);
    const y = camera.screenY(drone.y);
    if (!camera.sees(x, y, 24 * camera.zoom)) return;
    const quads = this.#pictures;
    const cos = Math.cos(drone.heading);
    const sin = Math.sin(drone.heading);
    const light = this.#light;
    map.sample(drone.x, drone.y, light);
    quads.use(0.02, 0.018, 0.024, 0.5, 0);
    quads.put(this.#atlas, picture.glow, x, y + 2, 0, camera.zoom * 0.75, camera.zoom * 0.75);
    quads.use(
      dustRgb[0] * droneDark + (light[0] ?? 0) * 0.85,
      dustRgb[1] * droneDark + (light[1] ?? 0) * 0.85,
      dustRgb[2] * droneDark + (light[2] ?? 0) * 0.85,
      1,
      0,
    );
    const zoom = camera.zoom * 1.06;
    quads.place(this.#atlas, picture.drone, x, y, cos, sin, zoom, zoom);
    const hunts = own !== undefined && this.#away(own, drone) < droneNumbers.sight;
    const beat = hunts ? 0.8 + 0.2 * Math.sin(this.#nowMs / 90 + drone.x) : 0.75;
    const size = camera.zoom * (hunts ? 0.46 : 0.28) * beat;
    quads.tint(hunts ? alarmRgb : emberRgb, 0, beat, 1);
    quads.put(this.#atlas, picture.glow, x - cos * zoom, y - sin * zoom, 0, size, size);
  }

  #shot(shot: Drawn<Shot>): void {
    const camera = this.#camera;
    const x = camera.screenX(shot.x);
    const y = camera.screenY(shot.y);
    if (!camera.sees(x, y, 40 * camera.zoom)) return;
    const quads = this.#pictures;
    const { zoom } = camera;
    const cos = Math.cos(shot.heading);
    const sin = Math.sin(shot.heading);
    const tailX = x - cos * 7 * zoom;
    const tailY = y - sin * 7 * zoom;
    quads.tint(hueRgb, shot.entity.hue * 3, 1, 1);
    quads.place(this.#atlas, picture.bolt, tailX, tailY, cos, sin, zoom * 1.15, zoom * 0.92);
    quads.use(1, 0.98, 0.94, 1, 1);
    quads.place(this.#atlas, picture.bolt, x, y, cos, sin, zoom * 0.5, zoom * 0.42);
  }

  #name({ x, y, entity }: Drawn<Ship>): void {
    const camera = this.#camera;
    const frame = this.#labels.frame(entity.name, this.#nowMs);
    this.#words.tint(hueRgb, entity.hue * 3, 1, 0);
    this.#word(frame, camera.screenX(x), camera.screenY(y) + nameUnits * camera.zoom + 9, 1);
  }

  #particles({ particles }: Effects): void {
    const camera = this.#camera;
    const quads = this.#pictures;
    const { halfWidths, halfHeights } = this.#atlas;
    for (let row = 0; row < particles.capacity; row += 1) {
      const left = particles.left[row] ?? 0;
      if (left <= 0) continue;
      const x = camera.screenX(particles.x[row] ?? 0);
      const y = camera.screenY(particles.y[row] ?? 0);
      if (!camera.sees(x, y, 120 * camera.zoom)) continue;
      const rest = left / (particles.life[row] ?? 1);
      const frame = particles.frame[row] ?? 0;
      // A ring opens as it goes; all else shrinks a little.
      const grown = frame === picture.ring ? 1.05 - rest * rest : 0.4 + 0.6 * rest;
      const scale = camera.zoom * grown;
      quads.use(
        particles.red[row] ?? 1,
        particles.green[row] ?? 1,
        particles.blue[row] ?? 1,
        rest * 1.6,
        particles.glow[row] ?? 1,
      );
      const along = (scale * (particles.length[row] ?? 1)) / (halfWidths[frame] ?? 1);
      const across = (scale * (particles.breadth[row] ?? 1)) / (halfHeights[frame] ?? 1);
      quads.put(this.#atlas, frame, x, y, particles.turn[row] ?? 0, along, across);
    }
  }

  #popups({ popups }: Effects): void {
    const camera = this.#camera;
    for (const { text, x, y, left } of popups) {
      if (left <= 0) continue;
      const rest = left / popupSeconds;
      const rise = 16 + (1 - rest * rest) * 34;
      this.#words.tint(boneRgb, 0, Math.min(1, rest * 2), 0);
      const frame = this.#labels.frame(text, this.#nowMs);
      this.#word(frame, camera.screenX(x), camera.screenY(y) - rise, 1.5);
    }
  }

  /** On whole device pixels the letters stay sharp. */
  #word(frame: number, x: number, y: number, scale: number): void {
    const ratio = this.#ratio;
    const onX = Math.round(x * ratio) / ratio;
    const onY = Math.round(y * ratio) / ratio;
    this.#words.place(this.#labels, frame, onX, onY, 1, 0, scale, scale);
  }

  #away(a: Drawn<unknown>, b: Drawn<unknown>): number {
    const { width, height } = this.#camera.world;
    return Math.hypot(shortest(a.x, b.x, width), shortest(a.y, b.y, height));
  }
}
