// Where places of the toroidal world are on the minimap: the own ship is always in the middle, and
// all else is where the short way leads. Pure; moved once a drawing.
import { shortest, type World, wrap } from '../torus.ts';

export class MinimapProjection {
  readonly width: number; // pixels
  readonly height: number;
  world: World;
  scale: number; // pixels per unit
  #middleX = 0; // units
  #middleY = 0;

  /** As wide as is asked, and as high as the world then is. */
  constructor(width: number, world: World) {
    this.width = width;
    this.height = Math.round((width * world.height) / world.width);
    this.world = world;
    this.scale = width / world.width;
  }

  center(x: number, y: number): void {
    this.#middleX = x;
    this.#middleY = y;
  }

  x(worldX: number): number {
    return this.width / 2 + shortest(this.#middleX, worldX, this.world.width) * this.scale;
  }

  y(worldY: number): number {
    return this.height / 2 + shortest(this.#middleY, worldY, this.world.height) * this.scale;
  }

  /** Where a picture of the whole world, which repeats, must begin: in (-width, 0]. */
  get originX(): number {
    const at = wrap(this.width / 2 - this.#middleX * this.scale, this.width);
    return at === 0 ? 0 : at - this.width;
  }

  get originY(): number {
    const at = wrap(this.height / 2 - this.#middleY * this.scale, this.height);
    return at === 0 ? 0 : at - this.height;
  }
}
