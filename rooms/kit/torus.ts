/** Places and distances in a world without edges: what leaves on one side comes in on the other. */

export interface Placed {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Into 0 … size, for a value at most one world away; still so once it is a float32. */
export function wrap(value: number, size: number): number {
  const wrapped = Math.fround(value < 0 ? value + size : value);
  return wrapped >= size ? Math.fround(wrapped - size) : wrapped;
}

/** A difference of places, the short way round. */
export function shortest(difference: number, size: number): number {
  if (difference > size / 2) return difference - size;
  return difference < -size / 2 ? difference + size : difference;
}

export function touches(a: Placed, b: Placed, distance: number, world: Size): boolean {
  const dx = shortest(a.x - b.x, world.width);
  const dy = shortest(a.y - b.y, world.height);
  return dx * dx + dy * dy < distance * distance;
}
