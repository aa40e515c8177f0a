/**
 * Ships that fight each other and drones that hunt them, in a world without edges. Made for the
 * browser demo: one input per step, so that a client can predict its own ship.
 */
import { schema, t } from '@colyseus/schema';
import { arenaRecord, defineGame, type EntityOf, type StepContext } from 'hypogeum/game';

const world = { width: 2_400, height: 1_600 };
const ship = { thrust: 420, turn: 3.6, drag: 0.6, radius: 16, respawnSteps: 60, reloadSteps: 8 };
const shot = { speed: 640, lifeSteps: 36, radius: 6 };
const drone = { count: 24, thrust: 130, drag: 0.9, radius: 14, sight: 420, respawnSteps: 90 };
const nameLengthMax = 16;
const chatLengthMax = 200;
/** Inputs that one step may use up, so that a client's burst after a pause is not a speed-up. */
const inputsPerStepMax = 2;

const Ship = schema(
  {
    x: t.float32(),
    y: t.float32(),
    heading: t.angle(),
    hue: t.uint8(),
    score: t.uint16(),
    alive: t.boolean().default(true),
    thrusting: t.boolean(),
    name: t.string().default('pilot'),
    vx: t.float32().noSync(),
    vy: t.float32().noSync(),
    slot: t.uint16().noSync(),
    reload: t.uint16().noSync(),
    respawn: t.uint16().noSync(),
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
  },
  'Shot',
);
const Drone = schema(
  {
    x: t.float32(),
    y: t.float32(),
    heading: t.angle(),
    vx: t.float32().noSync(),
    vy: t.float32().noSync(),
    respawn: t.uint16().noSync(),
  },
  'Drone',
);
const State = schema(
  {
    round: t.uint16().default(1),
    width: t.uint16().default(world.width),
    height: t.uint16().default(world.height),
    born: t.uint32().noSync(),
    seed: t.uint32().default(7).noSync(),
    ships: t.map(Ship),
    shots: t.map(Shot),
    drones: t.map(Drone),
  },
  'Skirmish',
);
const Move = schema({ thrust: t.int8(), turn: t.int8(), fire: t.boolean() }, 'Move');

type Context = StepContext<InstanceType<typeof State>, InstanceType<typeof Move>>;
type ShipEntity = EntityOf<InstanceType<typeof Ship>>;
/** A ship as the drones see it: gathered once a step, read once per drone. */
const Target = arenaRecord({ x: 'f32', y: 'f32' });

export default defineGame({
  state: State,
  input: Move,
  tickRate: 30,
  patchRate: 15,
  capacity: { clients: 64, ships: 64, shots: 512, drones: 64, 'ships.name': 64, 'shots.owner': 32 },

  onCreate(ctx) {
    for (let i = 0; i < drone.count; i++) launchDrone(ctx.state);
  },

  onJoin({ state }, client) {
    const own = state.ships.add(client.sessionId);
    own.slot = client.slot;
    own.hue = random(state, 256);
    place(state, own);
  },

  onLeave({ state }, client) {
    state.ships.delete(client.sessionId);
  },

  messages: {
    name({ state }, client, payload) {
      const own = state.ships.get(client.sessionId);
      const name = textOf(payload, 'name').slice(0, nameLengthMax).trim();
      if (own && name) own.name = name.toWellFormed();
    },
    chat(ctx, client, payload) {
      const text = textOf(payload, 'text').slice(0, chatLengthMax).trim();
      const from = ctx.state.ships.get(client.sessionId)?.name ?? '';
      if (text) ctx.broadcast('chat', { from, text });
    },
  },

  step(ctx) {
    for (const own of ctx.state.ships) steerShip(ctx, own);
    flyShots(ctx);
    hunt(ctx);
    while (ctx.state.drones.size < drone.count) launchDrone(ctx.state);
  },
});

function steerShip(ctx: Context, own: ShipEntity): void {
  if (own.reload > 0) own.reload--;
  if (!own.alive) {
    ctx.inputs.next(own.slot);
    if (--own.respawn === 0) place(ctx.state, own);
    return;
  }
  let move = ctx.inputs.next(own.slot);
  for (let used = 1; move && used < inputsPerStepMax && ctx.inputs.waiting(own.slot) > 1; used++) {
    flyShip(ctx, own, move);
    move = ctx.inputs.next(own.slot);
  }
  flyShip(ctx, own, move ?? ctx.inputs.latest(own.slot));
}

function flyShip(
  ctx: Context,
  own: ShipEntity,
  move: { thrust: number; turn: number; fire: boolean },
) {
  const { dt } = ctx;
  own.heading += Math.sign(move.turn) * ship.turn * dt;
  own.thrusting = move.thrust > 0;
  const push = own.thrusting ? ship.thrust * dt : 0;
  own.vx = (own.vx + Math.cos(own.heading) * push) * (1 - ship.drag * dt);
  own.vy = (own.vy + Math.sin(own.heading) * push) * (1 - ship.drag * dt);
  own.x = wrap(own.x + own.vx * dt, world.width);
  own.y = wrap(own.y + own.vy * dt, world.height);
  const { shots } = ctx.state;
  if (!move.fire || own.reload > 0 || shots.size === shots.capacity) return;
  own.reload = ship.reloadSteps;
  const fired = shots.add(`s${ctx.state.born++}`);
  fired.x = own.x;
  fired.y = own.y;
  fired.heading = own.heading;
  fired.hue = own.hue;
  fired.life = shot.lifeSteps;
  fired.owner = ctx.state.ships.keyOf(own);
}

function flyShots(ctx: Context): void {
  const { ships, shots, drones } = ctx.state;
  for (const fired of shots) {
    fired.x = wrap(fired.x + Math.cos(fired.heading) * shot.speed * ctx.dt, world.width);
    fired.y = wrap(fired.y + Math.sin(fired.heading) * shot.speed * ctx.dt, world.height);
    let isSpent = --fired.life === 0;
    for (const target of drones) {
      if (isSpent || !touches(fired, target, shot.radius + drone.radius)) continue;
      isSpent = true;
      drones.delete(target);
      const shooter = ships.get(fired.owner);
      if (shooter) shooter.score++;
    }
    for (const target of ships) {
      if (isSpent || !target.alive || ships.keyOf(target) === fired.owner) continue;
      if (!touches(fired, target, shot.radius + ship.radius)) continue;
      isSpent = true;
      const shooter = ships.get(fired.owner);
      if (shooter) shooter.score += 3;
      sink(ctx, target, fired.owner);
    }
    if (isSpent) shots.delete(fired);
  }
}

/** Drones fly at the nearest ship in sight and take it with them. */
function hunt(ctx: Context): void {
  const { ships, drones } = ctx.state;
  const targets = ctx.arena.records(Target, ships.capacity);
  let count = 0;
  for (const own of ships) {
    if (!own.alive) continue;
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
    const push = drone.thrust * ctx.dt * (nearest < drone.sight ** 2 ? 1 : 0.25);
    hunter.vx = (hunter.vx + Math.cos(hunter.heading) * push) * (1 - drone.drag * ctx.dt);
    hunter.vy = (hunter.vy + Math.sin(hunter.heading) * push) * (1 - drone.drag * ctx.dt);
    hunter.x = wrap(hunter.x + hunter.vx * ctx.dt, world.width);
    hunter.y = wrap(hunter.y + hunter.vy * ctx.dt, world.height);
    for (const own of ships) {
      if (own.alive && touches(hunter, own, ship.radius + drone.radius)) {
        sink(ctx, own, 'drone');
        drones.delete(hunter);
        break;
      }
    }
  }
}

function sink(ctx: Context, own: ShipEntity, by: string): void {
  own.alive = false;
  own.thrusting = false;
  own.respawn = ship.respawnSteps;
  ctx.broadcast('hit', { by, of: ctx.state.ships.keyOf(own) });
}

function place(state: Context['state'], own: ShipEntity): void {
  own.x = random(state, world.width);
  own.y = random(state, world.height);
  own.heading = random(state, 628) / 100;
  own.vx = 0;
  own.vy = 0;
  own.alive = true;
}

function launchDrone(state: Context['state']): void {
  const launched = state.drones.add(`d${state.born++}`);
  launched.x = random(state, world.width);
  launched.y = random(state, world.height);
  launched.heading = random(state, 628) / 100;
}

interface Placed {
  readonly x: number;
  readonly y: number;
}

function touches(a: Placed, b: Placed, distance: number): boolean {
  const dx = shortest(a.x - b.x, world.width);
  const dy = shortest(a.y - b.y, world.height);
  return dx * dx + dy * dy < distance * distance;
}

/** A difference of places, the short way round. */
function shortest(difference: number, size: number): number {
  return difference > size / 2
    ? difference - size
    : difference < -size / 2
      ? difference + size
      : difference;
}

function wrap(value: number, size: number): number {
  return value < 0 ? value + size : value >= size ? value - size : value;
}

/** A whole number below `bound`: xorshift32 whose state is the room's. */
function random(state: Context['state'], bound: number): number {
  let seed = state.seed;
  seed ^= seed << 13;
  seed ^= seed >>> 17;
  seed ^= seed << 5;
  state.seed = seed >>> 0;
  return (seed >>> 0) % bound;
}

/** A text field of what a client sent, whatever it sent. */
function textOf(payload: unknown, field: string): string {
  const value = (payload as Record<string, unknown> | null | undefined)?.[field];
  return typeof value === 'string' ? value : '';
}
