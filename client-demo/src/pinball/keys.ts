// What the player holds down: keys, or a thumb on either half of the table. Tells of changes only:
// the room remembers what was held last. Owns the set of what is held.
import type { Keys } from './pinball-state.ts';

type Side = 'left' | 'right';

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

export class HeldKeys implements Keys {
  left = false;
  right = false;
  /** By code of the key, or id of the pointer. */
  readonly #held = new Map<string | number, Side>();
  readonly #changed: (keys: Keys) => void;

  constructor(changed: (keys: Keys) => void) {
    this.#changed = changed;
  }

  listen(table: HTMLElement): void {
    addEventListener('keydown', (event) => {
      const side = sides[event.code];
      if (side === undefined || isWriting(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      this.press(event.code, side);
    });
    addEventListener('keyup', (event) => this.release(event.code));
    addEventListener('blur', () => this.releaseAll());
    table.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      table.setPointerCapture(event.pointerId);
      const box = table.getBoundingClientRect();
      const isLeft = event.clientX < box.left + box.width / 2;
      this.press(event.pointerId, isLeft ? 'left' : 'right');
    });
    table.addEventListener('lostpointercapture', (event) => this.release(event.pointerId));
  }

  press(what: string | number, side: Side): void {
    this.#held.set(what, side);
    this.#settle();
  }

  release(what: string | number): void {
    this.#held.delete(what);
    this.#settle();
  }

  releaseAll(): void {
    this.#held.clear();
    this.#settle();
  }

  #settle(): void {
    const held = [...this.#held.values()];
    const left = held.includes('left');
    const right = held.includes('right');
    if (left === this.left && right === this.right) return;
    this.left = left;
    this.right = right;
    this.#changed({ left, right });
  }
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}
