/** What the player holds: keys, or a finger or mouse button where to go. */
import type { Held, Point } from '../rooms/lanterns/rules.ts';
import { toFloor } from './paint.ts';

const arrows: Readonly<Record<string, readonly [dx: number, dy: number]>> = {
  ArrowLeft: [-1, 0],
  KeyA: [-1, 0],
  ArrowRight: [1, 0],
  KeyD: [1, 0],
  ArrowUp: [0, -1],
  KeyW: [0, -1],
  ArrowDown: [0, 1],
  KeyS: [0, 1],
};
/** Nearer than this to the finger, along an axis, is there. */
const nearUnits = 8;

const keys = new Set<string>();
let finger: Point | undefined;

addEventListener('keydown', ({ code }) => keys.add(code));
addEventListener('keyup', ({ code }) => keys.delete(code));
addEventListener('blur', () => keys.clear());
addEventListener('pointerdown', (event) => point(event));
addEventListener('pointermove', (event) => finger && point(event));
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => {
    finger = undefined;
  });
}

export function held(own: Point): Held {
  let dx = finger ? toward(own.x, finger.x) : 0;
  let dy = finger ? toward(own.y, finger.y) : 0;
  for (const key of keys) {
    dx += arrows[key]?.[0] ?? 0;
    dy += arrows[key]?.[1] ?? 0;
  }
  return { dx: Math.sign(dx), dy: Math.sign(dy) };
}

function point(event: PointerEvent): void {
  finger = toFloor(event.clientX, event.clientY);
}

function toward(from: number, to: number): number {
  return Math.abs(to - from) < nearUnits ? 0 : Math.sign(to - from);
}
