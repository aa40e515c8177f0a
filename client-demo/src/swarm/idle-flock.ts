// A few lights over the empty floor behind the start screen, in place of a room's drones. Owns
// their places.
import { type World, wrap } from './drone-columns.ts';
import type { Drone, Drones } from './swarm-state.ts';

const count = 140;
const stepUnits = 2.4;

interface Light extends Drone {
  x: number;
  y: number;
}

export class IdleFlock implements Drones {
  readonly size = count;
  readonly #world: World;
  readonly #lights: readonly Light[];
  #steps = 0;

  constructor(world: World) {
    this.#world = world;
    // Golden steps: spread evenly, and the same on every visit.
    this.#lights = Array.from({ length: count }, (_none, at) => ({
      x: ((at * 0.754_877_67) % 1) * world.width,
      y: ((at * 0.569_840_29) % 1) * world.height,
    }));
  }

  /** One step: each in a wide bend of its own. */
  fly(): this {
    this.#steps += 1;
    const { width, height } = this.#world;
    for (const [at, light] of this.#lights.entries()) {
      const heading = at * 2.4 + Math.sin(this.#steps / 170 + at) * 1.6;
      light.x = wrap(light.x + Math.cos(heading) * stepUnits, width);
      light.y = wrap(light.y + Math.sin(heading) * stepUnits, height);
    }
    return this;
  }

  forEach(visit: (drone: Drone) => void): void {
    this.#lights.forEach(visit);
  }
}
