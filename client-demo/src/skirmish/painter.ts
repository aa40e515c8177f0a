// Puts the pictures of one frame into the buffers, back to front: drones, shots, ships, what flies
// off them, and words. Reads the view and the effects; the camera says where on the screen.
import type { ArenaView, Drawn } from './arena-view.ts';
import { type Atlas, picture } from './atlas.ts';
import type { Camera } from './camera.ts';
import { type Effects, popupSeconds } from './effects.ts';
import type { Labels } from './labels.ts';
import { alarmRgb, boneRgb, dustRgb, emberRgb, hueRgb, type Rgb } from './lamp-colors.ts';
import type { LightMap } from './light-map.ts';
import type { QuadBuffer } from './quad-buffer.ts';
import type { Drone, Ship, Shot } from './skirmish-state.ts';
import { shortest } from './torus.ts';

const droneSightUnits = 320; // a rule of skirmish: nearer than this, a drone hunts
const edgePixels = 26; // from the screen's edge to the arrows of ships out of sight
const arrowReachUnits = 1100; // farther away a ship has no arrow: the minimap shows it
const shipMargin = 60; // units: as far as a ship's pictures reach

export class Painter {
  readonly #camera: Camera;
  readonly #atlas: Atlas;
  readonly #labels: Labels;
  readonly #pictures: QuadBuffer;
  readonly #words: QuadBuffer;
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
  }

  paint(view: ArenaView, effects: Effects, map: LightMap, ratio: number, nowMs: number): void {
    this.#ratio = ratio;
    this.#nowMs = nowMs;
    this.#pictures.clear();
    this.#words.clear();
    const own = view.own?.entity.alive === true ? view.own : undefined;
    for (const drone of view.drones.tracks.values()) this.#drone(drone, own, map);
    for (const shot of view.shots.tracks.values()) this.#shot(shot);
    for (const ship of view.ships.tracks.values()) {
      if (ship.entity.alive && ship !== own) this.#ship(ship);
    }
    if (view.ghost !== undefined) this.#ghost(view.ghost);
    if (own !== undefined) this.#ownShip(own);
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
    const zoom = camera.zoom * 1.08;
    this.#shadow(x, y, 0.5);
    quads.use(
      dustRgb[0] * 0.42 + (light[0] ?? 0) * 0.85,
      dustRgb[1] * 0.42 + (light[1] ?? 0) * 0.85,
      dustRgb[2] * 0.42 + (light[2] ?? 0) * 0.85,
      1,
      0,
    );
    quads.place(this.#atlas, picture.drone, x, y, cos, sin, zoom, zoom);
    const hunts = own !== undefined && this.#away(own, drone) < droneSightUnits;
    const beat = hunts ? 0.8 + 0.2 * Math.sin(this.#nowMs / 90 + drone.x) : 0.75;
    const eye = hunts ? alarmRgb : emberRgb;
    const size = camera.zoom * (hunts ? 0.46 : 0.3) * beat;
    quads.use(eye[0], eye[1], eye[2], beat, 1);
    quads.put(
      this.#atlas,
      picture.glow,
      x - cos * camera.zoom,
      y - sin * camera.zoom,
      0,
      size,
      size,
    );
  }

  #shot({ x: worldX, y: worldY, heading, entity }: Drawn<Shot>): void {
    const camera = this.#camera;
    const x = camera.screenX(worldX);
    const y = camera.screenY(worldY);
    if (!camera.sees(x, y, 40 * camera.zoom)) return;
    const quads = this.#pictures;
    const at = entity.hue * 3;
    const cos = Math.cos(heading);
    const sin = Math.sin(heading);
    const back = 7 * camera.zoom;
    quads.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 1, 1);
    const { zoom } = camera;
    quads.place(
      this.#atlas,
      picture.bolt,
      x - cos * back,
      y - sin * back,
      cos,
      sin,
      zoom * 1.25,
      zoom,
    );
    quads.use(1, 0.98, 0.94, 1, 1);
    quads.place(this.#atlas, picture.bolt, x, y, cos, sin, zoom * 0.5, zoom * 0.42);
  }

  #ship(ship: Drawn<Ship>): void {
    const camera = this.#camera;
    const x = camera.screenX(ship.x);
    const y = camera.screenY(ship.y);
    const at = ship.entity.hue * 3;
    if (!camera.sees(x, y, 26 * camera.zoom)) this.#arrow(x, y, at);
    if (!camera.sees(x, y, shipMargin * camera.zoom)) return;
    this.#shadow(x, y, 0.75);
    this.#flame(ship, x, y);
    const quads = this.#pictures;
    quads.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 1, 0);
    quads.put(this.#atlas, picture.hull, x, y, ship.heading, camera.zoom, camera.zoom);
    this.#lamp(ship, x, y, boneRgb, 0);
    this.#shield(ship, x, y);
    const frame = this.#labels.frame(ship.entity.name, this.#nowMs);
    this.#words.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 1, 0);
    this.#word(frame, x, y + 24 * camera.zoom + 9);
  }

  /** Bone-white with its colour around it: no other ship looks so. */
  #ownShip(ship: Drawn<Ship>): void {
    const camera = this.#camera;
    const x = camera.screenX(ship.x);
    const y = camera.screenY(ship.y);
    const at = ship.entity.hue * 3;
    const zoom = camera.zoom * 1.1;
    this.#shadow(x, y, 0.8);
    this.#flame(ship, x, y);
    const quads = this.#pictures;
    quads.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 0.55, 1);
    quads.put(this.#atlas, picture.glow, x, y, 0, zoom * 1.5, zoom * 1.5);
    quads.use(boneRgb[0], boneRgb[1], boneRgb[2], 1, 0);
    quads.put(this.#atlas, picture.hull, x, y, ship.heading, zoom, zoom);
    quads.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 1, 0);
    quads.put(this.#atlas, picture.hullEdge, x, y, ship.heading, zoom, zoom);
    this.#lamp(ship, x, y, hueRgb, at);
    this.#shield(ship, x, y);
  }

  #ghost({ x, y, heading }: NonNullable<ArenaView['ghost']>): void {
    const { zoom } = this.#camera;
    const [screenX, screenY] = [this.#camera.screenX(x), this.#camera.screenY(y)];
    this.#pictures.use(dustRgb[0], dustRgb[1], dustRgb[2], 0.9, 0);
    this.#pictures.put(this.#atlas, picture.hullEdge, screenX, screenY, heading, zoom, zoom);
  }

  #shadow(x: number, y: number, alpha: number): void {
    const { zoom } = this.#camera;
    this.#pictures.use(0.02, 0.018, 0.024, alpha, 0);
    this.#pictures.put(this.#atlas, picture.glow, x, y + 3 * zoom, 0, zoom * 1.05, zoom * 1.05);
  }

  #flame(ship: Drawn<Ship>, x: number, y: number): void {
    if (!ship.entity.thrusting) return;
    const { zoom } = this.#camera;
    const cos = Math.cos(ship.heading);
    const sin = Math.sin(ship.heading);
    const long = zoom * (0.85 + 0.22 * Math.sin(this.#nowMs / 23 + ship.entity.hue));
    const at = ship.entity.hue * 3;
    const back = 19 * zoom;
    const quads = this.#pictures;
    quads.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, 0.9, 1);
    quads.place(this.#atlas, picture.flame, x - cos * back, y - sin * back, cos, sin, long, zoom);
    quads.use(1, 0.96, 0.88, 0.95, 1);
    const near = 14 * zoom;
    quads.place(
      this.#atlas,
      picture.flame,
      ...([x - cos * near, y - sin * near, cos, sin, long * 0.45, zoom * 0.5] as const),
    );
  }

  /** The lamp at the bow. */
  #lamp(ship: Drawn<Ship>, x: number, y: number, colors: ArrayLike<number>, at: number): void {
    const { zoom } = this.#camera;
    const noseX = x + Math.cos(ship.heading) * 16 * zoom;
    const noseY = y + Math.sin(ship.heading) * 16 * zoom;
    this.#pictures.use(colors[at] ?? 1, colors[at + 1] ?? 1, colors[at + 2] ?? 1, 1, 1);
    this.#pictures.put(this.#atlas, picture.glow, noseX, noseY, 0, zoom * 0.42, zoom * 0.42);
  }

  #shield(ship: Drawn<Ship>, x: number, y: number): void {
    if (ship.entity.shielded !== true) return;
    const { zoom } = this.#camera;
    const at = ship.entity.hue * 3;
    const shimmer = 0.55 + 0.2 * Math.sin(this.#nowMs / 110) + 0.1 * Math.sin(this.#nowMs / 37);
    const turn = this.#nowMs / 700;
    this.#pictures.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, shimmer, 1);
    this.#pictures.put(this.#atlas, picture.shield, x, y, turn, zoom, zoom);
  }

  /** A ship out of sight, but not far: an arrowhead at the screen's edge, on the line to it. */
  #arrow(screenX: number, screenY: number, at: number): void {
    const { width, height, zoom } = this.#camera;
    const offsetX = screenX - width / 2;
    const offsetY = screenY - height / 2;
    const away = Math.hypot(offsetX, offsetY) / zoom;
    const near = 1 - away / arrowReachUnits;
    if (near <= 0) return;
    const scaleX = (width / 2 - edgePixels) / Math.max(1, Math.abs(offsetX));
    const scaleY = (height / 2 - edgePixels) / Math.max(1, Math.abs(offsetY));
    const scale = Math.min(scaleX, scaleY);
    const size = 0.7 + 0.55 * near;
    const alpha = Math.min(0.95, near * 2.4);
    this.#pictures.use(hueRgb[at] ?? 1, hueRgb[at + 1] ?? 1, hueRgb[at + 2] ?? 1, alpha, 0);
    this.#pictures.place(
      this.#atlas,
      picture.arrow,
      width / 2 + offsetX * scale,
      height / 2 + offsetY * scale,
      offsetX / (away * zoom),
      offsetY / (away * zoom),
      size,
      size,
    );
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
    for (const { text, x, y, left } of popups) {
      if (left <= 0) continue;
      const rest = left / popupSeconds;
      const rise = (1 - rest * rest) * 34;
      this.#tintWords(boneRgb, Math.min(1, rest * 2));
      const frame = this.#labels.frame(text, this.#nowMs);
      this.#word(frame, this.#camera.screenX(x), this.#camera.screenY(y) - 16 - rise, 1.5);
    }
  }

  #tintWords([red, green, blue]: Rgb, alpha: number): void {
    this.#words.use(red, green, blue, alpha, 0);
  }

  /** On whole device pixels the letters stay sharp. */
  #word(frame: number, x: number, y: number, scale = 1): void {
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
