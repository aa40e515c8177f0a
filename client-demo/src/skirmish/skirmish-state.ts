// The shape of a skirmish room as this page reads it. The stock SDK builds the real classes from
// the server's handshake, so these are types only: nothing here exists when the page runs.
import type { Room } from '@colyseus/sdk';

/** The part of a schema map that the page uses. */
export interface Keyed<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  forEach(visit: (value: Value, key: string) => void): void;
}

/** A place in the toroidal world: units, and radians with 0 along +x and y downwards. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly heading: number;
}

export interface Ship extends Pose {
  readonly hue: number; // 0 … 255, a full circle
  readonly score: number;
  readonly alive: boolean;
  readonly thrusting: boolean;
  readonly name: string;
  /** New in the arena: nothing can hit it yet. Missing on servers that do not tell. */
  readonly shielded?: boolean;
}

export interface Shot extends Pose {
  readonly hue: number;
}

export type Drone = Pose;

/** The maps are missing until the room's first full state has been decoded. */
export interface SkirmishState {
  readonly round?: number;
  readonly width?: number;
  readonly height?: number;
  readonly ships?: Keyed<Ship>;
  readonly shots?: Keyed<Shot>;
  readonly drones?: Keyed<Drone>;
}

/** One input: what the pilot holds during one tick. */
export interface Move {
  thrust: number; // 0 | 1
  turn: number; // -1 | 0 | 1
  fire: boolean;
}

export interface ChatMessage {
  readonly from: string; // a name
  readonly text: string;
}

export interface HitMessage {
  readonly by: string; // a session id, or `drone`
  readonly of: string; // a session id
}

export type SkirmishRoom = Room<unknown, SkirmishState>;
