/**
 * Runs schedules of the model: lets one actor at a time run for so many steps, moves the virtual
 * clock when all sleep, kills, and checks the scheduler's promises whenever nothing moves.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import {
  attachViews,
  createMemory,
  type SchedulerViews,
  Word,
} from '../../src/scheduler/layout.ts';
import { againFlag, LeaseState, stateOf } from '../../src/scheduler/lease.ts';
import { Step } from '../../src/scheduler/steps.ts';
import type { ActorStart } from './actor.ts';
import { checkConsistency } from './consistency.ts';
import { Count, createStage, Life, Mourning, modelWatchMs, passOn, type Stage } from './stage.ts';

/** Who runs next, and for how many steps at most. */
export interface Policy {
  readonly seed: number;
  readonly script: number;
  /** `ready` is not empty and is in order of index. */
  choose(ready: readonly number[], stepsSoFar: number): { actor: number; budget: number };
  /** Called before each choice: may kill, or move the clock early. */
  disturb?(conductor: Conductor): void;
}

const beforeSleep: ReadonlySet<number> = new Set([Step.LOCK_NOTIFY, Step.PARK_SLEEP]);
const choicesMax = 20_000;

export class Conductor {
  readonly stage: Stage;
  readonly views: SchedulerViews;
  readonly #threads: Worker[];
  readonly #pristine: Int32Array;
  readonly #words: Int32Array;

  constructor(workers: number, roomsMax: number) {
    const memory = createMemory({ workers, roomsMax });
    this.stage = createStage(memory, workers, roomsMax);
    this.views = attachViews(memory);
    this.#words = new Int32Array(memory);
    this.#pristine = this.#words.slice();
    this.#threads = Array.from({ length: workers + 1 }, (_, self) => this.#start(self));
  }

  /** Resolves once every actor waits to be let go; rejects if one cannot be loaded. */
  async open(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => once(thread, 'message')));
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  /** One schedule from a fresh scheduler to its end. Throws what is wrong. */
  run(policy: Policy): void {
    this.#reset(policy);
    const { stage } = this;
    for (let choices = 0; choices < choicesMax; choices++) {
      policy.disturb?.(this);
      const ready = this.#actors(Life.READY);
      if (ready.length === 0) {
        this.#checkStillness();
        if (!this.#advance()) return this.#checkEnd();
        continue;
      }
      const { actor, budget } = policy.choose(ready, stage.counts[Count.STEPS]!);
      stage.budget[actor] = budget;
      passOn(stage.go, stage.workers + 1, actor);
      if (stage.life[actor] === Life.FAILED) throw new Error(this.#failure());
    }
    throw new Error('the schedule does not end');
  }

  /** The actor dies at its `inSteps`-th step from now; if it sleeps it is woken for that. */
  kill(worker: number, inSteps: number): void {
    const { stage } = this;
    const life = stage.life[worker];
    if (life === Life.DEAD || life === Life.DONE) return;
    stage.killIn[worker] = inSteps;
    if (inSteps === 1 && life !== Life.READY) stage.life[worker] = Life.READY;
  }

  /**
   * Lets virtual time pass while threads are at work. Not between a worker's look at the clock and
   * its sleep: it would oversleep by as much, as a real thread does, and the checks are exact.
   */
  hurry(ms: number): void {
    const { stage, views } = this;
    if (views.words[Word.LOCK] !== 0) return;
    for (let worker = 0; worker < stage.workers; worker++) {
      if (stage.life[worker] === Life.READY && beforeSleep.has(stage.lastStep[worker]!)) return;
    }
    this.pass(ms);
  }

  /** Lets virtual time pass and ends what has lasted until then. */
  pass(ms: number): void {
    const { stage } = this;
    const now = stage.clock[0]! + ms;
    stage.clock[0] = now;
    for (let actor = 0; actor < stage.life.length; actor++) {
      if (stage.until[actor]! <= now && isAsleep(stage.life[actor]!))
        stage.life[actor] = Life.READY;
    }
  }

  #start(self: number): Worker {
    const start: ActorStart = { stage: this.stage, self };
    const url = new URL('./actor.ts', import.meta.url);
    return new Worker(url, { workerData: start, execArgv: [] });
  }

  #reset(policy: Policy): void {
    const { stage } = this;
    this.#words.set(this.#pristine);
    for (const array of [stage.life, stage.killIn, stage.counts, stage.mourning, stage.occupant]) {
      array.fill(0);
    }
    for (const array of [stage.wanted, stage.seen, stage.credit, stage.promised]) array.fill(0);
    stage.pinnedTo.fill(0);
    stage.waitIndex.fill(-1);
    stage.until.fill(Number.POSITIVE_INFINITY);
    stage.clock[0] = 1;
    stage.counts[Count.SEED] = policy.seed;
    stage.counts[Count.SCRIPT] = policy.script;
  }

  #actors(life: Life): number[] {
    const found: number[] = [];
    for (let actor = 0; actor < this.stage.life.length; actor++) {
      if (this.stage.life[actor] === life) found.push(actor);
    }
    return found;
  }

  /** False when nothing is left to happen. */
  #advance(): boolean {
    const { stage } = this;
    let next = Number.POSITIVE_INFINITY;
    for (let actor = 0; actor < stage.life.length; actor++) {
      if (isAsleep(stage.life[actor]!)) next = Math.min(next, stage.until[actor]!);
    }
    if (next === Number.POSITIVE_INFINITY) return false;
    this.pass(next - stage.clock[0]!);
    return true;
  }

  /** Everyone sleeps. The promises hold now, unless a death has not been told yet. */
  #checkStillness(): void {
    const { stage, views } = this;
    if (stage.mourning.includes(Mourning.UNTOLD)) return;
    if (views.words[Word.LOCK] !== 0) throw new Error('all sleep and the lock is held');
    checkConsistency(views);
    let watchUntil = Number.POSITIVE_INFINITY;
    let parked = 0;
    for (let worker = 0; worker < stage.workers; worker++) {
      if (!this.#isParked(worker)) continue;
      const isAsked = views.turns[worker] !== 0 || views.words[Word.STOP] !== 0;
      if (isAsked) throw new Error(`worker ${worker} sleeps on a request to turn or stop`);
      parked++;
      watchUntil = Math.min(watchUntil, stage.until[worker]!);
    }
    // Whoever expects to be back soon lets others sleep, but not for longer than this.
    const grace = stage.occupant.some((worker) => worker !== 0) ? modelWatchMs : 0;
    for (let room = 0; room < stage.roomsMax; room++) {
      this.#checkRoom(room, parked, watchUntil, grace);
    }
  }

  #checkRoom(room: number, parked: number, watchUntil: number, grace: number): void {
    const { stage, views } = this;
    const state = stateOf(views.leases[room]!);
    if (state !== LeaseState.IDLE && state !== LeaseState.QUEUED) return;
    const isNow = state === LeaseState.QUEUED || (views.leases[room]! & againFlag) !== 0;
    const due = isNow ? stage.clock[0]! : views.dues[room]!;
    const isFree = views.words[Word.STEALING] === 1 && stage.pinnedTo[room] === 0;
    const couldRun = isFree ? parked > 0 : this.#isParked(views.homes[room]!);
    const isWatched = stage.pinnedTo[room] === 0 ? parked > 0 : couldRun;
    if (isWatched && watchUntil > due + grace && due > stage.clock[0]!) {
      throw new Error(`room ${room} is due at ${due} and nobody watches before ${watchUntil}`);
    }
    if (due > stage.clock[0]! || !couldRun) return;
    if (grace === 0 || watchUntil > stage.clock[0]! + grace) {
      throw new Error(`room ${room} is due, workers idle`);
    }
  }

  #isParked(worker: number): boolean {
    const { stage, views } = this;
    if (stage.life[worker] !== Life.WAITING) return false;
    return stage.waitIndex[worker] === views.parkOffset + worker;
  }

  #checkEnd(): void {
    const done = this.#actors(Life.DONE).length;
    if (done !== this.stage.life.length) {
      throw new Error(
        `stuck: lives ${this.stage.life.join()}, steps ${this.stage.lastStep.join()}`,
      );
    }
  }

  #failure(): string {
    const { failure, counts } = this.stage;
    return new TextDecoder().decode(failure.slice(0, counts[Count.FAILURE_BYTES]));
  }
}

function isAsleep(life: number): boolean {
  return life === Life.WAITING || life === Life.BUSY;
}
