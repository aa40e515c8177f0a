// Samples what the pilot holds, from keys and touch, and sends it once a tick at the room's rate.
// Owns the set of held keys and the send timer.
import type { Move, SkirmishRoom } from './skirmish-state.ts';
import type { TouchControls } from './touch-controls.ts';

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
const fallbackTickHz = 30; // for a room that does not advertise its rate

export class InputSampler {
  readonly #held = new Set<string>();
  readonly #touch: TouchControls;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(touch: TouchControls) {
    this.#touch = touch;
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('keyup', (event) => this.#held.delete(event.code));
    addEventListener('blur', () => this.#held.clear());
  }

  /** Starts sending; `heading` tells where the own ship points, for the touch stick. */
  start(room: SkirmishRoom, heading: () => number): void {
    this.stop();
    const input = room.input<Move>();
    const stepMs = 1000 / (input.tickRate ?? fallbackTickHz);
    let dueMs = performance.now();
    const tick = (): void => {
      // Due times are multiples of the step, so that timers that fire late do not lower the rate;
      // after a pause (a hidden tab) the missed ticks are skipped, not sent in a burst.
      dueMs = Math.max(dueMs + stepMs, performance.now() - stepMs);
      this.#timer = setTimeout(tick, dueMs - performance.now());
      Object.assign(input.data, this.#sample(heading()));
      input.send();
    };
    tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #press(event: KeyboardEvent): void {
    if (event.target instanceof HTMLInputElement) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (actions[event.code] === undefined) return;
    // Space and arrows would press a focused button or scroll the page.
    if (this.#timer !== undefined) event.preventDefault();
    this.#held.add(event.code);
  }

  #sample(heading: number): Move {
    const holds = (action: Action): boolean => {
      for (const code of this.#held) if (actions[code] === action) return true;
      return false;
    };
    const stick = this.#touch.steer(heading);
    const turn = Number(holds('right')) - Number(holds('left'));
    return {
      thrust: Number(holds('thrust') || stick.thrust),
      turn: turn === 0 ? stick.turn : turn,
      fire: holds('fire') || this.#touch.firing,
    };
  }
}
