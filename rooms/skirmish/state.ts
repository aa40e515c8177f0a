/** What a skirmish is made of, and how ships begin and end. */
import { schema, t } from '@colyseus/schema';
import type { EntityOf, StepContext } from 'hypogeum/game';
import { world } from './flight.ts';
import { ship } from './numbers.ts';

export const Ship = schema(
  {
    x: t.float32(),
    y: t.float32(),
    heading: t.angle(),
    hue: t.uint8(),
    score: t.uint16(),
    alive: t.boolean().default(true),
    thrusting: t.boolean(),
    name: t.string().default('pilot'),
    /** Synced, because whoever predicts its ship goes on from them. */
    vx: t.float32(),
    vy: t.float32(),
    /** Whether `shield` holds, for whoever draws it. */
    shielded: t.boolean(),
    slot: t.uint16().noSync(),
    /** Inputs that it may use, and steps without one: see pilot in ships.ts. */
    credit: t.uint8().noSync(),
    silent: t.uint8().noSync(),
    /** Steps until it may fire, until it is back, and for which nothing can hit it. */
    reload: t.uint16().noSync(),
    respawn: t.uint16().noSync(),
    shield: t.uint16().noSync(),
  },
  'Ship',
);
const Shot = schema(
  {
    x: t.float32(),
    y: t.float32(),
    heading: t.angle(),
    hue: t.uint8(),
    life: t.uint16().noSync(),
    owner: t.string().noSync(),
    slot: t.uint16().noSync(),
  },
  'Shot',
);
export const Drone = schema(
  {
    x: t.float32(),
    y: t.float32(),
    heading: t.angle(),
    vx: t.float32().noSync(),
    vy: t.float32().noSync(),
  },
  'Drone',
);
export const State = schema(
  {
    round: t.uint16().default(1),
    width: t.uint16().default(world.width),
    height: t.uint16().default(world.height),
    born: t.uint32().noSync(),
    /** Drones that hunt here. */
    hunters: t.uint16().noSync(),
    ships: t.map(Ship),
    shots: t.map(Shot),
    drones: t.map(Drone),
  },
  'Skirmish',
);
export const Move = schema({ thrust: t.int8(), turn: t.int8(), fire: t.boolean() }, 'Move');

export type Context = StepContext<InstanceType<typeof State>, InstanceType<typeof Move>>;
export type ShipEntity = EntityOf<InstanceType<typeof Ship>>;
export type DroneEntity = EntityOf<InstanceType<typeof Drone>>;

/** Somewhere, headed anywhere, at rest. */
export function place({ random }: Context, entity: ShipEntity | DroneEntity): void {
  entity.x = random.float(0, world.width);
  entity.y = random.float(0, world.height);
  entity.heading = random.float(0, 2 * Math.PI);
  entity.vx = 0;
  entity.vy = 0;
}

/** A ship begins, or begins again. */
export function launchShip(ctx: Context, own: ShipEntity): void {
  place(ctx, own);
  own.alive = true;
  own.shield = ship.shield;
  own.shielded = true;
}

export function isHittable(own: ShipEntity): boolean {
  return own.alive && own.shield === 0;
}

/** A ship is hit: it is out for a while, and everybody hears of it. */
export function sink(ctx: Context, own: ShipEntity, by: string): void {
  own.alive = false;
  own.thrusting = false;
  own.respawn = ship.respawn;
  ctx.broadcast('hit', { by, of: ctx.state.ships.keyOf(own) });
}
