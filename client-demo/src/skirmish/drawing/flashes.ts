// Light that comes and goes: flashes, and rings that run over the floor. A fixed pool, written
// round and round. Moved once a frame; its light goes to the light map.
import type { LightMap } from './light-map.ts';

interface Flash {
  x: number;
  y: number;
  from: number; // radius in units at the start …
  to: number; // … and at the end
  width: number; // of a ring to either side of its radius; 0 for a disc, which shines to its radius
  readonly color: Float32Array;
  strength: number;
  left: number; // seconds
  life: number;
}

export class Flashes {
  readonly #flashes: readonly Flash[];
  #next = 0;

  constructor(capacity: number) {
    this.#flashes = Array.from({ length: capacity }, () => {
      const color = new Float32Array(3);
      return { x: 0, y: 0, from: 0, to: 0, width: 0, color, strength: 0, left: 0, life: 1 };
    });
  }

  /** A disc of light at (x, y) that dies away. `radius` in units. */
  disc(x: number, y: number, radius: number, life: number): Flash {
    return this.#add(x, y, radius, radius, 0, life);
  }

  /** A ring of light that runs from one radius to another. */
  ring(x: number, y: number, from: number, to: number, life: number): Flash {
    return this.#add(x, y, from, to, 34, life);
  }

  advance(elapsedSeconds: number): void {
    for (const flash of this.#flashes) {
      if (flash.left > 0) flash.left -= elapsedSeconds;
    }
  }

  shine(map: LightMap): void {
    for (const flash of this.#flashes) {
      if (flash.left <= 0) continue;
      const rest = flash.left / flash.life;
      const isRing = flash.width > 0;
      // A ring runs out fast and slows down; a disc dies away at once and lingers.
      const radius = flash.to + (flash.from - flash.to) * (isRing ? rest * rest : rest);
      map.use(flash.color, 0, flash.strength * (isRing ? rest : rest * rest));
      if (isRing) map.ring(flash.x, flash.y, radius, flash.width);
      else map.lamp(flash.x, flash.y, radius);
    }
  }

  /** Gives a flash its colour: three numbers of `colors` from `at` on, and how strong. */
  static tint(flash: Flash, colors: ArrayLike<number>, at: number, strength: number): void {
    flash.color[0] = colors[at] ?? 0;
    flash.color[1] = colors[at + 1] ?? 0;
    flash.color[2] = colors[at + 2] ?? 0;
    flash.strength = strength;
  }

  #add(x: number, y: number, from: number, to: number, width: number, life: number): Flash {
    const flash = this.#flashes[this.#next] as Flash;
    this.#next = (this.#next + 1) % this.#flashes.length;
    flash.x = x;
    flash.y = y;
    flash.from = from;
    flash.to = to;
    flash.width = width;
    flash.left = life;
    flash.life = life;
    return flash;
  }
}
