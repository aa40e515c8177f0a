/** Ships fly by their clients' inputs, one per step, and fire; shots fly on until they hit. */
import { type Placed, touches, wrap } from '../kit/torus.ts';
import { fly, world } from './flight.ts';
import { drone, ship, shot } from './numbers.ts';
import { type Context, isHittable, launchShip, type ShipEntity, sink } from './state.ts';

/** Inputs that a ship may catch up with after a pause: 8 steps are 267 ms of jitter. */
const creditMax = 8;
/** Steps without an input after which a ship drifts: its pilot is gone, not late. */
const silentMax = 15;
const adrift = { thrust: 0, turn: 0 };

export function flyShips(ctx: Context): void {
  for (const own of ctx.state.ships) {
    if (own.reload > 0) own.reload--;
    if (own.shield > 0 && --own.shield === 0) own.shielded = false;
    if (!own.alive && --own.respawn === 0) launchShip(ctx, own);
    pilot(ctx, own);
  }
}

/**
 * One input is one step of the ship's flight, never more and never less, or whoever predicts it
 * would be wrong. Inputs may come late and together, so a ship saves up the steps in which none
 * came; it cannot use more than one per step in the long run.
 */
function pilot(ctx: Context, own: ShipEntity): void {
  if (own.credit < creditMax) own.credit++;
  if (own.silent < silentMax) own.silent++;
  while (own.credit > 0) {
    const move = ctx.inputs.next(own.slot);
    if (move === undefined) break;
    own.credit--;
    own.silent = 0;
    fly(own, move, ctx.dt);
    if (move.fire && own.alive && own.reload === 0) fire(ctx, own);
  }
  if (own.silent === silentMax) fly(own, adrift, ctx.dt);
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
  fired.slot = own.slot;
}

/**
 * A shot meets others where its pilot sees them: a pilot predicts its own ship and what it fires,
 * and sees all else a little in the past.
 */
export function flyShots(ctx: Context): void {
  const { ships, shots } = ctx.state;
  const stride = shot.speed * ctx.dt;
  for (const fired of shots) {
    fired.x = wrap(fired.x + Math.cos(fired.heading) * stride, world.width);
    fired.y = wrap(fired.y + Math.sin(fired.heading) * stride, world.height);
    const seen = ctx.rewind.lastSeenBy(fired.slot);
    const points = hitDrone(ctx, fired, seen) ? 1 : hitShip(ctx, fired, seen) ? 3 : 0;
    const shooter = points > 0 ? ships.get(fired.owner) : undefined;
    if (shooter) shooter.score += points;
    if (points > 0 || --fired.life === 0) shots.delete(fired);
  }
}

type Seen = ReturnType<Context['rewind']['lastSeenBy']>;

function hitDrone({ state }: Context, fired: Placed, seen: Seen): boolean {
  for (const target of state.drones) {
    const there = seen.drones.get(target) ?? target;
    if (!touches(fired, there, shot.radius + drone.radius, world)) continue;
    return state.drones.delete(target);
  }
  return false;
}

function hitShip(ctx: Context, fired: Placed & { owner: string }, seen: Seen): boolean {
  const { ships } = ctx.state;
  for (const target of ships) {
    const there = seen.ships.get(target) ?? target;
    if (!isHittable(target) || !touches(fired, there, shot.radius + ship.radius, world)) continue;
    if (ships.keyOf(target) === fired.owner) continue;
    sink(ctx, target, fired.owner);
    return true;
  }
  return false;
}
