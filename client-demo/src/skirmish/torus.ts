// Places and distances in a world without edges: what leaves on one side comes in on the other.

export interface World {
  readonly width: number;
  readonly height: number;
}

export interface Place {
  x: number;
  y: number;
  heading: number; // radians, 0 along +x, y downwards
}

/** The signed distance from `a` to `b` the short way round a circle of length `size`. */
export function shortest(a: number, b: number, size: number): number {
  return wrap(b - a + size / 2, size) - size / 2;
}

export function wrap(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** Sets `out` between two places, the short way; beyond `to` where `share` is above 1. */
export function between(out: Place, from: Place, to: Place, share: number, world: World): void {
  out.x = wrap(from.x + shortest(from.x, to.x, world.width) * share, world.width);
  out.y = wrap(from.y + shortest(from.y, to.y, world.height) * share, world.height);
  out.heading = from.heading + shortest(from.heading, to.heading, Math.PI * 2) * share;
}

export function distance(a: Readonly<Place>, b: Readonly<Place>, world: World): number {
  const x = shortest(a.x, b.x, world.width);
  return Math.hypot(x, shortest(a.y, b.y, world.height));
}
