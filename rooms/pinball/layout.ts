/** The table's plan. Lengths in table units, of which a ball is 0.7 wide; y points up. */

export const size = { width: 10, height: 20 };
export const gravity = { x: 0, y: -18 };
export const ballRadius = 0.35;
/** A ball below this is lost. */
export const drainY = -1;

/** Polylines that nothing passes: the sides and the top, and the slopes down to the flippers. */
export const walls: readonly (readonly number[])[] = [
  [0, 5.2, 0, 17, 3, 20, 7, 20, 10, 17, 10, 5.2],
  [0, 5.2, 2.4, 3.4, 2.4, -2],
  [10, 5.2, 7.6, 3.4, 7.6, -2],
];

/** Round things that throw balls back, and give points. */
export const bumpers: readonly { x: number; y: number; radius: number }[] = [
  { x: 3, y: 14, radius: 0.8 },
  { x: 7, y: 14, radius: 0.8 },
  { x: 5, y: 11.5, radius: 0.8 },
  { x: 2, y: 9, radius: 0.5 },
  { x: 8, y: 9, radius: 0.5 },
];

/** They turn about where the slopes end. Angles in radians, speeds per second. */
export const flipper = {
  leftX: 2.6,
  rightX: 7.4,
  y: 3.1,
  length: 1.9,
  thickness: 0.24,
  rest: -0.45,
  raised: 0.5,
  speed: 18,
};

/** Where balls come in, and how fast, sideways: another way each time. */
export const launch = { x: 5, y: 18.5, speed: 3, ways: 7 };
