// All drones as columns: one typed array per value, a drone at the same index in each, ready to be
// handed to the GPU as they are. Written by `patch` alone; neither a patch nor a frame makes
// garbage.
import type { Drone, Drones } from './swarm-state.ts';

export interface World {
  readonly width: number;
  readonly height: number;
}

const jumpUnits = 200; // farther than a drone flies between patches: it was put there
const golden = 0.618_033_988_75; // spreads tones evenly, however many there are

export class DroneColumns {
  count = 0;
  /** Where the newest patch has them. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Where they were drawn when that patch came. */
  readonly fromX: Float32Array;
  readonly fromY: Float32Array;
  /** 0 … 1, another for each drone: no two glow in time with each other. */
  readonly tone: Float32Array;
  /** When the page first saw them, seconds. */
  readonly born: Float32Array;

  readonly #world: World;
  readonly #drones: (Drone | undefined)[];
  #births = 0;
  // Where a walk over the room's map has come to: the next index, and the first old one unmatched.
  #next = 0;
  #old = 0;
  #oldCount = 0;
  #nowSeconds = 0;

  /** `capacity`: drones beyond it are not drawn. */
  constructor(capacity: number, world: World) {
    this.#world = world;
    this.#drones = new Array<Drone | undefined>(capacity).fill(undefined);
    this.x = new Float32Array(capacity);
    this.y = new Float32Array(capacity);
    this.fromX = new Float32Array(capacity);
    this.fromY = new Float32Array(capacity);
    this.tone = new Float32Array(capacity);
    this.born = new Float32Array(capacity);
  }

  get capacity(): number {
    return this.x.length;
  }

  /**
   * Takes over what a patch changed. `share`: how far drawing had come from `from` to the newest
   * place, 1 at its end.
   */
  patch(drones: Drones, share: number, nowSeconds: number): void {
    const before = this.count;
    this.#settle(share);
    this.#next = 0;
    this.#old = 0;
    this.#oldCount = before;
    this.#nowSeconds = nowSeconds;
    drones.forEach(this.#visit);
    this.#drones.fill(undefined, this.#next, before);
    this.count = this.#next;
  }

  clear(): void {
    this.#drones.fill(undefined, 0, this.count);
    this.count = 0;
  }

  /** What was shown becomes where the next glide starts. */
  #settle(share: number): void {
    const { width, height } = this.#world;
    const { x, y, fromX, fromY } = this;
    for (let at = 0; at < this.count; at += 1) {
      fromX[at] = inside(fromX[at]! + shortest(fromX[at]!, x[at]!, width) * share, width);
      fromY[at] = inside(fromY[at]! + shortest(fromY[at]!, y[at]!, height) * share, height);
    }
  }

  /** Made once. Old and new drones are in the same order: one pass closes the gaps of the dead. */
  readonly #visit = (drone: Drone): void => {
    const to = this.#next;
    if (to === this.capacity) return;
    const at = this.#find(drone);
    if (at < 0) this.#bear(to, drone);
    else this.#move(at, to, drone);
    this.#next += 1;
  };

  /** The old index of a drone, or -1 for one that is new. */
  #find(drone: Drone): number {
    for (let at = this.#old; at < this.#oldCount; at += 1) {
      if (this.#drones[at] !== drone) continue;
      this.#old = at + 1;
      return at;
    }
    // New ones come last. One among the old is no order that this pass can follow: all start anew.
    this.#oldCount = Math.min(this.#oldCount, this.#next);
    return -1;
  }

  #bear(at: number, drone: Drone): void {
    this.#drones[at] = drone;
    this.x[at] = drone.x;
    this.y[at] = drone.y;
    this.fromX[at] = drone.x;
    this.fromY[at] = drone.y;
    this.tone[at] = (this.#births * golden) % 1;
    this.born[at] = this.#nowSeconds;
    this.#births += 1;
  }

  #move(at: number, to: number, drone: Drone): void {
    const { width, height } = this.#world;
    this.#drones[to] = drone;
    this.x[to] = drone.x;
    this.y[to] = drone.y;
    this.tone[to] = this.tone[at]!;
    this.born[to] = this.born[at]!;
    const hasJumped =
      Math.abs(shortest(this.fromX[at]!, drone.x, width)) > jumpUnits ||
      Math.abs(shortest(this.fromY[at]!, drone.y, height)) > jumpUnits;
    this.fromX[to] = hasJumped ? drone.x : this.fromX[at]!;
    this.fromY[to] = hasJumped ? drone.y : this.fromY[at]!;
  }
}

/** The signed distance from `a` to `b` the short way round a circle of length `size`. */
export function shortest(a: number, b: number, size: number): number {
  const way = b - a;
  if (way > size / 2) return way - size;
  return way < -size / 2 ? way + size : way;
}

export function wrap(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** As `wrap`, for what is at most one length outside: a remainder for each drone is slow. */
function inside(value: number, size: number): number {
  if (value < 0) return value + size;
  return value >= size ? value - size : value;
}
