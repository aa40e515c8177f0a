// What the player holds down, whatever it is held with. Tells of changes only: the room remembers
// what was held last. Owns the set of what is held.
import type { Keys } from './pinball-state.ts';

export type Side = 'left' | 'right';

export class HeldKeys implements Keys {
  left = false;
  right = false;
  /** By code of the key, or id of the finger. */
  readonly #held = new Map<string | number, Side>();
  readonly #changed: (keys: Keys) => void;

  constructor(changed: (keys: Keys) => void) {
    this.#changed = changed;
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
