/**
 * Both sides of a room of drones, two float32 fields each: handles over columns, columns directly,
 * and @colyseus/schema's own setters and Encoder. What encode.ts and growth.ts measure.
 */
import { Encoder, schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { RoomMemory } from '../../../src/memory/room-memory.ts';
import type { StateOf, TableOf } from '../../../src/memory/state/state-handle.ts';
import { StateEncoder } from '../../../src/replication/state-encoder.ts';
import { compileApart } from '../../harness/compile-apart.ts';

/** Fields that a step changes in every drone. */
export const fieldsPerDrone = 2;

const Drone = schema({ x: t.float32(), y: t.float32() }, 'Drone');
const State = schema({ drones: t.map(Drone) }, 'State');
/** More than any patch here takes: a short buffer is made longer, and all encoded once more. */
const stockBufferBytes = 1 << 20;

export interface DroneSide {
  step(): void;
  /** Encodes what changed, where the side keeps its patches. */
  patch(): void;
  /** As `patch`; the bytes. */
  encode(): Uint8Array;
}

export class StockDrones implements DroneSide {
  readonly state = new State();
  readonly encoder: Encoder;

  constructor(rows: number) {
    const usualBytes = Encoder.BUFFER_SIZE;
    Encoder.BUFFER_SIZE = stockBufferBytes;
    this.encoder = new Encoder(this.state);
    Encoder.BUFFER_SIZE = usualBytes;
    for (let i = 0; i < rows; i++) {
      this.state.drones.set(`d${i}`, new Drone().assign({ x: i, y: i }));
    }
    this.encode();
  }

  step(): void {
    for (const drone of this.state.drones.values()) {
      drone.x += 0.5;
      drone.y += 0.25;
    }
  }

  patch(): void {
    this.encode();
  }

  encode(): Uint8Array {
    const bytes = this.encoder.encode();
    this.encoder.discardChanges();
    return bytes;
  }
}

abstract class OurDrones implements DroneSide {
  readonly memory: RoomMemory;
  readonly encoder: StateEncoder;
  readonly drones: TableOf<InstanceType<typeof Drone>>;
  readonly rows: number;

  constructor(rows: number) {
    const { plan } = defineGame({ state: State, capacity: { drones: rows } });
    this.rows = rows;
    this.memory = RoomMemory.create(plan, 0);
    this.encoder = new StateEncoder(plan, this.memory.root);
    this.memory.initialise();
    this.drones = (this.memory.state as unknown as StateOf<InstanceType<typeof State>>).drones;
    for (let i = 0; i < rows; i++) this.drones.add(`d${i}`, { x: i, y: i });
    this.patch();
  }

  abstract step(): void;

  encode(): Uint8Array {
    const { at, end } = this.patch();
    return this.memory.outRing.bytes.slice(at, end);
  }

  /** Into the out ring's own memory, as src/worker-thread/publish.ts does it. */
  patch(): { at: number; end: number } {
    const { memory, encoder } = this;
    const bound = encoder.patchBytesBound();
    const isAmple = bound <= memory.outRing.bodyBytesAhead;
    const at = memory.outRing.reserve(isAmple ? bound : encoder.patchBytesMax());
    return { at, end: encoder.patch(at) };
  }
}

export class DroneHandles extends OurDrones {
  readonly #stepAll = compileStep();

  step(): void {
    this.#stepAll(this.drones);
  }
}

/**
 * A loop of each side's own. A game's step meets one class of drones, however many rooms there
 * are; sides of several capacities have one each.
 */
function compileStep(): (drones: Iterable<{ x: number; y: number }>) => void {
  return compileApart(
    ['drones'],
    `for (const drone of drones) {
      drone.x += 0.5;
      drone.y += 0.25;
    }`,
  );
}

/** As rooms/swarm.ts does it; which rows there are is known, as after `rows(arena)`. */
export class DroneColumns extends OurDrones {
  step(): void {
    const { x, y } = this.drones.columns;
    for (let row = 0; row < this.rows; row++) {
      x[row] += 0.5;
      y[row] += 0.25;
    }
    this.drones.markAllDirty();
  }
}

export function checkSameBytes(ours: DroneSide, stock: DroneSide): void {
  ours.step();
  stock.step();
  if (!Buffer.from(ours.encode()).equals(stock.encode())) {
    throw new Error('the two sides write different bytes');
  }
}
