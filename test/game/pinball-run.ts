/**
 * A game of pinball from a script of keys, on whichever thread loads this: every pose after every
 * step, as bits. As a worker's file it posts what its `workerData` asks for.
 */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import pinball from '../../rooms/pinball.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { Stage } from '../worker-thread/stage.ts';

interface Poses {
  readonly left: number;
  readonly right: number;
  readonly balls: Iterable<{ x: number; y: number; angle: number; score: number; lost: number }>;
}

const balls = 3;

export interface Script {
  readonly seed: number;
  readonly ticks: number;
}

/** One room that is played step by step, so that several can take turns. */
export class PinballRun {
  readonly #stage = new Stage(pinball);
  readonly #state = (this.#stage.view.context as { state: Poses }).state;
  readonly #words: number[] = [];
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
    this.#stage.open(balls);
  }

  step(): void {
    // A player presses or lets go of keys now and then.
    const dice = this.#random(40);
    if (dice < balls) {
      const keys = Uint8Array.of(19, 0x80, this.#random(2), 0x81, this.#random(2));
      this.#stage.tell(ToRoom.INPUT, dice, keys);
    }
    this.#stage.visitOneStep();
    this.#stage.hear();
    const { left, right } = this.#state;
    this.#words.push(left, right);
    for (const { x, y, angle, score, lost } of this.#state.balls) {
      this.#words.push(x, y, angle, score, lost);
    }
  }

  /** Everything that clients could see, after every step. */
  get poses(): Float64Array {
    return Float64Array.from(this.#words);
  }

  free(): void {
    this.#stage.view.local.dispose();
  }

  #random(below: number): number {
    this.#seed = (Math.imul(this.#seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#seed / 2 ** 32) * below);
  }
}

export function play({ seed, ticks }: Script): Float64Array {
  const run = new PinballRun(seed);
  for (let tick = 0; tick < ticks; tick++) run.step();
  run.free();
  return run.poses;
}

if (!isMainThread) parentPort?.postMessage(play(workerData as Script));
