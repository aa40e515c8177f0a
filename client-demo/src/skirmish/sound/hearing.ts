// How something far away sounds: fainter, and from its side. Pure.
import { shortest, type World } from '../torus.ts';

export interface Heard {
  loudness: number; // 0 … 1
  pan: number; // -1 left … 1 right
}

const reachUnits = 1000; // beyond it nothing is heard
const halfUnits = 300; // here a sound is half as loud
const sideUnits = 500; // this far to the side it comes from one side only

/** Writes to `out` how something at `there` is heard at `here`. */
export function hear(
  here: { readonly x: number; readonly y: number },
  there: { readonly x: number; readonly y: number },
  world: World,
  out: Heard,
): void {
  const offsetX = shortest(here.x, there.x, world.width);
  const offsetY = shortest(here.y, there.y, world.height);
  const away = Math.hypot(offsetX, offsetY);
  out.loudness = away >= reachUnits ? 0 : 1 / (1 + (away / halfUnits) ** 2);
  out.pan = Math.max(-0.8, Math.min(0.8, offsetX / sideUnits));
}
