// How bright each point of the floor's lattice is: every lamp adds its light to the points around
// it, across the world's seams too. Kept for the whole world, because three things read it: the
// floor's shader, the drones that stand in the light, and the minimap. Written once a frame.
import type { World } from '../torus.ts';

const spacingUnits = 19;

export class LightMap {
  readonly columns: number;
  readonly rows: number;
  readonly stepX: number; // units between points; divides the world, so the lattice has no seam
  readonly stepY: number;
  /** Red, green, blue, 255 of each point, row by row: light as a screen can show it. */
  readonly texels: Uint8ClampedArray<ArrayBuffer>;
  readonly #world: World;
  readonly #light: Float32Array; // red, green, blue of each point: 0 and up
  #red = 0; // of the lamps that are added next
  #green = 0;
  #blue = 0;
  #at = 0; // where the next light goes, and the row that it is in
  #rowStart = 0;
  #rowEnd = 0;

  constructor(world: World) {
    const { width, height } = world;
    this.#world = world;
    this.columns = Math.max(1, Math.round(width / spacingUnits));
    this.rows = Math.max(1, Math.round(height / spacingUnits));
    this.stepX = width / this.columns;
    this.stepY = height / this.rows;
    this.#light = new Float32Array(this.columns * this.rows * 3);
    this.texels = new Uint8ClampedArray(this.columns * this.rows * 4).fill(255);
  }

  /** Whether this is a map of a world of this size. */
  fits({ width, height }: World): boolean {
    return width === this.#world.width && height === this.#world.height;
  }

  clear(): void {
    this.#light.fill(0);
  }

  /** The colour of the lamps that follow: three numbers of `colors` from `at` on; how strong. */
  use(colors: ArrayLike<number>, at: number, strength: number): void {
    this.#red = (colors[at] ?? 0) * strength;
    this.#green = (colors[at + 1] ?? 0) * strength;
    this.#blue = (colors[at + 2] ?? 0) * strength;
  }

  /** A lamp at (x, y): brightest there, dark at `radius` units. */
  lamp(x: number, y: number, radius: number): void {
    const square = radius * radius;
    const firstRow = Math.ceil((y - radius) / this.stepY);
    const lastRow = Math.floor((y + radius) / this.stepY);
    for (let row = firstRow; row <= lastRow; row += 1) {
      const offsetY = row * this.stepY - y;
      const squareLeft = square - offsetY * offsetY;
      const half = Math.sqrt(Math.max(0, squareLeft)); // of the lamp's width in this row
      const first = Math.ceil((x - half) / this.stepX);
      const last = Math.floor((x + half) / this.stepX);
      this.#start(first, row);
      for (let column = first; column <= last; column += 1) {
        const offsetX = column * this.stepX - x;
        // Falls off like a lamp close to the floor.
        const near = (squareLeft - offsetX * offsetX) / square;
        this.#add(near * near * near);
      }
    }
  }

  /** A ring of light around (x, y): brightest at `radius` units, dark `width` to either side. */
  ring(x: number, y: number, radius: number, width: number): void {
    const reach = radius + width;
    const firstRow = Math.ceil((y - reach) / this.stepY);
    const lastRow = Math.floor((y + reach) / this.stepY);
    const first = Math.ceil((x - reach) / this.stepX);
    const last = Math.floor((x + reach) / this.stepX);
    for (let row = firstRow; row <= lastRow; row += 1) {
      const offsetY = row * this.stepY - y;
      this.#start(first, row);
      for (let column = first; column <= last; column += 1) {
        const off = (Math.hypot(column * this.stepX - x, offsetY) - radius) / width;
        const near = Math.max(0, 1 - off * off);
        this.#add(near * near);
      }
    }
  }

  /** What `texels` shows from now on: the light so far, with bright places held back. */
  develop(): void {
    const { texels } = this;
    const light = this.#light;
    for (let point = 0, from = 0; from < light.length; point += 4, from += 3) {
      const red = light[from] ?? 0;
      const green = light[from + 1] ?? 0;
      const blue = light[from + 2] ?? 0;
      const most = Math.max(red, green, blue);
      // One share for all three keeps a lamp's hue; only what outshines that goes to white.
      const share = most <= 0 ? 0 : (255 * 1.75) / (1 + 1.2 * most);
      const white = most > 1.6 ? (most - 1.6) * 34 : 0;
      texels[point] = red * share + white;
      texels[point + 1] = green * share + white;
      texels[point + 2] = blue * share + white;
    }
  }

  /** Writes the light at (x, y), between the points smoothly, to `out`: red, green, blue, 0 … 1. */
  sample(x: number, y: number, out: Float32Array): void {
    const column = Math.floor(x / this.stepX);
    const row = Math.floor(y / this.stepY);
    const shareX = x / this.stepX - column;
    const shareY = y / this.stepY - row;
    const left = wrapIndex(column, this.columns);
    const right = wrapIndex(column + 1, this.columns);
    const top = wrapIndex(row, this.rows) * this.columns;
    const bottom = wrapIndex(row + 1, this.rows) * this.columns;
    const { texels } = this;
    for (let part = 0; part < 3; part += 1) {
      const above = mix(
        texels[(top + left) * 4 + part] ?? 0,
        texels[(top + right) * 4 + part] ?? 0,
        shareX,
      );
      const below = mix(
        texels[(bottom + left) * 4 + part] ?? 0,
        texels[(bottom + right) * 4 + part] ?? 0,
        shareX,
      );
      out[part] = mix(above, below, shareY) / 255;
    }
  }

  /** Goes to a point; `#add` then goes on along its row, across the seam. */
  #start(column: number, row: number): void {
    this.#rowStart = wrapIndex(row, this.rows) * this.columns * 3;
    this.#rowEnd = this.#rowStart + this.columns * 3;
    this.#at = this.#rowStart + wrapIndex(column, this.columns) * 3;
  }

  #add(near: number): void {
    const light = this.#light;
    const at = this.#at;
    light[at] = (light[at] as number) + this.#red * near;
    light[at + 1] = (light[at + 1] as number) + this.#green * near;
    light[at + 2] = (light[at + 2] as number) + this.#blue * near;
    this.#at = at + 3 === this.#rowEnd ? this.#rowStart : at + 3;
  }
}

function wrapIndex(index: number, size: number): number {
  const within = index % size;
  return within < 0 ? within + size : within;
}

function mix(a: number, b: number, share: number): number {
  return a + (b - a) * share;
}
