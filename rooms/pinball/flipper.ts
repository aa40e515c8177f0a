/** A flipper: a beam on a pivot that is driven up while its key is down, and back when it is up. */
import {
  ColliderDesc,
  type RigidBody,
  RigidBodyDesc,
  type World,
} from '@dimforge/rapier2d-deterministic-compat';
import { flipper } from './layout.ts';

export class Flipper {
  /** Radians above level, for both sides. */
  lift = flipper.rest;
  readonly #body: RigidBody;
  /** 1 when the beam points right from its pivot, -1 when it points left. */
  readonly #side: 1 | -1;
  readonly #strideMax: number;

  constructor(world: World, x: number, side: 1 | -1) {
    this.#side = side;
    this.#strideMax = flipper.speed * world.timestep;
    this.#body = world.createRigidBody(
      RigidBodyDesc.kinematicPositionBased()
        .setTranslation(x, flipper.y)
        .setRotation(side * this.lift),
    );
    const { length, thickness } = flipper;
    const beam = ColliderDesc.cuboid(length / 2, thickness / 2).setTranslation(
      (side * length) / 2,
      0,
    );
    world.createCollider(beam, this.#body);
  }

  /** Turns it for one step of the world. */
  drive(isUp: boolean): void {
    const way = (isUp ? flipper.raised : flipper.rest) - this.lift;
    this.lift += Math.min(this.#strideMax, Math.max(-this.#strideMax, way));
    this.#body.setNextKinematicRotation(this.#side * this.lift);
  }
}
