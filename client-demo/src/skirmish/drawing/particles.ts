// Sparks, embers, smoke and splinters: a fixed pool in columns, written round and round, so that a
// new particle takes the oldest one's place and nothing is allocated while playing. Moved once a
// frame; whoever adds one fills in its columns.
import { type World, wrap } from '../torus.ts';

export class Particles {
  readonly capacity: number;
  readonly x: Float32Array; // units
  readonly y: Float32Array;
  readonly vx: Float32Array; // units a second
  readonly vy: Float32Array;
  readonly drag: Float32Array; // share of the speed that a second takes, as an exponent
  readonly turn: Float32Array; // radians
  readonly spin: Float32Array; // radians a second
  readonly length: Float32Array; // units; half, as drawn
  readonly breadth: Float32Array;
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  readonly glow: Float32Array; // 1 adds light, 0 covers what is behind
  readonly frame: Uint8Array; // which picture of the atlas
  /** Seconds left and seconds in all; at rest where nothing is left. */
  readonly left: Float32Array;
  readonly life: Float32Array;
  #next = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    const column = () => new Float32Array(capacity);
    this.x = column();
    this.y = column();
    this.vx = column();
    this.vy = column();
    this.drag = column();
    this.turn = column();
    this.spin = column();
    this.length = column();
    this.breadth = column();
    this.red = column();
    this.green = column();
    this.blue = column();
    this.glow = column();
    this.frame = new Uint8Array(capacity);
    this.left = column();
    this.life = column();
  }

  /** The row of a new particle at (x, y) that lives so long; all else is its maker's to fill in. */
  add(x: number, y: number, lifeSeconds: number): number {
    const row = this.#next;
    this.#next = (row + 1) % this.capacity;
    this.x[row] = x;
    this.y[row] = y;
    this.left[row] = lifeSeconds;
    this.life[row] = lifeSeconds;
    return row;
  }

  /** Sets a particle flying along `angle` at `speed` units a second. */
  fly(row: number, angle: number, speed: number, drag: number): void {
    this.vx[row] = Math.cos(angle) * speed;
    this.vy[row] = Math.sin(angle) * speed;
    this.drag[row] = drag;
    this.turn[row] = angle;
    this.spin[row] = 0;
  }

  /** `length` and `breadth` in units, half of what is seen. */
  look(row: number, frame: number, length: number, breadth: number, glow: number): void {
    this.frame[row] = frame;
    this.length[row] = length;
    this.breadth[row] = breadth;
    this.glow[row] = glow;
  }

  tint(row: number, colors: ArrayLike<number>, at: number): void {
    this.red[row] = colors[at] ?? 0;
    this.green[row] = colors[at + 1] ?? 0;
    this.blue[row] = colors[at + 2] ?? 0;
  }

  advance(elapsedSeconds: number, world: World): void {
    for (let row = 0; row < this.capacity; row += 1) {
      const left = this.left[row] ?? 0;
      if (left <= 0) continue;
      this.left[row] = left - elapsedSeconds;
      const kept = Math.exp(-(this.drag[row] ?? 0) * elapsedSeconds);
      const vx = (this.vx[row] ?? 0) * kept;
      const vy = (this.vy[row] ?? 0) * kept;
      this.vx[row] = vx;
      this.vy[row] = vy;
      this.x[row] = wrap((this.x[row] ?? 0) + vx * elapsedSeconds, world.width);
      this.y[row] = wrap((this.y[row] ?? 0) + vy * elapsedSeconds, world.height);
      this.turn[row] = (this.turn[row] ?? 0) + (this.spin[row] ?? 0) * elapsedSeconds;
    }
  }
}
