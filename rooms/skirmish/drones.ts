/** Drones drift until they see a ship, hunt the nearest and take it with them. */
import { arenaRecord } from 'hypogeum/game';
import { shortest, touches, wrap } from '../kit/torus.ts';
import { world } from './flight.ts';
import { drone, ship } from './numbers.ts';
import { type Context, type DroneEntity, isHittable, place, sink } from './state.ts';

/** Ships as drones see them: gathered once a step, read once per drone. */
const Target = arenaRecord({ x: 'f32', y: 'f32' });
const driftShare = 0.25;

export function launchDrones(ctx: Context): void {
  const { state } = ctx;
  while (state.drones.size < state.hunters) place(ctx, state.drones.add(`d${state.born++}`));
}

export function hunt(ctx: Context): void {
  const { ships, drones } = ctx.state;
  const targets = ctx.arena.records(Target, ships.capacity);
  let count = 0;
  for (const own of ships) {
    if (!isHittable(own)) continue;
    targets.x[count] = own.x;
    targets.y[count++] = own.y;
  }
  for (const hunter of drones) {
    let nearest = drone.sight ** 2;
    for (let i = 0; i < count; i++) {
      const dx = shortest(targets.x[i] - hunter.x, world.width);
      const dy = shortest(targets.y[i] - hunter.y, world.height);
      if (dx * dx + dy * dy >= nearest) continue;
      nearest = dx * dx + dy * dy;
      hunter.heading = Math.atan2(dy, dx);
    }
    fly(hunter, ctx.dt, nearest < drone.sight ** 2 ? 1 : driftShare);
    ram(ctx, hunter);
  }
}

function fly(hunter: DroneEntity, dt: number, share: number): void {
  const push = drone.thrust * share * dt;
  hunter.vx = (hunter.vx + Math.cos(hunter.heading) * push) * (1 - drone.drag * dt);
  hunter.vy = (hunter.vy + Math.sin(hunter.heading) * push) * (1 - drone.drag * dt);
  hunter.x = wrap(hunter.x + hunter.vx * dt, world.width);
  hunter.y = wrap(hunter.y + hunter.vy * dt, world.height);
}

function ram(ctx: Context, hunter: DroneEntity): void {
  for (const own of ctx.state.ships) {
    if (!isHittable(own) || !touches(hunter, own, ship.radius + drone.radius, world)) continue;
    sink(ctx, own, 'drone');
    ctx.state.drones.delete(hunter);
    return;
  }
}
