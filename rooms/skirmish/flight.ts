/**
 * How a ship flies: one input is one step. The room runs this for every input it consumes, and a
 * client that predicts runs the same for every input it sends, so both must come to the same bits:
 * what is stored is rounded here as the state's columns and the wire round it (float32, the steps
 * of an angle), and nothing is used that engines round differently. Imports nothing of the server.
 */
import { wrap } from '../kit/torus.ts';
import { cosine, sine } from '../kit/trigonometry.ts';

export const world = { width: 2_400, height: 1_600 };
const flight = { thrust: 420, turn: 3.6, drag: 0.6 };

/** The fields that a step reads or writes: a client's `fields` for `predict.reconciler`. */
export const flightFields = ['x', 'y', 'vx', 'vy', 'heading', 'thrusting', 'alive'] as const;

export interface Flyer {
  x: number;
  y: number;
  vx: number;
  vy: number;
  heading: number;
  thrusting: boolean;
  readonly alive: boolean;
}

/** What the pilot holds. */
export interface Held {
  readonly thrust: number;
  readonly turn: number;
}

/** `dt` in seconds: `ctx.dt` in the room and in a client's step alike. */
export function fly(own: Flyer, held: Held, dt: number): void {
  if (!own.alive) return;
  const heading = angleStep(own.heading + held.turn * flight.turn * dt);
  const push = held.thrust > 0 ? flight.thrust * dt : 0;
  const kept = 1 - flight.drag * dt;
  own.heading = heading;
  own.thrusting = held.thrust > 0;
  own.vx = Math.fround((own.vx + cosine(heading) * push) * kept);
  own.vy = Math.fround((own.vy + sine(heading) * push) * kept);
  own.x = wrap(own.x + own.vx * dt, world.width);
  own.y = wrap(own.y + own.vy * dt, world.height);
}

const turn = Math.PI * 2;
const angleSteps = 2 ** 16;

/** The nearest angle that `t.angle()` can hold: 16 bits of a turn. */
function angleStep(angle: number): number {
  const within = angle % turn;
  const share = (within < 0 ? within + turn : within) / turn;
  const step = Math.floor(share * angleSteps + 0.5) % angleSteps;
  return (step / angleSteps) * turn;
}
