// The player's keys, and thumbs on either half of the screen, as what is held.
import type { HeldKeys, Side } from './held-keys.ts';

const sides: Readonly<Record<string, Side>> = {
  ArrowLeft: 'left',
  KeyA: 'left',
  KeyZ: 'left',
  ShiftLeft: 'left',
  ArrowRight: 'right',
  KeyD: 'right',
  Slash: 'right',
  ShiftRight: 'right',
};

export function listenForKeys(surface: HTMLElement, held: HeldKeys): void {
  addEventListener('keydown', (event) => {
    const side = sides[event.code];
    if (side === undefined || isWriting(event.target)) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    held.press(event.code, side);
  });
  addEventListener('keyup', (event) => held.release(event.code));
  addEventListener('blur', () => held.releaseAll());
  surface.addEventListener('pointerdown', (event) => {
    event.preventDefault();
    surface.setPointerCapture(event.pointerId);
    const box = surface.getBoundingClientRect();
    const isLeft = event.clientX < box.left + box.width / 2;
    held.press(event.pointerId, isLeft ? 'left' : 'right');
  });
  surface.addEventListener('lostpointercapture', (event) => held.release(event.pointerId));
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
