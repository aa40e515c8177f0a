// What a pilot's hands ask of the ship, whatever they hold: a stick under a thumb, a mouse. Pure.
import { shortest } from '../torus.ts';

export interface Steering {
  readonly turn: number; // -1 | 0 | 1
  readonly thrust: boolean;
}

export interface Helm {
  readonly firing: boolean;
  /** For a ship that points along `heading`, in radians. */
  steer(heading: number): Steering;
}

const aimedRadians = 0.07; // close enough: a ship turns about twice that in a tick

/** Which way to turn to point along `wanted`: -1, 1, or 0 when it is close enough. */
export function turnToward(heading: number, wanted: number): number {
  const off = shortest(heading, wanted, Math.PI * 2);
  return Math.abs(off) < aimedRadians ? 0 : Math.sign(off);
}

/** Several helms as one: any of them fires and thrusts, the first that turns is followed. */
export class JointHelm implements Helm {
  readonly #helms: readonly Helm[];

  constructor(helms: readonly Helm[]) {
    this.#helms = helms;
  }

  get firing(): boolean {
    return this.#helms.some((helm) => helm.firing);
  }

  steer(heading: number): Steering {
    let turn = 0;
    let thrust = false;
    for (const helm of this.#helms) {
      const asked = helm.steer(heading);
      if (turn === 0) turn = asked.turn;
      thrust ||= asked.thrust;
    }
    return { turn, thrust };
  }
}
