/**
 * The same seed and the same records at the same ticks give the same room, bit for bit, whichever
 * worker ran which tick: all of its memory but header and rings (synced and server-only columns,
 * keys, waiting inputs, timers, random numbers, the past), and every byte that went out.
 */
import '../../src/schema/server-only.ts';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { InputEncoder } from '@colyseus/schema/input';
import { expect, test } from 'vitest';
import { Move } from '../../rooms/skirmish/state.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { RoomFlag } from '../../src/memory/room-header.ts';
import { RoomRandom } from '../../src/memory/time/room-random.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { Stage } from '../worker-thread/stage.ts';
import { clockwork } from './clockwork.ts';
import type { ClockworkStart } from './clockwork-worker.ts';

const ticks = 240;
const clients = 6;
const patienceMs = 10_000;
const inputReliable = 19;

interface Told {
  readonly kind: number;
  readonly slot: number;
  readonly body: object | Uint8Array;
  readonly a?: number;
}

interface Run {
  readonly hashes: string[];
  /** By tick. */
  readonly workers: number[];
  /** How often the scheduler gave the room to another worker than its home. */
  steals: number;
}

/** What main told the room before each tick. */
type Log = readonly (readonly Told[])[];

test('one worker, four, and a steal at every tick come to the same', async () => {
  const log = record(1);
  const alone = await play(log, 1, false);
  const together = await play(log, 4, false);
  const stolen = await play(log, 4, true);
  expect(together.hashes).toEqual(alone.hashes);
  expect(stolen.hashes).toEqual(alone.hashes);
  expect(new Set(alone.workers)).toEqual(new Set([0]));
  const changes = stolen.workers.filter((worker, tick) => worker !== stolen.workers[tick - 1]);
  expect(changes.length).toBe(ticks);
  expect(stolen.steals).toBeGreaterThanOrEqual(ticks - 1);
  expect(new Set(stolen.workers).size).toBeGreaterThan(1);
  expect(new Set(alone.hashes).size).toBe(ticks);
}, 60_000);

test('another log comes to something else', async () => {
  const [one, other] = [await play(record(1), 1, false), await play(record(2), 1, false)];
  expect(other.hashes.at(-1)).not.toBe(one.hashes.at(-1));
}, 60_000);

/** Random inputs of clients that come and go, as the package's own encoder sends them. */
function record(seed: number): Log {
  const random = new RoomRandom(new SharedArrayBuffer(64), 0);
  random.reseed(seed);
  const seats = Array.from({ length: clients }, (_, slot) => new Seat(slot, random));
  return Array.from({ length: ticks }, (_, tick) => {
    const created = { kind: ToRoom.CREATE, slot: 0, body: {} };
    return [...(tick === 0 ? [created] : []), ...seats.flatMap((seat) => seat.told(tick))];
  });
}

class Seat {
  readonly #slot: number;
  readonly #random: RoomRandom;
  #input = new Move();
  #encoder: InputEncoder | undefined;

  constructor(slot: number, random: RoomRandom) {
    this.#slot = slot;
    this.#random = random;
  }

  /** What main tells of this client before a tick. */
  told(tick: number): Told[] {
    const slot = this.#slot;
    const random = this.#random;
    if (this.#encoder === undefined) {
      if (!random.chance(0.1)) return [];
      this.#input = new Move();
      this.#encoder = new InputEncoder(this.#input);
      const body = { sessionId: `client ${slot} ${tick}`, options: {} };
      return [
        { kind: ToRoom.JOIN, slot, body },
        { kind: ToRoom.READY, slot, body: {} },
      ];
    }
    if (random.chance(0.01)) {
      this.#encoder = undefined;
      return [{ kind: ToRoom.LEAVE, slot, body: {}, a: 4000 }];
    }
    const name = Buffer.from('\x0d\xa4name', 'latin1');
    const said = random.chance(0.05) ? [{ kind: ToRoom.MESSAGE, slot, body: name }] : [];
    const count = random.int(0, 2);
    return [...said, ...Array.from({ length: count }, () => this.#move(this.#encoder))];
  }

  #move(encoder: InputEncoder | undefined): Told {
    const random = this.#random;
    if (random.chance(0.2)) this.#input.turn = random.int(-2, 2);
    if (random.chance(0.2)) this.#input.thrust = random.int(0, 1);
    this.#input.fire = random.chance(0.3);
    const body = Uint8Array.of(inputReliable, ...(encoder?.encode() ?? []));
    return { kind: ToRoom.INPUT, slot: this.#slot, body };
  }
}

async function play(log: Log, size: number, mustChange: boolean): Promise<Run> {
  const stage = new Stage(clockwork);
  const scheduler = Scheduler.create({ roomsMax: 1, workers: size });
  const room = scheduler.open(Number.POSITIVE_INFINITY);
  const turns = new Int32Array(new SharedArrayBuffer(8)).fill(-1, 1);
  const threads = Array.from({ length: size }, (_, self) =>
    start({ self, scheduler: scheduler.memory, room: stage.memory.memory, turns, mustChange }),
  );
  await Promise.all(threads.map((thread) => once(thread, 'message')));
  const run: Run = { hashes: [], workers: [], steals: 0 };
  const { header } = stage.memory;
  try {
    for (const told of log) {
      for (const { kind, slot, body, a } of told) stage.tell(kind, slot, body, a);
      scheduler.expedite(room);
      const visits = Atomics.load(turns, 0);
      if (visits === run.hashes.length) Atomics.wait(turns, 0, visits, patienceMs);
      run.hashes.push(hashOf(stage));
      run.workers.push(Atomics.load(turns, 1));
      expect([header.tick, header.droppedSteps]).toEqual([run.hashes.length, 0]);
      expect(header.has(RoomFlag.FAILED)).toBe(false);
    }
    run.steals = scheduler.stealsOfRoom(room);
  } finally {
    scheduler.requestStop();
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
  return run;
}

function start(workerData: ClockworkStart): Worker {
  const url = new URL('./clockwork-worker.ts', import.meta.url);
  return new Worker(url, { workerData, execArgv: ['--conditions=hypogeum-source'] });
}

function hashOf(stage: Stage): string {
  const hash = createHash('sha256');
  const { layout, memory } = stage.memory;
  const bytes = new Uint8Array(memory);
  // All but the header, which has the clock and how late steps were, and the rings.
  hash.update(bytes.slice(layout.slots, layout.inRingOffset));
  hash.update(bytes.slice(layout.root.dirty));
  for (const { kind, slot, a, b, body } of stage.hear())
    hash.update(`${kind} ${slot} ${a} ${b}`).update(body);
  return hash.digest('hex');
}
