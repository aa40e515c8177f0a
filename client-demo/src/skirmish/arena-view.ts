// What the drawing side reads each frame, and all that it reads: where things are to be drawn now.
// The scene owns and moves it; nothing that draws writes here or asks anything of the network.
import type { Drone, Ship, Shot } from './skirmish-state.ts';
import type { World } from './torus.ts';

/** One thing in the world, where it is to be drawn; `entity` is as the server has it. */
export interface Drawn<Entity> {
  readonly key: string;
  readonly entity: Entity;
  readonly x: number;
  readonly y: number;
  readonly heading: number; // radians, 0 along +x, y downwards
}

export interface DrawnTable<Entity> {
  readonly tracks: ReadonlyMap<string, Drawn<Entity>>;
}

export interface ArenaView {
  readonly ships: DrawnTable<Ship>;
  readonly shots: DrawnTable<Shot>;
  readonly drones: DrawnTable<Drone>;
  readonly own: Drawn<Ship> | undefined;
  /** Where the server last had the own ship, when somebody wants to compare. */
  readonly ghost?: Pick<Drawn<Ship>, 'x' | 'y' | 'heading'> | undefined;
  readonly world: World;
  readonly sessionId: string; // empty until a room is joined
}
