// Moves the view: drag, wheel, two fingers, keys. Owns the pointers that are down.
import type { View } from './view.ts';

const wheelPerPixel = 0.0016;
const wheelLinePixels = 16;
const keyPixels = 60;
const keyFactor = 1.25;

interface Place {
  x: number;
  y: number;
}

export function listenForGestures(canvas: HTMLCanvasElement, view: View): void {
  const pointers = new Map<number, Place>();
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  canvas.addEventListener('lostpointercapture', (event) => pointers.delete(event.pointerId));
  canvas.addEventListener('pointermove', (event) => {
    const moved = pointers.get(event.pointerId);
    if (moved === undefined) return;
    const other = [...pointers.values()].find((place) => place !== moved);
    const to = { x: event.clientX, y: event.clientY };
    if (other === undefined) view.panBy(to.x - moved.x, to.y - moved.y);
    else pinch(view, other, moved, to);
    pointers.set(event.pointerId, to);
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels = event.deltaMode === 0 ? event.deltaY : event.deltaY * wheelLinePixels;
      view.zoomBy(Math.exp(-pixels * wheelPerPixel), event.clientX, event.clientY);
    },
    { passive: false },
  );
  canvas.addEventListener('dblclick', () => view.whole());
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (press(view, event.key)) event.preventDefault();
  });
}

/** One finger rests at `other`, the second goes from `from` to `to`. */
function pinch(view: View, other: Place, from: Place, to: Place): void {
  const before = Math.hypot(from.x - other.x, from.y - other.y);
  const after = Math.hypot(to.x - other.x, to.y - other.y);
  view.panBy((to.x - from.x) / 2, (to.y - from.y) / 2);
  if (before > 0) view.zoomBy(after / before, (to.x + other.x) / 2, (to.y + other.y) / 2);
}

/** True for a key that moves the view. */
function press(view: View, key: string): boolean {
  const middleX = view.width / 2;
  const middleY = view.height / 2;
  if (key === 'ArrowLeft') view.panBy(keyPixels, 0);
  else if (key === 'ArrowRight') view.panBy(-keyPixels, 0);
  else if (key === 'ArrowUp') view.panBy(0, keyPixels);
  else if (key === 'ArrowDown') view.panBy(0, -keyPixels);
  else if (key === '+' || key === '=') view.zoomBy(keyFactor, middleX, middleY);
  else if (key === '-') view.zoomBy(1 / keyFactor, middleX, middleY);
  else if (key === '0') view.whole();
  else return false;
  return true;
}
