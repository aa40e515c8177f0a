// The plan of the vaults beneath the arena, engraved in the floor: rings of walls with gates, and
// walls across them. Light shows it, so a pilot learns to read where in the world it is. Each point
// of the lattice knows the piece of wall that runs through its square; the plan fits the world, so
// it has no seam. Pure: made once for a world.

/** Four bytes a point: cosine and sine of the wall's direction, 255 where there is one, reach. */
export interface FloorPlan {
  readonly columns: number;
  readonly rows: number;
  /** 128 is 0. The reach, 1 … 255, is how far the wall is from the point: -20 … 20 units. */
  readonly marks: Uint8Array<ArrayBuffer>;
}

/** A piece of wall near a point: its direction in radians, and how far to the right of it. */
interface Wall {
  readonly direction: number;
  readonly reach: number; // units
}

const rings = [
  { radius: 0.15, gates: 2, turn: 0.25 },
  { radius: 0.34, gates: 4, turn: 0.125 },
  { radius: 0.58, gates: 8, turn: 0.0625 },
  { radius: 0.86, gates: 12, turn: 0 },
] as const; // a radius of 1 touches the world's edges; a turn of 1 is all round
const crossings = [
  { from: 0.34, to: 0.58, count: 8, turn: 0 },
  { from: 0.58, to: 0.86, count: 12, turn: 1 / 24 },
] as const;
const gateUnits = 62; // half a gate's width
const reachMax = 20;

/** `stepX`, `stepY`: units between the points. */
export function makeFloorPlan(
  columns: number,
  rows: number,
  stepX: number,
  stepY: number,
): FloorPlan {
  const marks = new Uint8Array(columns * rows * 4);
  const halfWidth = (columns * stepX) / 2;
  const halfHeight = (rows * stepY) / 2;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const x = column * stepX - halfWidth;
      const y = row * stepY - halfHeight;
      const wall = ringAt(x, y, halfWidth, halfHeight) ?? crossingAt(x, y, halfWidth, halfHeight);
      const at = (row * columns + column) * 4;
      const isNear = wall !== undefined && passes(wall, stepX, stepY);
      marks[at] = 128 + 127 * (isNear ? Math.cos(wall.direction) : 1);
      marks[at + 1] = 128 + 127 * (isNear ? Math.sin(wall.direction) : 0);
      marks[at + 2] = isNear ? 255 : 0;
      marks[at + 3] = 128 + (127 * (isNear ? wall.reach : 0)) / reachMax;
    }
  }
  return { columns, rows, marks };
}

/** Whether the wall runs through the square around its point. */
function passes({ direction, reach }: Wall, stepX: number, stepY: number): boolean {
  const across = Math.abs(Math.sin(direction)) * stepX + Math.abs(Math.cos(direction)) * stepY;
  return Math.abs(reach) <= across / 2;
}

/** The nearest ring at (x, y), which are units from the world's middle; none at a gate. */
function ringAt(x: number, y: number, halfWidth: number, halfHeight: number): Wall | undefined {
  const radius = Math.hypot(x / halfWidth, y / halfHeight);
  const turn = Math.atan2(y / halfHeight, x / halfWidth) / (Math.PI * 2);
  const slopeX = x / halfWidth / halfWidth / radius;
  const slopeY = y / halfHeight / halfHeight / radius;
  const slope = Math.hypot(slopeX, slopeY);
  for (const ring of rings) {
    const reach = (ring.radius - radius) / slope;
    if (Math.abs(reach) >= reachMax) continue;
    const across = offCycle(turn - ring.turn, ring.gates) * Math.PI * 2 * Math.hypot(x, y);
    if (across < gateUnits) return undefined;
    // The wall runs square to the way out, which its reach is measured along.
    return { direction: Math.atan2(slopeY, slopeX) - Math.PI / 2, reach };
  }
  return undefined;
}

function crossingAt(x: number, y: number, halfWidth: number, halfHeight: number): Wall | undefined {
  const radius = Math.hypot(x / halfWidth, y / halfHeight);
  for (const { from, to, count, turn } of crossings) {
    if (radius < from || radius > to) continue;
    const nearest = Math.round(
      (Math.atan2(y / halfHeight, x / halfWidth) / Math.PI / 2 - turn) * count,
    );
    const angle = (nearest / count + turn) * Math.PI * 2;
    const direction = Math.atan2(Math.sin(angle) * halfHeight, Math.cos(angle) * halfWidth);
    const reach = x * Math.sin(direction) - y * Math.cos(direction);
    if (Math.abs(reach) < reachMax) return { direction, reach };
  }
  return undefined;
}

/** How far `turn` is from the nearest of `count` even places on the circle: a share of a turn. */
function offCycle(turn: number, count: number): number {
  return Math.abs(turn * count - Math.round(turn * count)) / count;
}
