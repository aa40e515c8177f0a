// The floor: a lattice of points that the lamps of ships and shots light up, like a halftone.
// Drawn with fillRect only; the spacing divides the world, so the lattice has no seam.
import type { Camera } from './camera.ts';
import { dust } from './palette.ts';

const spacingUnits = 34;
const restAlpha = 0.2;
const restPixels = 1.4;
const litPixels = 4.6;

/** Draws the unlit lattice, and the world's edge as a denser row: where the torus joins. */
export function drawFloor(context: CanvasRenderingContext2D, camera: Camera): void {
  const stepX = step(camera.world.width);
  const stepY = step(camera.world.height);
  const halfWidth = camera.width / 2 / camera.zoom;
  const halfHeight = camera.height / 2 / camera.zoom;
  const top = Math.floor((camera.y - halfHeight) / stepY);
  const bottom = Math.ceil((camera.y + halfHeight) / stepY);
  context.fillStyle = dust;
  context.globalAlpha = restAlpha;
  for (let i = Math.floor((camera.x - halfWidth) / stepX); ; i += 1) {
    const x = camera.width / 2 + (i * stepX - camera.x) * camera.zoom;
    if (x > camera.width + restPixels) break;
    for (let j = top; j <= bottom; j += 1) {
      dot(context, x, camera.height / 2 + (j * stepY - camera.y) * camera.zoom, restPixels);
    }
  }
  context.globalAlpha = 1;
}

/** Lights the lattice around a lamp that is at (x, y) in the world. */
export function drawLamp(
  context: CanvasRenderingContext2D,
  camera: Camera,
  x: number,
  y: number,
  radiusUnits: number,
  color: string,
  strength: number,
): void {
  const centerX = camera.screenX(x);
  const centerY = camera.screenY(y);
  if (!camera.sees(centerX, centerY, radiusUnits * camera.zoom)) return;
  const stepX = step(camera.world.width);
  const stepY = step(camera.world.height);
  context.fillStyle = color;
  for (let i = Math.ceil((x - radiusUnits) / stepX); i * stepX <= x + radiusUnits; i += 1) {
    for (let j = Math.ceil((y - radiusUnits) / stepY); j * stepY <= y + radiusUnits; j += 1) {
      const offsetX = i * stepX - x;
      const offsetY = j * stepY - y;
      const near = 1 - Math.hypot(offsetX, offsetY) / radiusUnits;
      if (near <= 0) continue;
      const light = near * near * strength;
      context.globalAlpha = Math.min(1, light * 1.5);
      const size = restPixels + (litPixels - restPixels) * Math.min(1, light * 1.4);
      dot(context, centerX + offsetX * camera.zoom, centerY + offsetY * camera.zoom, size);
    }
  }
  context.globalAlpha = 1;
}

function step(size: number): number {
  return size / Math.max(1, Math.round(size / spacingUnits));
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.fillRect(x - size / 2, y - size / 2, size, size);
}
