// Which part of the world is on the screen: a centre and a zoom. The world has no edge, so one may
// drag on for ever; it never shows the same place twice. Written by gestures.
import { type World, wrap } from './drone-columns.ts';

const zoomMax = 4;

export class View {
  x: number; // the world's place in the middle of the screen
  y: number;
  zoom = 0; // CSS pixels per unit; 0 before the screen's size is known
  width = 1; // CSS pixels
  height = 1;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.x = world.width / 2;
    this.y = world.height / 2;
  }

  /** Zoomed out as far as it goes. */
  get zoomMin(): number {
    return Math.max(this.width / this.#world.width, this.height / this.#world.height);
  }

  resize(width: number, height: number): void {
    this.width = Math.max(1, width);
    this.height = Math.max(1, height);
    this.zoom = this.#bounded(this.zoom);
  }

  panBy(pixelsX: number, pixelsY: number): void {
    this.x = wrap(this.x - pixelsX / this.zoom, this.#world.width);
    this.y = wrap(this.y - pixelsY / this.zoom, this.#world.height);
  }

  /** Zooms so that what is under a place of the screen stays there. */
  zoomBy(factor: number, screenX: number, screenY: number): void {
    const before = this.zoom;
    this.zoom = this.#bounded(before * factor);
    const awayX = screenX - this.width / 2;
    const awayY = screenY - this.height / 2;
    this.x = wrap(this.x + awayX / before - awayX / this.zoom, this.#world.width);
    this.y = wrap(this.y + awayY / before - awayY / this.zoom, this.#world.height);
  }

  whole(): void {
    this.zoom = this.zoomMin;
  }

  #bounded(zoom: number): number {
    return Math.min(Math.max(zoom, this.zoomMin), Math.max(zoomMax, this.zoomMin));
  }
}
