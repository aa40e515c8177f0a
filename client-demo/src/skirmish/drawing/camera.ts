// The camera: follows one point of the toroidal world and maps world units to CSS pixels. Owns
// the view's size and zoom and its trembling; written once a frame before anything is drawn.
import { shortest, type World, wrap } from '../torus.ts';

const viewUnits = 760; // the geometric mean of the visible width and height
const zoomMin = 0.8; // a phone sees less of the floor, not smaller ships
const zoomMax = 2.4;
const followPerSecond = 14;
const kickPixels = 15; // at full strength
const kickDecayPerSecond = 4.2;

export class Camera {
  x = 0;
  y = 0;
  zoom = 1; // CSS pixels per world unit
  width = 1; // CSS pixels
  height = 1;
  world: World = { width: 1, height: 1 };
  /** Where the view is pushed to by what happens, in CSS pixels. */
  kickX = 0;
  kickY = 0;
  #kick = 0; // 0 … 1
  #shaken = 0; // seconds of trembling so far

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

  /** A blow of this strength, 0 … 1: the view trembles and comes to rest within a second. */
  kick(strength: number): void {
    this.#kick = Math.min(1, this.#kick + strength);
  }

  tremble(elapsedSeconds: number): void {
    this.#kick *= Math.exp(-kickDecayPerSecond * elapsedSeconds);
    if (this.#kick < 0.01) this.#kick = 0;
    this.#shaken += elapsedSeconds;
    // The square: a light blow is hardly seen, a heavy one is felt.
    const reach = this.#kick * this.#kick * kickPixels;
    this.kickX = reach * Math.sin(this.#shaken * 71) * Math.cos(this.#shaken * 23);
    this.kickY = reach * Math.sin(this.#shaken * 83 + 1.7) * Math.cos(this.#shaken * 29);
  }

  screenX(x: number): number {
    return this.width / 2 + this.kickX + shortest(this.x, x, this.world.width) * this.zoom;
  }

  screenY(y: number): number {
    return this.height / 2 + this.kickY + shortest(this.y, y, this.world.height) * this.zoom;
  }

  sees(screenX: number, screenY: number, margin: number): boolean {
    const insideX = screenX > -margin && screenX < this.width + margin;
    return insideX && screenY > -margin && screenY < this.height + margin;
  }
}
