/** What the room and the page both know: the floor, and how a lantern moves. Imports nothing. */
export const floor = { width: 960, height: 600 };
const speed = 240;

/** Where something is on the floor. */
export interface Point {
  x: number;
  y: number;
}

/** What a player holds: -1, 0 or 1 along each axis. */
export interface Held {
  readonly dx: number;
  readonly dy: number;
}

/** One step of `dt` seconds. */
export function walk(walker: Point, held: Held, dt: number): void {
  // As fast across the floor as along it.
  const stride = (held.dx !== 0 && held.dy !== 0 ? speed * Math.SQRT1_2 : speed) * dt;
  walker.x = Math.min(Math.max(walker.x + held.dx * stride, 0), floor.width);
  walker.y = Math.min(Math.max(walker.y + held.dy * stride, 0), floor.height);
}
