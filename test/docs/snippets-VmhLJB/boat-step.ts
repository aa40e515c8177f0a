// boat-step.ts
export const boatFields = ['x', 'y', 'speed', 'heading'] as const;

export interface Boat {
  x: number;
  y: number;
  speed: number;
  heading: number;
}

export interface Oars {
  readonly turn: number;
  readonly row: boolean;
}

const turn = Math.PI * 2;

/** The nearest angle that t.angle() holds: 2^16 steps of a turn. */
function angle(radians: number): number {
  const within = radians % turn;
  const share = (within < 0 ? within + turn : within) / turn;
  return ((Math.floor(share * 65_536 + 0.5) % 65_536) / 65_536) * turn;
}

export function row(boat: Boat, oars: Oars, dt: number): void {
  boat.heading = angle(boat.heading + oars.turn * 1.5 * dt);
  boat.speed = Math.fround((boat.speed + (oars.row ? 60 * dt : 0)) * (1 - 0.8 * dt));
  boat.x = Math.fround(boat.x + Math.cos(boat.heading) * boat.speed * dt);
  boat.y = Math.fround(boat.y + Math.sin(boat.heading) * boat.speed * dt);
}
