/**
 * The table of one room: a physics world with walls, bumpers, two flippers and a ball per slot.
 * The same calls in the same order give the same poses, to the bit, on every machine.
 */
import {
  ActiveEvents,
  CoefficientCombineRule,
  ColliderDesc,
  EventQueue,
  type RigidBody,
  RigidBodyDesc,
  World,
} from '@dimforge/rapier2d-deterministic-compat';
import { Flipper } from './flipper.ts';
import { ballRadius, bumpers, drainY, flipper, gravity, launch, walls } from './layout.ts';

interface Ball {
  readonly body: RigidBody;
  /** Of its collider: how collisions name it. */
  readonly handle: number;
  /** Bumpers that it hit in the last step. */
  hits: number;
}

export class Table {
  readonly left: Flipper;
  readonly right: Flipper;
  readonly #world = new World(gravity);
  readonly #events = new EventQueue(true);
  readonly #balls: (Ball | undefined)[] = [];
  /** By the handle of its collider, which bumper it is. */
  readonly #bumperOf = new Map<number, number>();
  /** Hits of the last step, by bumper. */
  readonly #hits = bumpers.map(() => 0);
  readonly #place = { x: 0, y: 0 };
  readonly #pose = { x: 0, y: 0, angle: 0 };
  #launches = 0;

  /** `dt`: the fixed step, seconds. */
  constructor(dt: number) {
    this.#world.timestep = dt;
    for (const points of walls) {
      this.#world.createCollider(ColliderDesc.polyline(Float32Array.from(points)).setFriction(0.1));
    }
    for (const [index, { x, y, radius }] of bumpers.entries()) {
      const round = ColliderDesc.ball(radius)
        .setTranslation(x, y)
        .setRestitution(1.25)
        .setRestitutionCombineRule(CoefficientCombineRule.Max)
        .setActiveEvents(ActiveEvents.COLLISION_EVENTS);
      this.#bumperOf.set(this.#world.createCollider(round).handle, index);
    }
    this.left = new Flipper(this.#world, flipper.leftX, 1);
    this.right = new Flipper(this.#world, flipper.rightX, -1);
  }

  addBall(slot: number): void {
    const body = this.#world.createRigidBody(
      RigidBodyDesc.dynamic().setCcdEnabled(true).setLinearDamping(0.1).setCanSleep(false),
    );
    const round = ColliderDesc.ball(ballRadius).setRestitution(0.4).setFriction(0.2);
    const { handle } = this.#world.createCollider(round, body);
    this.#balls[slot] = { body, handle, hits: 0 };
    this.#launch(body);
  }

  removeBall(slot: number): void {
    this.#world.removeRigidBody(this.#ball(slot).body);
    this.#balls[slot] = undefined;
  }

  /** Moves everything by one step. */
  step(leftIsUp: boolean, rightIsUp: boolean): void {
    this.left.drive(leftIsUp);
    this.right.drive(rightIsUp);
    this.#hits.fill(0);
    for (const ball of this.#balls) if (ball) ball.hits = 0;
    this.#world.step(this.#events);
    this.#events.drainCollisionEvents(this.#collide);
  }

  /** Where a ball is. Overwritten by the next call. */
  poseOf(slot: number): Readonly<{ x: number; y: number; angle: number }> {
    const { body } = this.#ball(slot);
    const { x, y } = body.translation(this.#place);
    this.#pose.x = x;
    this.#pose.y = y;
    this.#pose.angle = body.rotation();
    return this.#pose;
  }

  /** Bumpers that a ball hit in the last step. */
  hitsBy(slot: number): number {
    return this.#ball(slot).hits;
  }

  /** How often a bumper was hit in the last step. */
  hitsAt(bumper: number): number {
    return this.#hits[bumper];
  }

  /** True when the ball was below the table, and comes in again. */
  relaunchIfLost(slot: number): boolean {
    const { body } = this.#ball(slot);
    if (body.translation(this.#place).y > drainY) return false;
    this.#launch(body);
    return true;
  }

  /** Gives back the physics' own memory, which no garbage collector knows. */
  free(): void {
    this.#events.free();
    this.#world.free();
  }

  #launch(body: RigidBody): void {
    const way = (this.#launches++ % launch.ways) - (launch.ways - 1) / 2;
    body.setTranslation(launch, true);
    body.setLinvel({ x: way * launch.speed, y: 0 }, true);
    body.setAngvel(0, true);
  }

  #ball(slot: number): Ball {
    const ball = this.#balls[slot];
    if (ball === undefined) throw new RangeError(`slot ${slot} has no ball`);
    return ball;
  }

  /** Made once: the physics calls it for each collision of a step. */
  readonly #collide = (one: number, other: number, hasBegun: boolean): void => {
    const bumper = this.#bumperOf.get(one) ?? this.#bumperOf.get(other);
    if (!hasBegun || bumper === undefined) return;
    this.#hits[bumper]++;
    for (const ball of this.#balls) {
      if (ball && (ball.handle === one || ball.handle === other)) ball.hits++;
    }
  };
}
