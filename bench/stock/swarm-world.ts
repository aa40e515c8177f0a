/**
 * The rules of rooms/swarm.ts on ordinary @colyseus/schema objects, as a careful author would
 * write them: bodies by place in an array beside the synced map, places reused, and scratch arrays
 * that are kept. test/bench compares its states with the game's, bit for bit. Owns its state.
 */
import { schema, t } from '@colyseus/schema';
import { random } from '../../rooms/kit/random.ts';
import { wrap } from '../../rooms/kit/torus.ts';

const dronesDefault = 1_000;
const dronesMax = 20_000;
const worldSize = 4_096;
const cellsAcrossMax = 64;
const dronesPerCellMin = 2;
const neighboursMax = 8;
const speed = 60;
const turnPerSecond = 4;
const turnover = 2;

const Drone = schema({ x: t.float32(), y: t.float32() }, 'Drone');
type Drone = InstanceType<typeof Drone>;

export const SwarmState = schema(
  {
    tick: t.uint32(),
    width: t.uint16().default(worldSize),
    height: t.uint16().default(worldSize),
    drones: t.map(Drone),
  },
  'Swarm',
);

/** A drone and what clients do not see of it. */
interface Body {
  readonly key: string;
  readonly place: number;
  readonly drone: Drone;
  vx: number;
  vy: number;
}

export class SwarmWorld {
  readonly state = new SwarmState();
  readonly #wanted: number;
  /** By place; those that were free before a step are taken again, the last one first. */
  readonly #places: (Body | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #left: number[] = [];
  readonly #alive: Body[] = [];
  readonly #across: number;
  readonly #starts: Int32Array;
  readonly #next: Int32Array;
  readonly #members: Body[] = [];
  #born = 0;
  seed = 1;

  constructor(drones: unknown = dronesDefault) {
    this.#wanted = Math.min(Math.max(Math.floor(Number(drones)) || 0, 0), dronesMax);
    this.#across = cellsAcrossFor(this.#wanted);
    this.#starts = new Int32Array(this.#across ** 2 + 1);
    this.#next = new Int32Array(this.#across ** 2);
    this.#refill();
  }

  /** By key, what clients do not see: for the comparison with the game. */
  velocities(): Map<string, readonly [vx: number, vy: number]> {
    const bodies = this.#places.filter((body) => body !== undefined);
    return new Map(bodies.map(({ key, vx, vy }) => [key, [vx, vy]]));
  }

  step(tick: number, dt: number): void {
    this.state.tick = tick;
    this.#alive.length = 0;
    for (const body of this.#places) if (body !== undefined) this.#alive.push(body);
    this.#buildGrid();
    this.#steer(dt);
    this.#free.push(...this.#left.splice(0));
    const count = this.#alive.length;
    for (let i = 0; i < turnover && count > turnover; i++) {
      const body = this.#alive[random(this, count)]!;
      if (this.#places[body.place] === body) this.#remove(body);
    }
    this.#refill();
  }

  /** Sorts drones by cell: count, sum up, place. */
  #buildGrid(): void {
    const starts = this.#starts.fill(0);
    const next = this.#next;
    const across = this.#across;
    for (const { drone } of this.#alive) starts[cellOf(drone.x, drone.y, across) + 1]!++;
    for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
    next.set(starts.subarray(0, next.length));
    for (const body of this.#alive) {
      this.#members[next[cellOf(body.drone.x, body.drone.y, across)]!++] = body;
    }
  }

  /** Float32, as a client has them: so that both sides of the comparison hold the same numbers. */
  #steer(dt: number): void {
    const turn = Math.min(1, turnPerSecond * dt);
    for (const body of this.#alive) {
      const { drone } = body;
      const cell = cellOf(drone.x, drone.y, this.#across);
      const start = this.#starts[cell]!;
      const end = Math.min(this.#starts[cell + 1]!, start + neighboursMax);
      let meanX = body.vx;
      let meanY = body.vy;
      for (let at = start; at < end; at++) {
        const member = this.#members[at]!;
        meanX += member.vx;
        meanY += member.vy;
      }
      const length = Math.sqrt(meanX * meanX + meanY * meanY) || 1;
      body.vx = Math.fround(body.vx + ((meanX / length) * speed - body.vx) * turn);
      body.vy = Math.fround(body.vy + ((meanY / length) * speed - body.vy) * turn);
      drone.x = wrap(drone.x + body.vx * dt, worldSize);
      drone.y = wrap(drone.y + body.vy * dt, worldSize);
    }
  }

  #refill(): void {
    while (this.state.drones.size < this.#wanted) this.#hatch();
  }

  #hatch(): void {
    const key = `d${this.#born++}`;
    const angle = (random(this, 3_600) / 1_800) * Math.PI;
    const x = random(this, worldSize);
    const y = random(this, worldSize);
    const drone = new Drone().assign({ x, y });
    const vx = Math.fround(Math.cos(angle) * speed);
    const vy = Math.fround(Math.sin(angle) * speed);
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = { key, place, drone, vx, vy };
    this.state.drones.set(key, drone);
  }

  #remove({ key, place }: Body): void {
    this.#places[place] = undefined;
    this.#left.push(place);
    this.state.drones.delete(key);
  }
}

function cellsAcrossFor(drones: number): number {
  let across = cellsAcrossMax;
  while (across > 1 && across * across * dronesPerCellMin > drones) across /= 2;
  return across;
}

function cellOf(x: number, y: number, across: number): number {
  const perUnit = across / worldSize;
  return Math.floor(y * perUnit) * across + Math.floor(x * perUnit);
}
