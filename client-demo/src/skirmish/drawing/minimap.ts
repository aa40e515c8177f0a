// The whole world, small: the light on its floor as the floor itself shows it, with ships, drones
// and what the screen shows of it. Owns its canvas; draws a few times a second, not every frame.
import { bone, floorColor, hueColor } from '../../shared/palette.ts';
import type { ArenaView, Drawn } from '../arena-view.ts';
import type { Ship } from '../skirmish-state.ts';
import type { Camera } from './camera.ts';
import { makeFloorPlan } from './floor-plan.ts';
import type { LightMap } from './light-map.ts';
import { MinimapProjection } from './map-projection.ts';

const drawMs = 80;
const pixelsWide = 360; // of the canvas; the page shows it smaller, so it is sharp on any screen
const ember = '#f0a040';
const wallColor: readonly [number, number, number, number] = [162, 151, 138, 54];

export class Minimap {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #map: LightMap | undefined;
  #projection = new MinimapProjection(pixelsWide, { width: 3, height: 2 });
  #light = new ImageData(1, 1);
  #lightSheet = new OffscreenCanvas(1, 1);
  #wallSheet = new OffscreenCanvas(1, 1);
  #drawnMs = 0;

  /** Throws where the browser has no 2D canvas. */
  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('this browser has no 2D canvas');
    this.#canvas = canvas;
    this.#context = context;
  }

  /** Draws what there is now, if it is time. */
  draw(view: ArenaView, camera: Camera, map: LightMap, nowMs: number): void {
    if (nowMs - this.#drawnMs < drawMs || this.#canvas.offsetParent === null) return;
    this.#drawnMs = nowMs;
    if (this.#map !== map) this.#begin(view, map);
    const own = view.own;
    this.#projection.center(own?.x ?? camera.x, own?.y ?? camera.y);
    this.#floor();
    this.#drones(view);
    for (const ship of view.ships.tracks.values()) {
      if (ship.entity.alive && ship !== own) this.#ship(ship);
    }
    this.#frame(camera);
    if (own?.entity.alive === true) this.#ownShip(own);
  }

  #begin({ world }: ArenaView, map: LightMap): void {
    const { columns, rows, stepX, stepY } = map;
    this.#map = map;
    this.#projection = new MinimapProjection(pixelsWide, world);
    this.#canvas.width = this.#projection.width;
    this.#canvas.height = this.#projection.height;
    this.#light = new ImageData(map.texels, columns, rows);
    this.#lightSheet = new OffscreenCanvas(columns, rows);
    this.#wallSheet = new OffscreenCanvas(columns, rows);
    const { marks } = makeFloorPlan(columns, rows, stepX, stepY);
    const walls = new ImageData(columns, rows);
    for (let at = 0; at < marks.length; at += 4) {
      if (marks[at + 2] !== 0) walls.data.set(wallColor, at);
    }
    this.#wallSheet.getContext('2d')?.putImageData(walls, 0, 0);
  }

  #floor(): void {
    const context = this.#context;
    const { width, height, originX, originY } = this.#projection;
    this.#lightSheet.getContext('2d')?.putImageData(this.#light, 0, 0);
    context.fillStyle = floorColor;
    context.fillRect(0, 0, width, height);
    for (let x = originX; x < width; x += width) {
      for (let y = originY; y < height; y += height) {
        context.globalAlpha = 0.85;
        context.globalCompositeOperation = 'lighter';
        context.drawImage(this.#lightSheet, x, y, width, height);
        context.globalCompositeOperation = 'source-over';
        context.globalAlpha = 1;
        context.drawImage(this.#wallSheet, x, y, width, height);
      }
    }
  }

  #drones(view: ArenaView): void {
    const context = this.#context;
    context.fillStyle = ember;
    for (const drone of view.drones.tracks.values()) {
      context.fillRect(this.#projection.x(drone.x) - 1.5, this.#projection.y(drone.y) - 1.5, 3, 3);
    }
  }

  #ship(ship: Drawn<Ship>): void {
    const context = this.#context;
    context.fillStyle = hueColor(ship.entity.hue);
    context.beginPath();
    context.arc(this.#projection.x(ship.x), this.#projection.y(ship.y), 4.5, 0, Math.PI * 2);
    context.fill();
  }

  /** What the screen shows. */
  #frame(camera: Camera): void {
    const context = this.#context;
    const { scale } = this.#projection;
    const width = (camera.width / camera.zoom) * scale;
    const height = (camera.height / camera.zoom) * scale;
    const x = this.#projection.x(camera.x) - width / 2;
    const y = this.#projection.y(camera.y) - height / 2;
    context.strokeStyle = 'rgb(241 231 211 / 30%)';
    context.lineWidth = 1.5;
    context.strokeRect(x, y, width, height);
  }

  #ownShip({ x, y, heading, entity }: Drawn<Ship>): void {
    const context = this.#context;
    context.save();
    context.translate(this.#projection.x(x), this.#projection.y(y));
    context.rotate(heading);
    context.beginPath();
    context.moveTo(12, 0);
    context.lineTo(-8, 8);
    context.lineTo(-8, -8);
    context.closePath();
    context.fillStyle = bone;
    context.strokeStyle = hueColor(entity.hue);
    context.lineWidth = 3;
    context.stroke();
    context.fill();
    context.restore();
  }
}
