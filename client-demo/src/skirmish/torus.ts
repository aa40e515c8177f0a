// Distances and places in the toroidal world: what leaves on one side comes in on the other.

export interface World {
  readonly width: number; // units
  readonly height: number;
}

/** The signed distance from `a` to `b` the short way round a circle of length `size`. */
export function shortest(a: number, b: number, size: number): number {
  return wrap(b - a + size / 2, size) - size / 2;
}

export function wrap(value: number, size: number): number {
  return ((value % size) + size) % size;
}
