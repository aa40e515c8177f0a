// The camera: follows one point of the toroidal world and maps world units to CSS pixels. Owns
// the view's size and zoom; written once a frame before anything is drawn.
import { shortest, type World, wrap } from './torus.ts';

const viewUnits = 800; // the geometric mean of the visible width and height
const zoomMin = 0.82; // a phone sees less of the floor, not smaller ships
const zoomMax = 2.2;
const followPerSecond = 14;

export class Camera {
  x = 0;
  y = 0;
  zoom = 1; // CSS pixels per world unit
  width = 1; // CSS pixels
  height = 1;
  world: World = { width: 1, height: 1 };

  resize(width: number, height: number, world: World): void {
    this.width = width;
    this.height = height;
    this.world = world;
    // The view never shows the same place twice, however large the screen is.
    const whole = Math.max(width / world.width, height / world.height);
    const wanted = Math.sqrt(width * height) / viewUnits;
    this.zoom = Math.max(whole, Math.min(zoomMax, Math.max(zoomMin, wanted)));
  }

  follow(x: number, y: number, elapsedSeconds: number): void {
    const share = 1 - Math.exp(-followPerSecond * elapsedSeconds);
    this.x = wrap(this.x + shortest(this.x, x, this.world.width) * share, this.world.width);
    this.y = wrap(this.y + shortest(this.y, y, this.world.height) * share, this.world.height);
  }

  jump(x: number, y: number): void {
    this.x = x;
    this.y = y;
  }

  screenX(x: number): number {
    return this.width / 2 + shortest(this.x, x, this.world.width) * this.zoom;
  }

  screenY(y: number): number {
    return this.height / 2 + shortest(this.y, y, this.world.height) * this.zoom;
  }

  sees(screenX: number, screenY: number, margin: number): boolean {
    const insideX = screenX > -margin && screenX < this.width + margin;
    return insideX && screenY > -margin && screenY < this.height + margin;
  }
}
