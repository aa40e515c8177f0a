/**
 * When each step of a server's rooms began, written by the steps themselves, in the same way on
 * both sides of a comparison. A lane of shared memory per thread, which alone writes it; the
 * server's main thread reads them all. A step costs its room one clock and three stores.
 */
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';
import { monotonicMs } from '../../../src/base/clock.ts';

/** Threads find the log under this name; it must exist before they start. */
const environmentKey = 'bench step log';
/** Steps that a lane remembers, a power of two. */
const laneSteps = 1 << 19;
const lanesMax = 16;
/** Of a lane's header. */
const countWord = 0;
const inputsWord = 1;
const laneWords = 2;
const claimedWord = lanesMax * laneWords;
const headerBytes = (claimedWord + 2) * Uint32Array.BYTES_PER_ELEMENT;
const laneBytes = laneSteps * (Float64Array.BYTES_PER_ELEMENT + Uint32Array.BYTES_PER_ELEMENT);

interface Lane {
  readonly header: Int32Array;
  readonly times: Float64Array;
  readonly keys: Uint32Array;
}

/** Where each lane was. */
export interface StepMark {
  readonly atMs: number;
  readonly counts: readonly number[];
  readonly inputs: number;
}

export class StepLog {
  readonly #memory: SharedArrayBuffer;
  #lane: Lane | undefined;

  /** The process's own; its main thread makes it, before any worker is started. */
  static find(): StepLog {
    const shared = getEnvironmentData(environmentKey);
    if (shared instanceof SharedArrayBuffer) return new StepLog(shared);
    if (!isMainThread) throw new Error('the main thread has made no step log');
    // Of pages that nobody writes the system gives none.
    const memory = new SharedArrayBuffer(headerBytes + lanesMax * laneBytes);
    setEnvironmentData(environmentKey, memory);
    return new StepLog(memory);
  }

  private constructor(memory: SharedArrayBuffer) {
    this.#memory = memory;
  }

  /** At a step's beginning. `room` is `roomKey` of its id. */
  record(room: number): void {
    this.#lane ??= this.#claim();
    const { header, times, keys } = this.#lane;
    const count = header[countWord]!;
    const at = count & (laneSteps - 1);
    times[at] = monotonicMs();
    keys[at] = room;
    // Publishes the two stores above to `read`.
    Atomics.store(header, countWord, count + 1);
  }

  /** Inputs that a step has consumed. */
  countInputs(inputs: number): void {
    this.#lane ??= this.#claim();
    const { header } = this.#lane;
    Atomics.store(header, inputsWord, header[inputsWord]! + inputs);
  }

  mark(): StepMark {
    const lanes = this.#lanes();
    return {
      atMs: monotonicMs(),
      counts: lanes.map(({ header }) => Atomics.load(header, countWord)),
      inputs: lanes.reduce((sum, { header }) => sum + Atomics.load(header, inputsWord), 0),
    };
  }

  /** By room, when its steps between the marks began, in order. */
  read(from: StepMark, to: StepMark): Map<number, number[]> {
    const rooms = new Map<number, number[]>();
    for (const [index, { times, keys }] of this.#lanes().entries()) {
      const begin = from.counts[index]!;
      const end = to.counts[index]!;
      if (end - begin > laneSteps) throw new Error('more steps than the log remembers');
      for (let count = begin; count < end; count++) {
        const key = keys[count & (laneSteps - 1)]!;
        const own = rooms.get(key);
        const atMs = times[count & (laneSteps - 1)]!;
        if (own === undefined) rooms.set(key, [atMs]);
        else own.push(atMs);
      }
    }
    for (const times of rooms.values()) times.sort((left, right) => left - right);
    return rooms;
  }

  #claim(): Lane {
    const index = Atomics.add(new Int32Array(this.#memory), claimedWord, 1);
    if (index >= lanesMax) throw new Error(`the step log has lanes for ${lanesMax} threads`);
    return this.#laneAt(index);
  }

  #lanes(): Lane[] {
    return Array.from({ length: lanesMax }, (_, index) => this.#laneAt(index));
  }

  #laneAt(index: number): Lane {
    const from = headerBytes + index * laneBytes;
    const keysFrom = from + laneSteps * Float64Array.BYTES_PER_ELEMENT;
    const words = index * laneWords * Int32Array.BYTES_PER_ELEMENT;
    return {
      header: new Int32Array(this.#memory, words, laneWords),
      times: new Float64Array(this.#memory, from, laneSteps),
      keys: new Uint32Array(this.#memory, keysFrom, laneSteps),
    };
  }
}

/** A room's id as a number: FNV-1a, which tells a thousand ids apart. */
export function roomKey(roomId: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < roomId.length; at++) {
    hash = Math.imul(hash ^ roomId.charCodeAt(at), 0x0100_0193);
  }
  return hash >>> 0;
}
