/**
 * The checksum of a state of 500 entities, as `checksumEvery` has it taken behind patches, beside
 * encoding a patch in which all of these entities' fields have changed: what a tick has to do
 * anyway. And the client's side of it, beside decoding such a patch. One thread.
 */
import { type Decoder, Reflection, schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { RoomMemory } from '../../src/memory/room-memory.ts';
import type { StateOf } from '../../src/memory/state/state-handle.ts';
import { StateChecksum } from '../../src/replication/state-checksum.ts';
import { StateEncoder } from '../../src/replication/state-encoder.ts';
import { encodeHandshake } from '../../src/schema/handshake.ts';
import { decodedChecksum } from '../../src/soak/bots/sdk/decoded-checksum.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';

const rows = 500;
const fields = 4;
const perRow = rows * fields;

const Drone = schema(
  { x: t.float32(), y: t.float32(), health: t.uint8(), owner: t.string() },
  'Drone',
);
const State = schema({ drones: t.map(Drone) }, 'State');
const game = defineGame({ state: State, capacity: { drones: 512 } });

class Room {
  readonly memory = RoomMemory.create(game.plan, 0);
  readonly encoder = new StateEncoder(game.plan, this.memory.root);
  readonly checksum = new StateChecksum(this.memory.root);
  readonly decoder: Decoder = Reflection.decode(encodeHandshake(State));
  /** Of all checksums: what nobody uses is not computed. */
  sums = 0;
  readonly #state: StateOf<InstanceType<typeof State>>;
  #round = 0;

  constructor() {
    this.memory.initialise();
    this.#state = this.memory.state as unknown as StateOf<InstanceType<typeof State>>;
    for (let i = 0; i < rows; i++) this.#state.drones.add(`drone ${i}`, { owner: `owner ${i}` });
    this.encode();
    this.decoder.decode(this.#take((at) => this.encoder.fullState(at)));
  }

  change(): void {
    const n = ++this.#round;
    for (const drone of this.#state.drones) {
      drone.x += 0.5;
      drone.y += 0.25;
      drone.health = n;
      drone.owner = `owner ${n & 63}`;
    }
  }

  encode(): void {
    this.encoder.patch(this.memory.outRing.reserve(this.encoder.patchBytesMax()));
  }

  patch(): Uint8Array {
    this.change();
    return this.#take((at) => this.encoder.patch(at));
  }

  #take(write: (at: number) => number): Uint8Array {
    const { outRing: ring } = this.memory;
    const from = ring.reserve(this.encoder.fullStateBytesMax);
    return ring.bytes.slice(from, write(from));
  }
}

function checkSameSum(room: Room): void {
  room.decoder.decode(room.patch());
  if (room.checksum.sum() !== decodedChecksum(room.decoder.state)) {
    throw new Error('the two sides come to different sums');
  }
}

/** Time of `work` alone, a call of which follows each of `prepare`. */
function nsOf(calls: number, prepare: () => void, work: () => void): number {
  let tookMs = 0;
  for (let call = 0; call < calls; call++) {
    prepare();
    const startedMs = performance.now();
    work();
    tookMs += performance.now() - startedMs;
  }
  return (tookMs * 1e6) / calls;
}

export const benchmark: readonly Benchmark[] = [
  {
    name: 'checksum: of a state, beside encoding its patch, a field',
    unit: 'ns/field',
    run({ quick }) {
      const room = new Room();
      checkSameSum(room);
      const calls = quick ? 50 : 400;
      const sum = () => {
        room.sums ^= room.checksum.sum();
      };
      return interleave({
        rounds: quick ? 3 : 25,
        ours: () => nsPerCall(calls, sum) / perRow,
        stock: () =>
          nsOf(
            calls,
            () => room.change(),
            () => room.encode(),
          ) / perRow,
      });
    },
  },
  {
    name: 'checksum: of a decoded state, beside decoding its patch, a field',
    unit: 'ns/field',
    run({ quick }) {
      const room = new Room();
      checkSameSum(room);
      const calls = quick ? 20 : 100;
      const sum = () => {
        room.sums ^= decodedChecksum(room.decoder.state);
      };
      let patch: Uint8Array = new Uint8Array(0);
      const prepare = () => {
        patch = room.patch();
      };
      return interleave({
        rounds: quick ? 3 : 25,
        ours: () => nsPerCall(calls, sum) / perRow,
        stock: () => nsOf(calls, prepare, () => room.decoder.decode(patch)) / perRow,
      });
    },
  },
];
