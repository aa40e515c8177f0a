// Draws one frame of a scene on the canvas. One idea: the floor is dark, and every ship is a lamp
// whose light shows in the floor's points. Owns the canvas and the camera, reads everything else.

import { bone, dust, floorColor, hueColor } from '../shared/palette.ts';
import { Camera } from './camera.ts';
import { drawLamp, Floor } from './floor.ts';
import type { Scene } from './scene.ts';
import type { Ship } from './skirmish-state.ts';
import type { Track } from './timeline.ts';
import type { Place } from './torus.ts';

const pixelRatioMax = 2.5; // beyond it the eye gains nothing and the fill rate suffers
const lampUnits = 165;
const ownLampShare = 1.3; // the own lamp reaches farther: the eye finds it first
const wanderers = 5;
const edgePixels = 22;
const nameFont = '500 13px system-ui, sans-serif';
const droneColor = '#2b2724';
const hull = new Path2D('M 17 0 L -11 10.5 L -5.5 0 L -11 -10.5 Z');
const flame = new Path2D('M -8 3.6 L -19 0 L -8 -3.6 Z');
const drone = new Path2D('M 9 0 L 0 6.5 L -6 0 L 0 -6.5 Z');

export class Renderer {
  readonly camera = new Camera();
  readonly #floor = new Floor();
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  #ratio = 1;
  #drawnMs = 0;
  #followed = '';

  constructor(canvas: HTMLCanvasElement) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser has no 2D canvas');
    this.#canvas = canvas;
    this.#context = context;
  }

  draw(scene: Scene, nowMs: number): void {
    const context = this.#context;
    this.#fit(scene);
    this.#follow(scene, nowMs);
    this.#floor.draw(context, this.camera, this.#ratio);
    this.#lamps(scene, nowMs);
    this.#drones(scene);
    this.#shots(scene);
    if (scene.ghost) this.#ghost(scene.ghost);
    for (const ship of scene.ships.tracks.values()) this.#ship(ship, scene, nowMs);
    scene.effects.draw(context, this.camera, nowMs);
  }

  #fit(scene: Scene): void {
    const width = this.#canvas.clientWidth;
    const height = this.#canvas.clientHeight;
    this.#ratio = Math.min(pixelRatioMax, devicePixelRatio);
    const wide = Math.round(width * this.#ratio);
    const high = Math.round(height * this.#ratio);
    if (this.#canvas.width !== wide || this.#canvas.height !== high) {
      this.#canvas.width = wide;
      this.#canvas.height = high;
    }
    this.camera.resize(width, height, scene.world);
  }

  /** The camera is on the own ship; with none it stays where it is. */
  #follow(scene: Scene, nowMs: number): void {
    const elapsedSeconds = Math.min(0.1, (nowMs - this.#drawnMs) / 1000);
    this.#drawnMs = nowMs;
    const own = scene.own;
    if (own === undefined) return;
    if (this.#followed !== scene.sessionId) this.camera.jump(own.x, own.y);
    this.#followed = scene.sessionId;
    if (own.entity.alive) this.camera.follow(own.x, own.y, elapsedSeconds);
  }

  #lamps(scene: Scene, nowMs: number): void {
    for (const ship of scene.ships.tracks.values()) {
      const { alive, hue, thrusting } = ship.entity;
      if (!alive) continue;
      const flicker = thrusting ? 0.86 + 0.06 * Math.sin(nowMs / 47 + ship.bornMs) : 0.66;
      const share = ship.key === scene.sessionId ? ownLampShare : 1;
      this.#lamp(ship.x, ship.y, lampUnits * share, hueColor(hue), flicker);
    }
    if (scene.sessionId === '') this.#wanderingLamps(scene, nowMs);
    for (const shot of scene.shots.tracks.values()) {
      this.#lamp(shot.x, shot.y, lampUnits / 2.6, hueColor(shot.entity.hue), 0.8);
    }
    scene.effects.lamps(nowMs, (burst, light) => {
      this.#lamp(burst.x, burst.y, burst.reachUnits * 2.4, burst.color, light * 1.3);
    });
  }

  /** Behind the start card nobody flies yet: a few lamps wander over the empty floor. */
  #wanderingLamps(scene: Scene, nowMs: number): void {
    const { width, height } = scene.world;
    const turn = nowMs / 5200;
    for (let lamp = 0; lamp < wanderers; lamp += 1) {
      const x = width * 0.24 * Math.cos(turn * (0.7 + lamp * 0.13) + lamp * 2.1);
      const y = height * 0.22 * Math.sin(turn * (0.9 - lamp * 0.11) + lamp * 1.3);
      this.#lamp(x, y, lampUnits * 1.6, hueColor(36 + lamp * 51), 0.7);
    }
  }

  #lamp(x: number, y: number, radius: number, color: string, strength: number): void {
    drawLamp(this.#context, this.camera, x, y, radius, color, strength);
  }

  #drones(scene: Scene): void {
    const context = this.#context;
    context.strokeStyle = dust;
    context.lineWidth = 1.4;
    for (const track of scene.drones.tracks.values()) {
      if (!this.#place(track.x, track.y, track.heading)) continue;
      context.fillStyle = droneColor;
      context.fill(drone);
      context.stroke(drone);
    }
    this.#unplace();
  }

  #shots(scene: Scene): void {
    const context = this.#context;
    context.lineCap = 'round';
    for (const track of scene.shots.tracks.values()) {
      if (!this.#place(track.x, track.y, track.heading)) continue;
      context.beginPath();
      context.moveTo(-11, 0);
      context.lineTo(3, 0);
      context.strokeStyle = hueColor(track.entity.hue);
      context.lineWidth = 3.4;
      context.stroke();
      context.strokeStyle = bone;
      context.lineWidth = 1.3;
      context.stroke();
    }
    this.#unplace();
  }

  #ship(track: Track<Ship>, scene: Scene, nowMs: number): void {
    const ship = track.entity;
    if (!ship.alive) return;
    const own = track.key === scene.sessionId;
    const context = this.#context;
    const color = hueColor(ship.hue);
    if (!this.#place(track.x, track.y, track.heading)) {
      this.#unplace();
      this.#pointer(track, color);
      return;
    }
    if (ship.thrusting) {
      context.save();
      context.scale(1 + 0.35 * Math.sin(nowMs / 31 + track.bornMs), 1);
      context.fillStyle = bone;
      context.fill(flame);
      context.restore();
    }
    context.lineJoin = 'round';
    context.fillStyle = own ? bone : color;
    context.fill(hull);
    context.strokeStyle = own ? color : floorColor;
    context.lineWidth = own ? 2.2 : 1.6;
    context.stroke(hull);
    this.#unplace();
    if (!own) this.#name(track, ship.name, color);
  }

  /** Where the room last had the own ship. */
  #ghost({ x, y, heading }: Readonly<Place>): void {
    const context = this.#context;
    if (!this.#place(x, y, heading)) return;
    context.strokeStyle = dust;
    context.lineWidth = 1.2;
    context.setLineDash([3, 3]);
    context.stroke(hull);
    context.setLineDash([]);
    this.#unplace();
  }

  #name(track: Track<Ship>, name: string, color: string): void {
    const context = this.#context;
    const x = this.camera.screenX(track.x);
    const y = this.camera.screenY(track.y) + 20 * this.camera.zoom + 11;
    context.font = nameFont;
    context.textAlign = 'center';
    context.lineWidth = 3;
    context.strokeStyle = floorColor;
    context.strokeText(name, x, y);
    context.fillStyle = color;
    context.fillText(name, x, y);
  }

  /** A ship out of sight: an arrowhead at the screen's edge, on the line to it. */
  #pointer(track: Track<Ship>, color: string): void {
    const { width, height } = this.camera;
    const offsetX = this.camera.screenX(track.x) - width / 2;
    const offsetY = this.camera.screenY(track.y) - height / 2;
    const scaleX = (width / 2 - edgePixels) / Math.abs(offsetX);
    const scaleY = (height / 2 - edgePixels) / Math.abs(offsetY);
    const scale = Math.min(scaleX, scaleY);
    const context = this.#context;
    context.save();
    context.translate(width / 2 + offsetX * scale, height / 2 + offsetY * scale);
    context.rotate(Math.atan2(offsetY, offsetX));
    context.scale(0.62, 0.62);
    context.globalAlpha = 0.75;
    context.fillStyle = color;
    context.fill(hull);
    context.restore();
  }

  /** Moves the canvas's origin to a place in the world; false where that is out of sight. */
  #place(x: number, y: number, heading: number): boolean {
    const screenX = this.camera.screenX(x);
    const screenY = this.camera.screenY(y);
    if (!this.camera.sees(screenX, screenY, 16 * this.camera.zoom)) return false;
    const scale = this.camera.zoom * this.#ratio;
    const cos = Math.cos(heading) * scale;
    const sin = Math.sin(heading) * scale;
    this.#context.setTransform(cos, sin, -sin, cos, screenX * this.#ratio, screenY * this.#ratio);
    return true;
  }

  #unplace(): void {
    this.#context.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
  }
}
