/**
 * Whether a unit costs more where there are more of them: the scheduler's visit and a room's memory
 * at 10 to 10,000 rooms, a step and its patch at 100 to 20,000 entities. A result per size, beside
 * stock, and one that sets the dearest size beside the cheapest.
 */
import { Encoder, schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { monotonicMs } from '../../src/base/clock.ts';
import type { RoomIndex, WorkerIndex } from '../../src/base/integers.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import { Scheduler } from '../../src/scheduler/scheduler.ts';
import { RoomView } from '../../src/worker-thread/room-view.ts';
import type { Benchmark, Samples } from '../harness/benchmark.ts';
import { interleave } from '../harness/interleave.ts';
import { median } from '../harness/statistics.ts';
import { DroneHandles, type DroneSide, StockDrones } from './sides/drones.ts';

/** One unit's cost where there are `size` of them; a new measurement at every call. */
type Measure = () => number | Promise<number>;
type Prepare = (size: number) => Measure;

interface Subject {
  readonly what: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly each: string;
  readonly rounds: number;
  readonly ours: Prepare;
  readonly stock: Prepare;
}

const visitsPerRound = 50_000;
const entityStepsPerRound = 400_000;
const roundsOfTimers = 5;
const bytesPerKiB = 1_024;
const growthMax = 1.5;

/** All rooms are overdue, so that each goes from heap to queue to running to heap. */
function usPerVisit(rooms: number): Measure {
  const worker = 0 as WorkerIndex;
  const scheduler = Scheduler.create({ roomsMax: rooms, workers: 1 });
  const farPast = monotonicMs() - 1e9;
  for (let room = 0; room < rooms; room++) scheduler.open(farPast + room, worker);
  let next = farPast + rooms;
  return () => {
    const began = performance.now();
    for (let visit = 0; visit < visitsPerRound; visit++) {
      const room = scheduler.take(worker);
      scheduler.release(worker, room as RoomIndex, next++);
    }
    return ((performance.now() - began) * 1_000) / visitsPerRound;
  };
}

/** Stock has a timer a room: what one costs Node when all are due, from the first to the last. */
function usPerTimer(rooms: number): Measure {
  return () => {
    const all = Promise.withResolvers<number>();
    const fires = rooms * roundsOfTimers;
    let fired = 0;
    let began = 0;
    const timers = Array.from({ length: rooms }, () =>
      setInterval(() => {
        if (fired++ === 0) began = performance.now();
        if (fired % rooms === 0) standStill(2);
        if (fired !== fires) return;
        for (const timer of timers) clearInterval(timer);
        const stoodMs = 2 * roundsOfTimers;
        all.resolve(((performance.now() - began - stoodMs) * 1_000) / fires);
      }, 1),
    );
    return all.promise;
  };
}

/** Until every timer is due again. */
function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const Member = schema({ x: t.float32(), y: t.float32() }, 'Member');
const Hall = schema({ round: t.uint16(), members: t.map(Member) }, 'Hall');
const hall = defineGame({ state: Hall, capacity: { clients: 16, members: 16 } });
const membersPerRoom = 8;

/** What is kept alive while it is weighed. */
const kept: unknown[] = [];

/** KiB of heap and buffers that a room takes, whether the system has had to back them or not. */
function kibPerRoom(make: (room: number) => unknown): Prepare {
  return (rooms) => () => {
    kept.length = 0;
    globalThis.gc?.();
    const before = process.memoryUsage();
    for (let room = 0; room < rooms; room++) kept.push(make(room));
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    kept.length = 0;
    const bytes = heapUsed - before.heapUsed + arrayBuffers - before.arrayBuffers;
    return bytes / rooms / bytesPerKiB;
  };
}

const arena = new TickArena(1 << 20);

function makeRoom(room: number): RoomView {
  const { memory } = RoomMemory.create(hall.plan, 0);
  const open = { kind: 'open', room, epoch: 1, game: 'hall', roomId: `${room}`, memory } as const;
  const view = new RoomView(open, hall, arena);
  view.memory.initialise();
  const { members } = view.memory.state as unknown as { members: { add(key: string): unknown } };
  for (let i = 0; i < membersPerRoom; i++) members.add(`m${i}`);
  return view;
}

/** As core's SchemaSerializer keeps it: the state, its Encoder, and a buffer for full states. */
function makeStockRoom(): unknown {
  const state = new Hall();
  const encoder = new Encoder(state);
  for (let i = 0; i < membersPerRoom; i++) state.members.set(`m${i}`, new Member());
  encoder.encode();
  encoder.discardChanges();
  return { state, encoder, fullState: new Uint8Array(Encoder.BUFFER_SIZE) };
}

function nsPerEntity(make: (entities: number) => DroneSide): Prepare {
  return (entities) => {
    const side = make(entities);
    const steps = Math.ceil(entityStepsPerRound / entities);
    return () => {
      const began = performance.now();
      for (let i = 0; i < steps; i++) {
        side.step();
        side.patch();
      }
      return ((performance.now() - began) * 1e6) / steps / entities;
    };
  };
}

const rooms = [10, 100, 1_000, 10_000];
const entities = [100, 500, 1_000, 5_000, 20_000];

const subjects: readonly Subject[] = [
  {
    what: 'scheduler, a visit',
    unit: 'us',
    sizes: rooms,
    each: 'rooms',
    rounds: 9,
    ours: usPerVisit,
    stock: usPerTimer,
  },
  {
    what: 'memory, a room',
    unit: 'KiB',
    sizes: rooms,
    each: 'rooms',
    rounds: 3,
    ours: kibPerRoom(makeRoom),
    stock: kibPerRoom(makeStockRoom),
  },
  {
    what: 'step and encode, an entity',
    unit: 'ns',
    sizes: entities,
    each: 'entities',
    rounds: 15,
    ours: nsPerEntity((size) => new DroneHandles(size)),
    stock: nsPerEntity((size) => new StockDrones(size)),
  },
];

function besideStock(subject: Subject, size: number): Benchmark {
  const { what, unit, each, rounds, ours, stock } = subject;
  return {
    name: `growth: ${what}, ${size.toLocaleString('en')} ${each}`,
    unit,
    run: ({ quick }) =>
      interleave({ rounds: quick ? 2 : rounds, ours: ours(size), stock: stock(size) }),
  };
}

/** Each size's rounds take turns; `ours` is the size whose median is highest, `stock` lowest. */
function dearestBesideCheapest({ what, unit, sizes, rounds, ours }: Subject): Benchmark {
  return {
    name: `growth: ${what}, dearest size beside cheapest`,
    unit,
    goal: { ratioMax: growthMax },
    run: async ({ quick }): Promise<Samples> => {
      const measured = sizes.map((size) => ({ measure: ours(size), samples: [] as number[] }));
      for (let round = -2; round < (quick ? 2 : rounds); round++) {
        for (const { measure, samples } of measured) {
          globalThis.gc?.();
          const figure = await measure();
          if (round >= 0) samples.push(figure);
        }
      }
      const bySamples = measured
        .map(({ samples }) => samples)
        .sort((left, right) => median(left) - median(right));
      return { ours: bySamples.at(-1)!, stock: bySamples[0]! };
    },
  };
}

export const benchmark: readonly Benchmark[] = subjects.flatMap((subject) => [
  ...subject.sizes.map((size) => besideStock(subject, size)),
  dearestBesideCheapest(subject),
]);
