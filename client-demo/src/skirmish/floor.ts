// The floor: a lattice of points that the lamps of ships and shots light up, like a halftone.
// The spacing divides the world, so the lattice has no seam. Owns the sheet: the unlit lattice,
// drawn once per size of the view and then only shifted.

import { dust, floorColor } from '../shared/palette.ts';
import type { Camera } from './camera.ts';
import { wrap } from './torus.ts';

const spacingUnits = 19;
const restAlpha = 0.17;
const restPixels = 1.3;
const litPixels = 7;

export class Floor {
  readonly #sheet = document.createElement('canvas');
  #drawnFor = '';

  /** Covers the view with the unlit floor. `ratio`: device pixels per CSS pixel. */
  draw(context: CanvasRenderingContext2D, camera: Camera, ratio: number): void {
    const stepX = step(camera.world.width) * camera.zoom;
    const stepY = step(camera.world.height) * camera.zoom;
    const drawnFor = [camera.width, camera.height, stepX, stepY, ratio].join(' ');
    if (this.#drawnFor !== drawnFor) this.#drawSheet(camera, stepX, stepY, ratio);
    this.#drawnFor = drawnFor;
    // On whole device pixels the points stay crisp; the sheet is one step larger than the view.
    const shiftX = wrap(camera.width / 2 - camera.x * camera.zoom, stepX) - stepX;
    const shiftY = wrap(camera.height / 2 - camera.y * camera.zoom, stepY) - stepY;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(this.#sheet, Math.round(shiftX * ratio), Math.round(shiftY * ratio));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
  }

  #drawSheet(camera: Camera, stepX: number, stepY: number, ratio: number): void {
    const sheet = this.#sheet;
    sheet.width = Math.ceil((camera.width + 2 * stepX) * ratio);
    sheet.height = Math.ceil((camera.height + 2 * stepY) * ratio);
    const context = sheet.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser has no 2D canvas');
    context.fillStyle = floorColor;
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.scale(ratio, ratio);
    context.fillStyle = dust;
    context.globalAlpha = restAlpha;
    for (let x = 0; x * ratio < sheet.width; x += stepX) {
      for (let y = 0; y * ratio < sheet.height; y += stepY) dot(context, x, y, restPixels);
    }
  }
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
      context.globalAlpha = Math.min(0.8, light * 1.3);
      const size = restPixels + (litPixels - restPixels) * Math.min(1, light);
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
