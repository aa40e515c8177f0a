/**
 * Pinball for many: each player has a ball, and every player's keys move both flippers. The table
 * is a physics world, which cannot move between threads: so the room is pinned to one, and each
 * step copies what clients must see into the state.
 */
import { schema, t } from '@colyseus/schema';
import { init } from '@dimforge/rapier2d-deterministic-compat';
import { defineGame, type StepContext } from 'hypogeum/game';
import { readText } from './kit/format.ts';
import { bumpers, size } from './pinball/layout.ts';
import { Table } from './pinball/table.ts';

/** Loads the physics, once per thread, before any of the thread's rooms begins. */
await init();

const pointsPerHit = 100;
/** Neighbouring slots get colours far apart. */
const hueStep = 97;
const nameCharsMax = 16;
/** For which a ball plays on when its player's connection is gone. */
const awaySeconds = 10;

const Ball = schema(
  {
    x: t.float32(),
    y: t.float32(),
    angle: t.angle(),
    score: t.uint32(),
    /** Times it went down the drain. */
    lost: t.uint16(),
    name: t.string(),
    /** Of its colour: 256 make a circle. */
    hue: t.uint8(),
    slot: t.uint16().noSync(),
    /** The keys that its player holds down. */
    left: t.boolean().noSync(),
    right: t.boolean().noSync(),
  },
  'Ball',
);
const Bumper = schema(
  {
    x: t.float32(),
    y: t.float32(),
    radius: t.float32(),
    hits: t.uint32(),
    index: t.uint8().noSync(),
  },
  'Bumper',
);
const State = schema(
  {
    width: t.uint8().default(size.width),
    height: t.uint8().default(size.height),
    /** The flippers' angles, radians; 0 is level, above it is up. */
    left: t.float32(),
    right: t.float32(),
    balls: t.map(Ball),
    bumpers: t.map(Bumper),
  },
  'Pinball',
);
const Keys = schema({ left: t.boolean(), right: t.boolean() }, 'Keys');
type Context = StepContext<InstanceType<typeof State>, InstanceType<typeof Keys>, Table>;

export default defineGame({
  state: State,
  input: Keys,
  tickRate: 60,
  patchRate: 30,
  capacity: { clients: 16, balls: 16, bumpers: bumpers.length },

  placement: 'pinned',
  createLocal: (ctx) => new Table(ctx.dt),
  disposeLocal: (table) => table.free(),

  /** `{ private: true }` makes a table that is found by its id only. */
  onCreate(ctx, { private: isPrivate }) {
    const { state } = ctx;
    if (isPrivate === true) ctx.setPrivate();
    for (const [index, { x, y, radius }] of bumpers.entries()) {
      state.bumpers.add(`b${index}`, { x, y, radius, index });
    }
  },

  /** `{ name }`. */
  onJoin(ctx, client, { name }) {
    const { slot } = client;
    const ball = ctx.state.balls.add(client.sessionId, { slot, hue: (slot * hueStep) & 255 });
    ball.name = readText(name, nameCharsMax) || `guest ${slot + 1}`;
    ctx.local.addBall(slot);
    list(ctx);
  },

  /** Nobody holds the keys of who is away. */
  onDrop(ctx, client) {
    const ball = ctx.state.balls.get(client.sessionId);
    if (ball) ball.left = false;
    if (ball) ball.right = false;
    ctx.allowReconnection(client, awaySeconds);
  },

  onLeave(ctx, client) {
    ctx.local.removeBall(client.slot);
    ctx.state.balls.delete(client.sessionId);
    list(ctx);
  },

  step({ state, inputs, local: table }) {
    let left = false;
    let right = false;
    for (const ball of state.balls) {
      const keys = inputs.next(ball.slot);
      if (keys) ball.left = keys.left;
      if (keys) ball.right = keys.right;
      left ||= ball.left;
      right ||= ball.right;
    }
    table.step(left, right);
    state.left = table.left.lift;
    state.right = table.right.lift;
    for (const ball of state.balls) {
      const pose = table.poseOf(ball.slot);
      ball.x = pose.x;
      ball.y = pose.y;
      ball.angle = pose.angle;
      ball.score += pointsPerHit * table.hitsBy(ball.slot);
      if (table.relaunchIfLost(ball.slot)) ball.lost++;
    }
    for (const bumper of state.bumpers) bumper.hits += table.hitsAt(bumper.index);
  },
});

/** Who plays, for lobbies. */
function list(ctx: Context): void {
  ctx.setMetadata({ players: Array.from(ctx.state.balls, ({ name }) => name) });
}
