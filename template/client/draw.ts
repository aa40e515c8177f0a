/** Draws the floor: sparks glimmer in the dark, lanterns throw light. Owns the canvas. */
import { floor, type Walker } from '../rooms/lanterns/rules.ts';
import type { LanternSeen, LanternsState } from '../rooms/lanterns/state.ts';

const lightUnits = 170;
const sparkUnits = 14;
const marginPixels = 48;

const canvas = document.querySelector('canvas') as HTMLCanvasElement;
const paper = canvas.getContext('2d') as CanvasRenderingContext2D;

/** `place` says where a lantern is to be shown now, between two patches. */
export function draw(
  { lanterns, sparks }: LanternsState,
  ownId: string,
  place: (lantern: LanternSeen, axis: 'x' | 'y') => number,
): void {
  const { scale, left, top } = placed();
  paper.setTransform(1, 0, 0, 1, 0, 0);
  paper.fillStyle = '#07080c';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.setTransform(scale, 0, 0, scale, left, top);
  paper.fillStyle = '#11131a';
  paper.fillRect(0, 0, floor.width, floor.height);
  paper.globalCompositeOperation = 'lighter';
  lanterns?.forEach((lantern, id) => {
    drawLantern(place(lantern, 'x'), place(lantern, 'y'), lantern.hue, id === ownId);
  });
  sparks?.forEach((spark, id) => {
    drawSpark(spark.x, spark.y, Number(id));
  });
  paper.globalCompositeOperation = 'source-over';
}

/** A point of the page as one of the floor. */
export function toFloor(pageX: number, pageY: number): Walker {
  const { scale, left, top } = placed();
  const pixels = devicePixelRatio;
  return { x: (pageX * pixels - left) / scale, y: (pageY * pixels - top) / scale };
}

export function lanternColor(hue: number, alpha = 1): string {
  return `hsl(${(hue / 256) * 360} 85% 62% / ${alpha})`;
}

function drawLantern(x: number, y: number, hue: number, isOwn: boolean): void {
  paper.save();
  paper.beginPath();
  paper.rect(0, 0, floor.width, floor.height);
  paper.clip();
  glow(x, y, lightUnits, (alpha) => lanternColor(hue, alpha * 0.5));
  paper.restore();
  paper.fillStyle = '#fff6dc';
  disc(x, y, 6);
  if (!isOwn) return;
  paper.strokeStyle = lanternColor(hue);
  paper.lineWidth = 2;
  paper.beginPath();
  paper.arc(x, y, 13, 0, Math.PI * 2);
  paper.stroke();
}

function drawSpark(x: number, y: number, id: number): void {
  const flicker = 0.75 + 0.25 * Math.sin(performance.now() / 240 + id * 1.7);
  glow(x, y, sparkUnits, (alpha) => `rgb(255 180 80 / ${alpha * 0.5 * flicker})`);
  paper.fillStyle = `rgb(255 226 168 / ${flicker})`;
  disc(x, y, 2.5);
}

/** Light that falls off as it does from a lamp: fast, and then for long. */
function glow(x: number, y: number, radius: number, color: (alpha: number) => string): void {
  const light = paper.createRadialGradient(x, y, 0, x, y, radius);
  light.addColorStop(0, color(1));
  light.addColorStop(0.3, color(0.32));
  light.addColorStop(0.6, color(0.1));
  light.addColorStop(1, color(0));
  paper.fillStyle = light;
  paper.fillRect(x - radius, y - radius, radius * 2, radius * 2);
}

function disc(x: number, y: number, radius: number): void {
  paper.beginPath();
  paper.arc(x, y, radius, 0, Math.PI * 2);
  paper.fill();
}

/** The whole floor in the middle of the page, whatever its size. */
function placed(): { scale: number; left: number; top: number } {
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const margin = marginPixels * devicePixelRatio * 2;
  const scale = Math.min((width - margin) / floor.width, (height - margin) / floor.height);
  const left = (width - floor.width * scale) / 2;
  const top = (height - floor.height * scale) / 2;
  return { scale, left, top };
}
