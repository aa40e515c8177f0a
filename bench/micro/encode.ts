/**
 * Changing and encoding 500 entities of two float32 fields, one thread: handles over columns, and
 * columns directly, each with the compiled encoder, beside @colyseus/schema's own setters and
 * Encoder. Both sides write the same bytes, which is checked before anything is measured.
 */
import { Encoder, schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf, TableOf } from '../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';

const rows = 500;
const fields = 2;
const changesPerRound = 2_000;

const Drone = schema({ x: t.float32(), y: t.float32() }, 'Drone');
const State = schema({ drones: t.map(Drone) }, 'State');
const game = defineGame({ state: State, capacity: { drones: 512 } });

class StockSide {
  readonly state = new State();
  readonly encoder = new Encoder(this.state);

  constructor() {
    for (let i = 0; i < rows; i++)
      this.state.drones.set(`d${i}`, new Drone().assign({ x: i, y: i }));
    this.encode();
  }

  step(): void {
    for (const drone of this.state.drones.values()) {
      drone.x += 0.5;
      drone.y += 0.25;
    }
  }

  encode(): Uint8Array {
    const bytes = this.encoder.encode();
    this.encoder.discardChanges();
    return bytes;
  }
}

abstract class OurSide {
  readonly memory = RoomMemory.create(game.plan, 0);
  readonly encoder = new StateEncoder(game.plan, this.memory.root);
  readonly drones: TableOf<InstanceType<typeof Drone>>;

  constructor() {
    this.memory.initialise();
    this.drones = (this.memory.state as unknown as StateOf<InstanceType<typeof State>>).drones;
    for (let i = 0; i < rows; i++) this.drones.add(`d${i}`, { x: i, y: i });
    this.encode();
  }

  abstract step(): void;

  /** Into the out ring's own memory, as src/worker-thread/publish.ts does it. */
  encode(): { at: number; end: number } {
    const { memory, encoder } = this;
    const bound = encoder.patchBytesBound();
    const isAmple = bound <= memory.outRing.bodyBytesAhead;
    const at = memory.outRing.reserve(isAmple ? bound : encoder.patchBytesMax());
    return { at, end: encoder.patch(at) };
  }
}

class Handles extends OurSide {
  step(): void {
    for (const drone of this.drones) {
      drone.x += 0.5;
      drone.y += 0.25;
    }
  }
}

/** As rooms/swarm.ts does it; which rows there are is known, as after `rows(arena)`. */
class Columns extends OurSide {
  step(): void {
    const { x, y } = this.drones.columns;
    for (let row = 0; row < rows; row++) {
      x[row] += 0.5;
      y[row] += 0.25;
    }
    this.drones.markAllDirty();
  }
}

function checkSameBytes(ours: OurSide, stock: StockSide): void {
  ours.step();
  stock.step();
  const { at, end } = ours.encode();
  const mine = Buffer.from(ours.memory.outRing.bytes.slice(at, end));
  if (!mine.equals(stock.encode())) throw new Error('the two sides write different bytes');
}

function compare(quick: boolean, ours: OurSide) {
  const stock = new StockSide();
  checkSameBytes(ours, stock);
  const calls = rows * fields;
  return interleave({
    rounds: quick ? 3 : 25,
    // A loop of its own per side: one that serves both would meet two classes.
    ours: () =>
      nsPerCall(changesPerRound, () => {
        ours.step();
        ours.encode();
      }) / calls,
    stock: () =>
      nsPerCall(changesPerRound, () => {
        stock.step();
        stock.encode();
      }) / calls,
  });
}

const goal = { ratioMax: 1 / 10 };

export const benchmark: readonly Benchmark[] = [
  {
    name: 'encode: change by handles and encode, a field',
    unit: 'ns/field',
    goal,
    run: ({ quick }) => compare(quick, new Handles()),
  },
  {
    name: 'encode: change by columns and encode, a field',
    unit: 'ns/field',
    goal,
    run: ({ quick }) => compare(quick, new Columns()),
  },
];
