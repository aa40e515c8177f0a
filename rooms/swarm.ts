/**
 * The heavy room: a flock of drones that steer by their neighbours, found through a grid in the
 * tick's arena. Drones come and go. Made for load: options `{ drones: 1000 }`, up to 20,000.
 */
import { schema, t } from '@colyseus/schema';
import { defineGame, type StepContext } from 'hypogeum/game';
import { random } from './kit/random.ts';
import { wrap } from './kit/torus.ts';

const dronesDefault = 1_000;
const dronesMax = 20_000;
const worldSize = 4_096;
const cellsAcrossMax = 64;
const dronesPerCellMin = 2;
const neighboursMax = 8;
const speed = 60;
const turnPerSecond = 4;
/** Drones that leave, and that arrive, in every tick. */
const turnover = 2;
/** For which a client's place is kept when its connection is gone. */
const awaySeconds = 10;

const Drone = schema(
  {
    x: t.float32(),
    y: t.float32(),
    vx: t.float32().noSync(),
    vy: t.float32().noSync(),
  },
  'Drone',
);
const State = schema(
  {
    tick: t.uint32(),
    width: t.uint16().default(worldSize),
    height: t.uint16().default(worldSize),
    wanted: t.uint32().noSync(),
    born: t.uint32().noSync(),
    seed: t.uint32().default(1).noSync(),
    drones: t.map(Drone),
  },
  'Swarm',
);
type Context = StepContext<InstanceType<typeof State>>;

export default defineGame({
  state: State,
  tickRate: 20,
  capacity: { clients: 64, drones: dronesMax, 'drones:key': 12 },
  /** `joinOrCreate('swarm', { drones: 5000 })` is for a swarm of that size. */
  filterBy: ['drones'],

  onCreate(ctx, options) {
    const { state } = ctx;
    if (options.private === true) ctx.setPrivate();
    const asked = Number(options.drones ?? dronesDefault);
    state.wanted = Math.min(Math.max(Math.floor(asked) || 0, 0), dronesMax);
    while (state.drones.size < state.wanted) hatch(state);
    ctx.setMetadata({ drones: state.wanted });
  },

  onDrop(ctx, client) {
    ctx.allowReconnection(client, awaySeconds);
  },

  step(ctx) {
    const { state, arena } = ctx;
    state.tick = ctx.tick;
    const rows = state.drones.rows(arena).values;
    const count = state.drones.size;
    const grid = buildGrid(ctx, rows, count);
    steer(ctx, rows, count, grid);
    for (let i = 0; i < turnover && count > turnover; i++) {
      const row = rows[random(state, count)];
      const drone = state.drones.at(row);
      if (drone) state.drones.delete(drone);
    }
    while (state.drones.size < state.wanted) hatch(state);
  },
});

interface Grid {
  readonly across: number;
  /** By cell: where its drones begin in `members`; one more at the end. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Sorts drones by cell: count, sum up, place. */
function buildGrid({ state, arena }: Context, rows: Int32Array, count: number): Grid {
  const { x, y } = state.drones.columns;
  const across = cellsAcrossFor(state.wanted);
  const starts = arena.i32(across * across + 1).fill(0);
  const members = arena.i32(dronesMax);
  for (let i = 0; i < count; i++) starts[cellOf(x[rows[i]], y[rows[i]], across) + 1]++;
  for (let cell = 1; cell < starts.length; cell++) starts[cell] += starts[cell - 1];
  const next = arena.i32(across * across);
  for (let cell = 0; cell < next.length; cell++) next[cell] = starts[cell];
  for (let i = 0; i < count; i++) {
    members[next[cellOf(x[rows[i]], y[rows[i]], across)]++] = rows[i];
  }
  return { across, starts, members };
}

/** Each drone turns towards the mean heading of the first neighbours in its cell, and moves. */
function steer(ctx: Context, rows: Int32Array, count: number, grid: Grid): void {
  const { drones } = ctx.state;
  const { x, y, vx, vy } = drones.columns;
  const { across, starts, members } = grid;
  const turn = Math.min(1, turnPerSecond * ctx.dt);
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    const cell = cellOf(x[row], y[row], across);
    const end = Math.min(starts[cell + 1], starts[cell] + neighboursMax);
    let meanX = vx[row];
    let meanY = vy[row];
    for (let at = starts[cell]; at < end; at++) {
      meanX += vx[members[at]];
      meanY += vy[members[at]];
    }
    const length = Math.sqrt(meanX * meanX + meanY * meanY) || 1;
    vx[row] += ((meanX / length) * speed - vx[row]) * turn;
    vy[row] += ((meanY / length) * speed - vy[row]) * turn;
    x[row] = wrap(x[row] + vx[row] * ctx.dt, worldSize);
    y[row] = wrap(y[row] + vy[row] * ctx.dt, worldSize);
  }
  drones.markAllDirty();
}

function hatch(state: Context['state']): void {
  const drone = state.drones.add(`d${state.born++}`);
  const angle = (random(state, 3_600) / 1_800) * Math.PI;
  drone.x = random(state, worldSize);
  drone.y = random(state, worldSize);
  drone.vx = Math.cos(angle) * speed;
  drone.vy = Math.sin(angle) * speed;
}

/** Cells so large that a drone has neighbours: a power of two of them, along each side. */
function cellsAcrossFor(drones: number): number {
  let across = cellsAcrossMax;
  while (across > 1 && across * across * dronesPerCellMin > drones) across /= 2;
  return across;
}

function cellOf(x: number, y: number, across: number): number {
  const perUnit = across / worldSize;
  return Math.floor(y * perUnit) * across + Math.floor(x * perUnit);
}
