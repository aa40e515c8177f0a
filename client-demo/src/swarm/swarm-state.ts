// The shape of a swarm room as this page reads it. The stock SDK builds the real classes from the
// server's handshake, so these are types only: nothing here exists when the page runs.
import type { Room } from '@colyseus/sdk';

/** A drone's place in the toroidal world, units. */
export interface Drone {
  readonly x: number;
  readonly y: number;
}

/** The part of a schema map that the page uses. Its order is that in which drones were born. */
export interface Drones {
  readonly size: number;
  forEach(visit: (drone: Drone) => void): void;
}

/** Fields are missing until the room's first full state has been decoded. */
export interface SwarmState {
  readonly width?: number;
  readonly height?: number;
  readonly drones?: Drones;
}

export type SwarmRoom = Room<unknown, SwarmState>;
