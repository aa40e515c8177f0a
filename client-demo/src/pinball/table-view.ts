// Draws the table on a canvas. The floor is dark, balls are lamps: their light shows in the
// floor's points. Owns the canvas and the sheet that never changes; reads the scene.
import { ballRadius, flipper, size, walls } from '../../../rooms/pinball/layout.ts';
import { bone, dust, floorColor, hueColor } from '../shared/palette.ts';
import { ageOf, type BallTrack, type BumperGlow, glowOf, type TableScene } from './table-scene.ts';

const marginUnits = 0.35;
const bottomUnits = -1.1; // below it nothing is to be seen
const pixelRatioMax = 2.5;
const latticeUnits = 0.5;
const lampUnits = 2.6;
const ownLampUnits = 3.6;
const restUnits = 0.045; // half a point's side
const litUnits = 0.11;
const restGlow = 0.8; // of a bumper that nobody hit
const ember = '#f0a040';
const bumperFill = '#2a1d12';

const widthUnits = size.width + 2 * marginUnits;
const heightUnits = size.height + marginUnits - bottomUnits;

export class TableView {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #sheet = document.createElement('canvas');
  readonly #outline = outline();
  #scale = 1; // device pixels per unit

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = contextOf(canvas);
    canvas.style.aspectRatio = `${widthUnits} / ${heightUnits}`;
  }

  /** `own`: the session whose ball is the player's. */
  draw(scene: TableScene, own: string, nowMs: number): void {
    this.#fit();
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    context.drawImage(this.#sheet, 0, 0);
    this.#place(context);
    context.save();
    context.clip(this.#outline);
    for (const track of scene.balls.values()) {
      const reach = track.key === own ? ownLampUnits : lampUnits;
      this.#light(track.x, track.y, reach, hueColor(track.hue), 0.85);
    }
    for (const bumper of scene.bumpers.values()) {
      const glow = glowOf(bumper, nowMs);
      const reach = bumper.radius + 1.3 + glow * 1.6;
      this.#light(bumper.x, bumper.y, reach, ember, restGlow + glow * 1.4);
    }
    context.restore();
    for (const bumper of scene.bumpers.values()) this.#bumper(bumper, glowOf(bumper, nowMs));
    this.#flipper(flipper.leftX, scene.left, 1);
    this.#flipper(flipper.rightX, scene.right, -1);
    for (const track of scene.balls.values()) if (track.key !== own) this.#ball(track, false);
    const mine = scene.balls.get(own);
    if (mine) this.#ball(mine, true);
    this.#pops(scene, nowMs);
  }

  #fit(): void {
    const ratio = Math.min(pixelRatioMax, devicePixelRatio);
    const wide = Math.max(1, Math.round(this.#canvas.clientWidth * ratio));
    const high = Math.max(1, Math.round(this.#canvas.clientHeight * ratio));
    if (this.#canvas.width === wide && this.#canvas.height === high) return;
    this.#canvas.width = wide;
    this.#canvas.height = high;
    this.#scale = wide / widthUnits;
    this.#drawSheet(wide, high);
  }

  /** From here on one draws in table units, y upwards. */
  #place(context: CanvasRenderingContext2D): void {
    const scale = this.#scale;
    const top = (size.height + marginUnits) * scale;
    context.setTransform(scale, 0, 0, -scale, marginUnits * scale, top);
  }

  #drawSheet(wide: number, high: number): void {
    this.#sheet.width = wide;
    this.#sheet.height = high;
    const context = contextOf(this.#sheet);
    this.#place(context);
    context.fillStyle = floorColor;
    context.fill(this.#outline);
    context.save();
    context.clip(this.#outline);
    context.fillStyle = dust;
    context.globalAlpha = 0.22;
    for (let x = latticeUnits / 2; x < size.width; x += latticeUnits) {
      for (let y = bottomUnits; y < size.height; y += latticeUnits) {
        dot(context, x, y, restUnits * 0.75);
      }
    }
    context.restore();
    context.lineJoin = 'round';
    context.lineCap = 'round';
    for (const [color, width] of [
      ['#3a332e', 0.3],
      [dust, 0.07],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      for (const wall of walls) context.stroke(polyline(wall));
    }
  }

  /** Lights the floor's points around a place. */
  #light(x: number, y: number, reach: number, color: string, strength: number): void {
    const context = this.#context;
    context.fillStyle = color;
    const first = (at: number) => Math.ceil((at - reach) / latticeUnits - 0.5);
    for (let i = first(x); (i + 0.5) * latticeUnits < x + reach; i += 1) {
      for (let j = first(y - bottomUnits); j * latticeUnits + bottomUnits < y + reach; j += 1) {
        const pointX = (i + 0.5) * latticeUnits;
        const pointY = j * latticeUnits + bottomUnits;
        const near = 1 - Math.hypot(pointX - x, pointY - y) / reach;
        if (near <= 0) continue;
        const light = Math.min(1, near * near * strength * 1.5);
        context.globalAlpha = light;
        dot(context, pointX, pointY, restUnits + (litUnits - restUnits) * light);
      }
    }
    context.globalAlpha = 1;
  }

  #bumper({ x, y, radius, hitMs }: BumperGlow, glow: number): void {
    const context = this.#context;
    const swell = radius * (1 + glow * 0.08);
    disc(context, x, y, swell);
    context.fillStyle = bumperFill;
    context.fill();
    context.globalAlpha = glow;
    context.fillStyle = ember;
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 0.1;
    context.strokeStyle = glow > 0.25 ? bone : ember;
    context.stroke();
    disc(context, x, y, swell * 0.5);
    context.lineWidth = 0.05;
    context.globalAlpha = glow > 0 ? 1 : 0.55;
    context.stroke();
    if (glow > 0 && Number.isFinite(hitMs)) {
      disc(context, x, y, radius + (1 - glow) * 0.9);
      context.globalAlpha = glow * 0.8;
      context.strokeStyle = ember;
      context.lineWidth = 0.08;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** `side`: 1 points right from its pivot, -1 left. */
  #flipper(x: number, lift: number, side: 1 | -1): void {
    const context = this.#context;
    const { length, thickness, y, rest, raised } = flipper;
    const up = (lift - rest) / (raised - rest);
    context.save();
    context.translate(x, y);
    context.scale(side, 1);
    context.rotate(lift);
    context.beginPath();
    const thick = thickness / 2;
    context.arc(0, 0, thick * 1.5, Math.PI / 2, -Math.PI / 2);
    context.arc(length - thick, 0, thick, -Math.PI / 2, Math.PI / 2);
    context.closePath();
    context.fillStyle = bone;
    context.globalAlpha = 0.72 + 0.28 * Math.max(0, Math.min(1, up));
    context.fill();
    context.globalAlpha = 1;
    disc(context, 0, 0, thick * 0.55);
    context.fillStyle = floorColor;
    context.fill();
    context.restore();
  }

  #ball({ x, y, hue, trail, ball }: BallTrack, isOwn: boolean): void {
    const context = this.#context;
    const color = hueColor(hue);
    context.lineCap = 'butt'; // round ends would lie over one another, and show
    context.strokeStyle = color;
    for (let at = 3; at < trail.length; at += 3) {
      const share = at / trail.length;
      context.globalAlpha = share * 0.3;
      context.lineWidth = ballRadius * 1.5 * share;
      context.beginPath();
      context.moveTo(trail[at - 3]!, trail[at - 2]!);
      context.lineTo(trail[at]!, trail[at + 1]!);
      context.stroke();
    }
    context.globalAlpha = 1;
    disc(context, x, y, ballRadius);
    context.fillStyle = isOwn ? bone : color;
    context.fill();
    context.strokeStyle = isOwn ? color : floorColor;
    context.lineWidth = isOwn ? 0.14 : 0.06;
    context.stroke();
    // A mark off its middle, so that one sees it spin.
    const turn = ball.angle;
    disc(context, x + Math.cos(turn) * 0.15, y + Math.sin(turn) * 0.15, 0.06);
    context.fillStyle = floorColor;
    context.fill();
  }

  #pops(scene: TableScene, nowMs: number): void {
    const context = this.#context;
    const scale = this.#scale;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.textAlign = 'center';
    context.font = `600 ${Math.round(scale * 0.62)}px system-ui, sans-serif`;
    for (const pop of scene.pops) {
      const age = ageOf(pop, nowMs);
      const x = (pop.x + marginUnits) * scale;
      const y = (size.height + marginUnits - pop.y - 0.7 - age * 1.2) * scale;
      context.globalAlpha = 1 - age * age;
      context.strokeStyle = floorColor;
      context.lineWidth = scale * 0.12;
      context.strokeText(`+${pop.points}`, x, y);
      context.fillStyle = hueColor(pop.hue);
      context.fillText(`+${pop.points}`, x, y);
    }
    context.globalAlpha = 1;
  }
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser has no 2D canvas');
  return context;
}

/** The inside of the walls: up the left slope, round the top, and down on the right. */
function outline(): Path2D {
  const [sides, leftSlope, rightSlope] = walls;
  const path = new Path2D();
  const points = [...pairs(leftSlope ?? []).reverse(), ...pairs(sides ?? [])];
  for (const [x, y] of [...points, ...pairs(rightSlope ?? [])]) path.lineTo(x, y);
  path.closePath();
  return path;
}

function polyline(flat: readonly number[]): Path2D {
  const path = new Path2D();
  for (const [x, y] of pairs(flat)) path.lineTo(x, y);
  return path;
}

function pairs(flat: readonly number[]): [number, number][] {
  return Array.from({ length: flat.length / 2 }, (_none, at) => [flat[at * 2]!, flat[at * 2 + 1]!]);
}

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, half: number): void {
  context.fillRect(x - half, y - half, half * 2, half * 2);
}
