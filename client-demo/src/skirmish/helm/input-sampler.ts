// What the pilot holds, from keys and a helm, asked for once a step. Owns the set of held keys.

import type { Move } from '../skirmish-state.ts';
import type { Helm } from './helm.ts';

type Action = 'left' | 'right' | 'thrust' | 'fire';

const actions: Readonly<Record<string, Action>> = {
  ArrowLeft: 'left',
  KeyA: 'left',
  ArrowRight: 'right',
  KeyD: 'right',
  ArrowUp: 'thrust',
  KeyW: 'thrust',
  Space: 'fire',
};

export class InputSampler {
  /** Whether a game is on: else keys are the page's. */
  isActive = false;
  readonly #held = new Set<string>();
  readonly #helm: Helm;

  constructor(helm: Helm) {
    this.#helm = helm;
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('keyup', (event) => this.#held.delete(event.code));
    addEventListener('blur', () => this.#held.clear());
  }

  /** `heading`: where the own ship points now, for the asked. */
  sample(heading: number): Move {
    const asked = this.#helm.steer(heading);
    const turn = Number(this.#holds('right')) - Number(this.#holds('left'));
    return {
      thrust: Number(this.#holds('thrust') || asked.thrust),
      turn: turn === 0 ? asked.turn : turn,
      fire: this.#holds('fire') || this.#helm.firing,
    };
  }

  #press(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (actions[event.code] === undefined) return;
    // Space and arrows would press a focused button or scroll the page.
    if (this.isActive) event.preventDefault();
    this.#held.add(event.code);
  }

  #holds(action: Action): boolean {
    for (const code of this.#held) if (actions[code] === action) return true;
    return false;
  }
}
