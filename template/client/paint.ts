/** The canvas: the floor in the middle of the page, and the few shapes that are on it. */
import { floor, type Point } from '../rooms/lanterns/rules.ts';

const marginPixels = 48;

const canvas = document.querySelector('canvas') as HTMLCanvasElement;
const paper = canvas.getContext('2d') as CanvasRenderingContext2D;

/** Clears the page, then calls `paint` with the floor's units, within its edges. Light adds up. */
export function paintFloor(paint: () => void): void {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const { scale, left, top } = placed();
  paper.clearRect(0, 0, width, height);
  paper.save();
  paper.setTransform(scale, 0, 0, scale, left, top);
  paper.beginPath();
  paper.rect(0, 0, floor.width, floor.height);
  paper.clip();
  paper.fillStyle = '#11131a';
  paper.fill();
  paper.globalCompositeOperation = 'lighter';
  paint();
  paper.restore();
}

/** A point of the page as one of the floor. */
export function toFloor(pageX: number, pageY: number): Point {
  const { scale, left, top } = placed();
  return {
    x: (pageX * devicePixelRatio - left) / scale,
    y: (pageY * devicePixelRatio - top) / scale,
  };
}

export function lanternColor(hue: number, alpha = 1): string {
  return `hsl(${(hue / 256) * 360} 85% 62% / ${alpha})`;
}

/** Light that falls off as a lamp's does: fast, and then for long. */
export function glow(x: number, y: number, radius: number, color: (alpha: number) => string): void {
  const light = paper.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, color(1));
  light.addColorStop(0.3, color(0.32));
  light.addColorStop(0.6, color(0.1));
  light.addColorStop(1, color(0));
  paper.fillStyle = light;
  paper.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

export function disc(x: number, y: number, radius: number, color: string): void {
  paper.fillStyle = color;
  paper.beginPath();
  paper.arc(x, y, radius, 0, Math.PI * 2);
  paper.fill();
}

export function ring(x: number, y: number, radius: number, color: string): void {
  paper.strokeStyle = color;
  paper.lineWidth = 2;
  paper.beginPath();
  paper.arc(x, y, radius, 0, Math.PI * 2);
  paper.stroke();
}

function placed(): { scale: number; left: number; top: number } {
  const { width, height } = canvas;
  const margin = marginPixels * devicePixelRatio * 2;
  const scale = Math.min((width - margin) / floor.width, (height - margin) / floor.height);
  const left = (width - floor.width * scale) / 2;
  const top = (height - floor.height * scale) / 2;
  return { scale, left, top };
}
