// Paints ships: hull, lamp, flame, shield, and the arrow at the screen's edge for those out of
// sight. The own one is bone-white with its colour around it: no other ship looks so.
import type { Drawn } from '../arena-view.ts';
import type { Ship } from '../skirmish-state.ts';
import type { Atlas } from './atlas.ts';
import type { Camera } from './camera.ts';
import { boneRgb, dustRgb, hueRgb } from './lamp-colors.ts';
import { picture } from './pictures.ts';
import type { QuadBuffer } from './quad-buffer.ts';

const edgePixels = 26; // from the screen's edge to the arrows
const topPixels = 58; // from its top, where words are
const arrowReachUnits = 1100; // farther away a ship has no arrow: the minimap shows it
const marginUnits = 60; // as far as a ship's pictures reach
const ownShare = 1.12; // the own ship is a little larger

export class ShipPainter {
  readonly #camera: Camera;
  readonly #atlas: Atlas;
  readonly #quads: QuadBuffer;

  constructor(camera: Camera, atlas: Atlas, quads: QuadBuffer) {
    this.#camera = camera;
    this.#atlas = atlas;
    this.#quads = quads;
  }

  /** Returns whether the ship is in sight, and so wants its name. */
  other(ship: Drawn<Ship>, nowMs: number): boolean {
    const camera = this.#camera;
    const x = camera.screenX(ship.x);
    const y = camera.screenY(ship.y);
    const at = ship.entity.hue * 3;
    if (!camera.sees(x, y, 26 * camera.zoom)) this.#arrow(x, y, at);
    if (!camera.sees(x, y, marginUnits * camera.zoom)) return false;
    const cos = Math.cos(ship.heading);
    const sin = Math.sin(ship.heading);
    this.#shadow(x, y);
    this.#flame(ship, x, y, cos, sin, nowMs);
    this.#quads.tint(hueRgb, at, 1, 0);
    this.#quads.place(this.#atlas, picture.hull, x, y, cos, sin, camera.zoom, camera.zoom);
    this.#quads.tint(boneRgb, 0, 1, 1);
    this.#lamp(x, y, cos, sin);
    this.#shield(ship, x, y, nowMs);
    return true;
  }

  own(ship: Drawn<Ship>, nowMs: number): void {
    const camera = this.#camera;
    const x = camera.screenX(ship.x);
    const y = camera.screenY(ship.y);
    const at = ship.entity.hue * 3;
    const zoom = camera.zoom * ownShare;
    const cos = Math.cos(ship.heading);
    const sin = Math.sin(ship.heading);
    this.#shadow(x, y);
    this.#flame(ship, x, y, cos, sin, nowMs);
    const quads = this.#quads;
    quads.tint(hueRgb, at, 0.5, 1);
    quads.put(this.#atlas, picture.glow, x, y, 0, zoom * 1.4, zoom * 1.4);
    quads.tint(boneRgb, 0, 1, 0);
    quads.place(this.#atlas, picture.hull, x, y, cos, sin, zoom, zoom);
    quads.tint(hueRgb, at, 1, 0);
    quads.place(this.#atlas, picture.hullEdge, x, y, cos, sin, zoom, zoom);
    quads.tint(hueRgb, at, 1, 1);
    this.#lamp(x, y, cos, sin);
    this.#shield(ship, x, y, nowMs);
  }

  /** Where the server has the own ship: an outline, to compare with. */
  ghost({ x, y, heading }: Pick<Drawn<Ship>, 'x' | 'y' | 'heading'>): void {
    const camera = this.#camera;
    const zoom = camera.zoom * ownShare;
    const [onX, onY] = [camera.screenX(x), camera.screenY(y)];
    this.#quads.tint(dustRgb, 0, 0.9, 0);
    this.#quads.put(this.#atlas, picture.hullEdge, onX, onY, heading, zoom, zoom);
  }

  #shadow(x: number, y: number): void {
    const { zoom } = this.#camera;
    this.#quads.use(0.02, 0.018, 0.024, 0.75, 0);
    this.#quads.put(this.#atlas, picture.glow, x, y + 3 * zoom, 0, zoom, zoom);
  }

  #flame(ship: Drawn<Ship>, x: number, y: number, cos: number, sin: number, nowMs: number): void {
    if (!ship.entity.thrusting) return;
    const { zoom } = this.#camera;
    const { hue } = ship.entity;
    const long = zoom * (0.95 + 0.22 * Math.sin(nowMs / 23 + hue));
    const quads = this.#quads;
    const far = 21 * zoom;
    quads.tint(hueRgb, hue * 3, 1, 1);
    quads.place(this.#atlas, picture.flame, x - cos * far, y - sin * far, cos, sin, long, zoom);
    const near = 15 * zoom;
    const hotX = x - cos * near;
    const hotY = y - sin * near;
    quads.tint(boneRgb, 0, 1, 1);
    quads.place(this.#atlas, picture.flame, hotX, hotY, cos, sin, long * 0.5, zoom * 0.55);
  }

  /** The lamp at the bow. */
  #lamp(x: number, y: number, cos: number, sin: number): void {
    const { zoom } = this.#camera;
    const size = zoom * 0.4;
    const ahead = 16 * zoom;
    this.#quads.put(this.#atlas, picture.glow, x + cos * ahead, y + sin * ahead, 0, size, size);
  }

  #shield(ship: Drawn<Ship>, x: number, y: number, nowMs: number): void {
    if (ship.entity.shielded !== true) return;
    const { zoom } = this.#camera;
    const shimmer = 0.6 + 0.2 * Math.sin(nowMs / 110) + 0.12 * Math.sin(nowMs / 37);
    this.#quads.tint(hueRgb, ship.entity.hue * 3, shimmer, 1);
    this.#quads.put(this.#atlas, picture.shield, x, y, nowMs / 700, zoom, zoom);
  }

  /** A ship out of sight, but not far: an arrowhead at the screen's edge, on the line to it. */
  #arrow(screenX: number, screenY: number, at: number): void {
    const { width, height, zoom } = this.#camera;
    const offsetX = screenX - width / 2;
    const offsetY = screenY - height / 2;
    const awayPixels = Math.hypot(offsetX, offsetY);
    const near = 1 - awayPixels / zoom / arrowReachUnits;
    if (near <= 0) return;
    const scaleX = (width / 2 - edgePixels) / Math.max(1, Math.abs(offsetX));
    const scaleY =
      (height / 2 - (offsetY < 0 ? topPixels : edgePixels)) / Math.max(1, Math.abs(offsetY));
    const scale = Math.min(scaleX, scaleY);
    const x = width / 2 + offsetX * scale;
    const y = height / 2 + offsetY * scale;
    const size = 0.7 + 0.55 * near;
    const cos = offsetX / awayPixels;
    const sin = offsetY / awayPixels;
    this.#quads.tint(hueRgb, at, Math.min(0.95, near * 2.4), 0);
    this.#quads.place(this.#atlas, picture.arrow, x, y, cos, sin, size, size);
  }
}
