// Samples what the pilot holds, from keys and a helm, and sends it once a tick at the room's rate.
// Owns the set of held keys and the send timer.
import type { Helm } from './helm.ts';
import type { Move, SkirmishRoom } from './skirmish-state.ts';

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
const turnRadiansPerSecond = 3.6; // a rule of skirmish; only helms rely on it
const turnsKept = 64; // more than are ever on their way to the server

export class InputSampler {
  readonly #held = new Set<string>();
  readonly #helm: Helm;
  readonly #turns = new Int8Array(turnsKept); // what was sent, by input number
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(helm: Helm) {
    this.#helm = helm;
    addEventListener('keydown', (event) => this.#press(event));
    addEventListener('keyup', (event) => this.#held.delete(event.code));
    addEventListener('blur', () => this.#held.clear());
  }

  /** Starts sending; `heading`: where the newest patch points the own ship, for the helm. */
  start(room: SkirmishRoom, heading: () => number): void {
    this.stop();
    const input = room.input<Move>();
    const tickHz = input.tickRate ?? fallbackTickHz;
    const stepMs = 1000 / tickHz;
    let dueMs = performance.now();
    const tick = (): void => {
      // Due times are multiples of the step, so that timers that fire late do not lower the rate;
      // after a pause (a hidden tab) the missed ticks are skipped, not sent in a burst.
      dueMs = Math.max(dueMs + stepMs, performance.now() - stepMs);
      this.#timer = setTimeout(tick, dueMs - performance.now());
      // A helm aims with the turns that the server has yet to answer, or it would overshoot.
      const turned = this.#turnsSince(input.lastProcessed, input.sentCount);
      const aim = heading() + (turned * turnRadiansPerSecond) / tickHz;
      const move = this.#sample(aim);
      Object.assign(input.data, move);
      this.#turns[input.send() % turnsKept] = move.turn;
    };
    tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #turnsSince(processed: number, sent: number): number {
    let sum = 0;
    for (let seq = Math.max(processed, sent - turnsKept) + 1; seq <= sent; seq += 1) {
      sum += this.#turns[seq % turnsKept] ?? 0;
    }
    return sum;
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
    const helm = this.#helm.steer(heading);
    const turn = Number(holds('right')) - Number(holds('left'));
    return {
      thrust: Number(holds('thrust') || helm.thrust),
      turn: turn === 0 ? helm.turn : turn,
      fire: holds('fire') || this.#helm.firing,
    };
  }
}
