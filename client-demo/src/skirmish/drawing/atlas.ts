// Every picture that is drawn more than once, painted into one canvas when the page starts, so that
// all of a frame goes to the graphics card in one call. Painted in greys: a picture gets its colour
// when it is drawn. Owns the canvas and where each picture is in it.
import type { Frames } from './quad-buffer.ts';

type Paint = (context: CanvasRenderingContext2D) => void;

interface Plate {
  readonly width: number; // units
  readonly height: number;
  readonly paint: Paint; // around the origin, in units, ahead is +x
}

const pixelsPerUnit = 4;
const gapPixels = 8; // between pictures, so that none shows in its neighbour when drawn small
const canvasWidth = 1024;
const canvasHeight = 1024;
const grey = (level: number) => `rgb(${level} ${level} ${level})`;

/** In the order of `picture` in pictures.ts. */
const plates: readonly Plate[] = [
  { width: 44, height: 36, paint: paintHull },
  { width: 44, height: 36, paint: paintHullEdge },
  { width: 36, height: 30, paint: paintDrone },
  { width: 64, height: 64, paint: paintGlow },
  { width: 40, height: 16, paint: paintFlame },
  { width: 40, height: 12, paint: paintBolt },
  { width: 24, height: 8, paint: paintSpark },
  { width: 12, height: 10, paint: paintShard },
  { width: 80, height: 80, paint: paintRing },
  { width: 64, height: 64, paint: paintShield },
  { width: 24, height: 24, paint: paintArrow },
];

export interface Atlas extends Frames {
  readonly canvas: HTMLCanvasElement;
}

/** Throws where the browser has no 2D canvas. */
export function paintAtlas(): Atlas {
  const canvas = document.createElement('canvas');
  canvas.width = canvasWidth;
  canvas.height = canvasHeight;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no 2D canvas');
  const corners = new Uint32Array(plates.length * 2);
  let left = gapPixels;
  let top = gapPixels;
  let shelf = 0;
  for (const [index, { width, height, paint }] of plates.entries()) {
    const wide = width * pixelsPerUnit;
    const high = height * pixelsPerUnit;
    if (left + wide + gapPixels > canvasWidth) {
      left = gapPixels;
      top += shelf + gapPixels;
      shelf = 0;
    }
    if (top + high > canvasHeight) throw new Error(`picture ${index} does not fit into the atlas`);
    context.setTransform(pixelsPerUnit, 0, 0, pixelsPerUnit, left + wide / 2, top + high / 2);
    paint(context);
    corners[index * 2] = corner(left, top);
    corners[index * 2 + 1] = corner(left + wide, top + high);
    left += wide + gapPixels;
    shelf = Math.max(shelf, high);
  }
  const halfWidths = Float32Array.from(plates, (plate) => plate.width / 2);
  const halfHeights = Float32Array.from(plates, (plate) => plate.height / 2);
  return { canvas, corners, halfWidths, halfHeights };
}

function corner(x: number, y: number): number {
  const across = Math.round((x / canvasWidth) * 0xff_ff);
  const down = Math.round((y / canvasHeight) * 0xff_ff);
  return (across | (down << 16)) >>> 0;
}

const hull = 'M 19 0 L 3 6 L -11 13 L -14 10 L -8.5 3.6 L -8.5 -3.6 L -14 -10 L -11 -13 L 3 -6 Z';

/** A dart with swept wings and a ridge; its left side takes the light, its right side is shaded. */
function paintHull(context: CanvasRenderingContext2D): void {
  context.lineJoin = 'round';
  context.strokeStyle = grey(10);
  context.lineWidth = 3.4;
  context.stroke(new Path2D(hull));
  context.fillStyle = grey(255);
  context.fill(new Path2D('M 19 0 L 3 -6 L -11 -13 L -14 -10 L -8.5 -3.6 L -8.5 0 Z'));
  context.fillStyle = grey(176);
  context.fill(new Path2D('M 19 0 L 3 6 L -11 13 L -14 10 L -8.5 3.6 L -8.5 0 Z'));
  context.fillStyle = grey(36);
  context.fill(new Path2D('M 7 0 L 3 1.9 L -1.5 1.3 L -1.5 -1.3 L 3 -1.9 Z'));
}

function paintHullEdge(context: CanvasRenderingContext2D): void {
  context.lineJoin = 'round';
  context.strokeStyle = grey(255);
  context.lineWidth = 2.2;
  context.stroke(new Path2D(hull));
}

/** Open jaws ahead: nothing like a ship, even as a shadow. */
function paintDrone(context: CanvasRenderingContext2D): void {
  const body = 'M 14 5 L 7 11 L -6 10 L -13 3 L -13 -3 L -6 -10 L 7 -11 L 14 -5 L 5 -3.4 L 5 3.4 Z';
  context.lineJoin = 'round';
  context.fillStyle = grey(84);
  context.fill(new Path2D(body));
  context.fillStyle = grey(52);
  context.fill(new Path2D('M 7 11 L -6 10 L -13 3 L -4 4 L 3 6 Z'));
  context.strokeStyle = grey(255);
  context.lineWidth = 1.5;
  context.stroke(new Path2D(body));
}

function paintGlow(context: CanvasRenderingContext2D): void {
  fade(context, 32, [1, 0.55, 0.24, 0.08, 0]);
}

function paintFlame(context: CanvasRenderingContext2D): void {
  context.save();
  context.scale(20, 8);
  fade(context, 1, [1, 0.7, 0.3, 0.1, 0]);
  context.restore();
}

function paintBolt(context: CanvasRenderingContext2D): void {
  context.save();
  context.scale(20, 6);
  fade(context, 1, [1, 0.95, 0.5, 0.14, 0]);
  context.restore();
}

function paintSpark(context: CanvasRenderingContext2D): void {
  const along = context.createLinearGradient(-11, 0, 11, 0);
  along.addColorStop(0, 'rgb(255 255 255 / 0%)');
  along.addColorStop(0.8, 'rgb(255 255 255 / 100%)');
  along.addColorStop(1, 'rgb(255 255 255 / 80%)');
  context.fillStyle = along;
  context.fill(new Path2D('M -11 0 L 8 -2.2 L 11 0 L 8 2.2 Z'));
}

function paintShard(context: CanvasRenderingContext2D): void {
  context.fillStyle = grey(255);
  context.fill(new Path2D('M 5 0.6 L -4 4 L -2.4 -3.6 Z'));
}

function paintRing(context: CanvasRenderingContext2D): void {
  for (const [width, alpha] of [
    [5, 0.16],
    [3, 0.3],
    [1.4, 0.9],
  ] as const) {
    circle(context, 36, width, alpha);
  }
}

/** A bubble: a thin skin that is brightest at its rim. */
function paintShield(context: CanvasRenderingContext2D): void {
  const skin = context.createRadialGradient(0, 0, 15, 0, 0, 28);
  skin.addColorStop(0, 'rgb(255 255 255 / 0%)');
  skin.addColorStop(0.8, 'rgb(255 255 255 / 22%)');
  skin.addColorStop(1, 'rgb(255 255 255 / 46%)');
  context.fillStyle = skin;
  context.beginPath();
  context.arc(0, 0, 28, 0, Math.PI * 2);
  context.fill();
  context.setLineDash([Math.PI * 2 * 28 * 0.07, Math.PI * 2 * 28 * 0.03]);
  circle(context, 28, 1.7, 1);
  context.setLineDash([]);
}

function paintArrow(context: CanvasRenderingContext2D): void {
  context.lineJoin = 'round';
  context.fillStyle = grey(255);
  context.strokeStyle = grey(10);
  context.lineWidth = 2;
  const arrow = new Path2D('M 9 0 L -5 7 L -2 0 L -5 -7 Z');
  context.stroke(arrow);
  context.fill(arrow);
}

function circle(context: CanvasRenderingContext2D, radius: number, width: number, alpha: number) {
  context.strokeStyle = `rgb(255 255 255 / ${alpha})`;
  context.lineWidth = width;
  context.beginPath();
  context.arc(0, 0, radius, 0, Math.PI * 2);
  context.stroke();
}

/** A white disc whose cover goes through `alphas` from its middle to its rim. */
function fade(context: CanvasRenderingContext2D, radius: number, alphas: readonly number[]): void {
  const gradient = context.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (const [index, alpha] of alphas.entries()) {
    gradient.addColorStop(index / (alphas.length - 1), `rgb(255 255 255 / ${alpha})`);
  }
  context.fillStyle = gradient;
  context.beginPath();
  context.arc(0, 0, radius, 0, Math.PI * 2);
  context.fill();
}
