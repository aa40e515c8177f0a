/** Ships fly by their clients' inputs, one per step, and fire; shots fly on until they hit. */
import { touches, wrap } from '../kit/torus.ts';
import {
  type Context,
  drone,
  isHittable,
  launchShip,
  type ShipEntity,
  ship,
  shot,
  sink,
  world,
} from './state.ts';

type Move = ReturnType<Context['inputs']['latest']>;

/** Inputs that one step may use: a burst after a pause must not make a ship faster for long. */
const inputsPerStepMax = 2;

export function flyShips(ctx: Context): void {
  for (const own of ctx.state.ships) {
    if (own.reload > 0) own.reload--;
    if (own.shield > 0) own.shield--;
    if (own.alive) steer(ctx, own);
    else if (--own.respawn === 0) launchShip(ctx.state, own);
    else ctx.inputs.next(own.slot);
  }
}

function steer(ctx: Context, own: ShipEntity): void {
  const { inputs } = ctx;
  let used = 0;
  for (let move = inputs.next(own.slot); move; move = inputs.next(own.slot)) {
    fly(ctx, own, move);
    if (++used === inputsPerStepMax || inputs.waiting(own.slot) < inputsPerStepMax) return;
  }
  if (used === 0) fly(ctx, own, inputs.latest(own.slot));
}

function fly(ctx: Context, own: ShipEntity, move: Move): void {
  const { dt } = ctx;
  own.heading += Math.sign(move.turn) * ship.turn * dt;
  own.thrusting = move.thrust > 0;
  const push = own.thrusting ? ship.thrust * dt : 0;
  own.vx = (own.vx + Math.cos(own.heading) * push) * (1 - ship.drag * dt);
  own.vy = (own.vy + Math.sin(own.heading) * push) * (1 - ship.drag * dt);
  own.x = wrap(own.x + own.vx * dt, world.width);
  own.y = wrap(own.y + own.vy * dt, world.height);
  if (move.fire && own.reload === 0) fire(ctx, own);
}

function fire({ state }: Context, own: ShipEntity): void {
  if (state.shots.size === state.shots.capacity) return;
  own.reload = ship.reload;
  const fired = state.shots.add(`s${state.born++}`);
  fired.x = own.x;
  fired.y = own.y;
  fired.heading = own.heading;
  fired.hue = own.hue;
  fired.life = shot.life;
  fired.owner = state.ships.keyOf(own);
}

export function flyShots(ctx: Context): void {
  const { ships, shots } = ctx.state;
  const stride = shot.speed * ctx.dt;
  for (const fired of shots) {
    fired.x = wrap(fired.x + Math.cos(fired.heading) * stride, world.width);
    fired.y = wrap(fired.y + Math.sin(fired.heading) * stride, world.height);
    const points = hitDrone(ctx, fired) ? 1 : hitShip(ctx, fired, fired.owner) ? 3 : 0;
    const shooter = points > 0 ? ships.get(fired.owner) : undefined;
    if (shooter) shooter.score += points;
    if (points > 0 || --fired.life === 0) shots.delete(fired);
  }
}

function hitDrone({ state }: Context, fired: { x: number; y: number }): boolean {
  for (const target of state.drones) {
    if (!touches(fired, target, shot.radius + drone.radius, world)) continue;
    return state.drones.delete(target);
  }
  return false;
}

function hitShip(ctx: Context, fired: { x: number; y: number }, owner: string): boolean {
  const { ships } = ctx.state;
  for (const target of ships) {
    if (!isHittable(target) || !touches(fired, target, shot.radius + ship.radius, world)) continue;
    if (ships.keyOf(target) === owner) continue;
    sink(ctx, target, owner);
    return true;
  }
  return false;
}
