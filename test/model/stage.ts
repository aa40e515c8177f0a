/**
 * What the conductor (the test) and the actors (threads that run the real scheduler code) share.
 * One actor runs at a time, so plain reads and writes do; handing over is done with `go`.
 * Actors 0 … workers-1 are workers, actor `workers` is main.
 */

/** How an actor stands. READY: it may be let go. WAITING and BUSY end at `until` at the latest. */
export const Life = { READY: 0, WAITING: 1, BUSY: 2, DEAD: 3, DONE: 4, FAILED: 5 } as const;
export type Life = (typeof Life)[keyof typeof Life];

/** A worker that died is revoked when main hears of it, and started again some time later. */
export const Mourning = { ALIVE: 0, UNTOLD: 1, REVOKED: 2 } as const;

/** Indices into `counts`. */
export const Count = {
  STEPS: 0,
  WAITS: 1,
  SEED: 2,
  SCRIPT: 3,
  FAILURE_BYTES: 4,
  VISITS: 5,
} as const;

export const Script = {
  RANDOM: 0,
  FIXED: 1,
  RANDOM_NO_STEALING: 2,
  RANDOM_PINNED: 3,
  FIXED_PINNED: 4,
  PINNED_NO_STEALING: 5,
  /** Stealing is switched off and on in between. */
  RANDOM_SWITCHING: 6,
  PINNED_SWITCHING: 7,
  FIXED_SWITCHING: 8,
} as const;

/** A step of the actors' own, beside the scheduler's: in the middle of a visit. */
export const visitStep = 1_000;

/** Whether the script is run thousands of times with one thing changed. */
export function isFixed(script: number | undefined): boolean {
  return (
    script === Script.FIXED || script === Script.FIXED_PINNED || script === Script.FIXED_SWITCHING
  );
}

/** Virtual ms after which rooms are not due again, so that every schedule ends. */
export const horizonMs = 60;
/** The same for the fixed scripts. */
export const fixedHorizonMs = 9;
/** Virtual ms for `SchedulerSeams`: visits last 0 to 30, most of them up to 2. */
export const modelShareMs = 2;
export const modelWatchMs = 4;

/** Virtual ms at which main looks whether all is done. */
export const endMs = 400;

export interface Stage {
  readonly memory: SharedArrayBuffer;
  readonly workers: number;
  readonly roomsMax: number;
  /** Per actor, and one more for the conductor: 1 = run. */
  readonly go: Int32Array;
  readonly life: Int32Array;
  /** Steps until the actor hands back to the conductor. */
  readonly budget: Int32Array;
  /** Steps until the actor dies; 0 = it does not. */
  readonly killIn: Int32Array;
  readonly lastStep: Int32Array;
  /** What a WAITING actor sleeps on, and since when: the first to come is the first woken. */
  readonly waitIndex: Int32Array;
  readonly waitOrder: Int32Array;
  readonly until: Float64Array;
  readonly clock: Float64Array;
  readonly counts: Int32Array;
  readonly failure: Uint8Array;
  /** Per worker: see `Mourning`. */
  readonly mourning: Int32Array;
  /** Per room: worker + 1 during a visit. */
  readonly occupant: Int32Array;
  /** Per room: the visits main asked for, and how many of those a later visit has seen. */
  readonly wanted: Int32Array;
  readonly seen: Int32Array;
  /** Per room: visits that may come before their time, for having been asked for. */
  readonly credit: Int32Array;
  /** Per room: when the next visit is due. */
  readonly promised: Float64Array;
  /** Per room: the worker it is pinned to, + 1; 0 = any may run it. */
  readonly pinnedTo: Int32Array;
}

export function createStage(memory: SharedArrayBuffer, workers: number, roomsMax: number): Stage {
  const actors = workers + 1;
  return {
    memory,
    workers,
    roomsMax,
    go: int32(actors + 1),
    life: int32(actors),
    budget: int32(actors),
    killIn: int32(actors),
    lastStep: int32(actors),
    waitIndex: int32(actors),
    waitOrder: int32(actors),
    until: float64(actors),
    clock: float64(1),
    counts: int32(8),
    failure: new Uint8Array(new SharedArrayBuffer(2_000)),
    mourning: int32(workers),
    occupant: int32(roomsMax),
    wanted: int32(roomsMax),
    seen: int32(roomsMax),
    credit: int32(roomsMax),
    promised: float64(roomsMax),
    pinnedTo: int32(roomsMax),
  };
}

/** Numbers in 0 … below-1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** Lets `next` run and waits until `self` may again. */
export function passOn(go: Int32Array, self: number, next: number): void {
  Atomics.store(go, self, 0);
  Atomics.store(go, next, 1);
  Atomics.notify(go, next, 1);
  awaitTurn(go, self);
}

export function awaitTurn(go: Int32Array, self: number): void {
  for (let spin = 0; spin < 2_000; spin++) if (Atomics.load(go, self) === 1) return;
  while (Atomics.load(go, self) !== 1) Atomics.wait(go, self, 0);
}

function int32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

function float64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}
