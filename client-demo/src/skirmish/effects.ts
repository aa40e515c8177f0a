// Short-lived sparks where something was destroyed. A fixed pool of bursts, written round and
// round: a new burst takes the oldest one's place, nothing is allocated while playing.

import { bone } from '../shared/palette.ts';
import type { Camera } from './camera.ts';

interface Burst {
  x: number;
  y: number;
  startMs: number;
  color: string;
  reachUnits: number;
  turn: number;
}

const burstsMax = 24;
const burstMs = 700;
const sparks = 11;

export class Effects {
  readonly #bursts: Burst[] = Array.from({ length: burstsMax }, () => {
    return { x: 0, y: 0, startMs: -burstMs, color: bone, reachUnits: 0, turn: 0 };
  });
  #next = 0;

  burst(x: number, y: number, color: string, reachUnits: number, nowMs: number): void {
    const burst = this.#bursts[this.#next];
    this.#next = (this.#next + 1) % burstsMax;
    if (burst === undefined) return;
    Object.assign(burst, { x, y, color, reachUnits, startMs: nowMs, turn: nowMs % 7 });
  }

  /** Calls `visit` for each burst that burns: its place, its light 1 … 0, its reach. */
  lamps(nowMs: number, visit: (burst: Readonly<Burst>, light: number) => void): void {
    for (const burst of this.#bursts) {
      const age = (nowMs - burst.startMs) / burstMs;
      if (age < 1) visit(burst, 1 - age);
    }
  }

  draw(context: CanvasRenderingContext2D, camera: Camera, nowMs: number): void {
    context.lineWidth = 1.6;
    context.lineCap = 'round';
    this.lamps(nowMs, (burst, light) => {
      const x = camera.screenX(burst.x);
      const y = camera.screenY(burst.y);
      const far = (1 - light * light * light) * burst.reachUnits * camera.zoom;
      context.strokeStyle = burst.color;
      context.globalAlpha = light;
      context.beginPath();
      for (let spark = 0; spark < sparks; spark += 1) {
        const angle = burst.turn + (spark * Math.PI * 2) / sparks;
        const reach = far * (spark % 2 === 0 ? 1 : 0.68);
        const tail = Math.max(0, reach - 10 * light * camera.zoom);
        context.moveTo(x + Math.cos(angle) * tail, y + Math.sin(angle) * tail);
        context.lineTo(x + Math.cos(angle) * reach, y + Math.sin(angle) * reach);
      }
      context.stroke();
    });
    context.globalAlpha = 1;
  }
}
