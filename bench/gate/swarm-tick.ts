/**
 * A tick of the swarm, 300 drones, from the step to the patch's bytes, without scheduler and
 * sockets: the worker's visit beside the same rules on @colyseus/schema and its Encoder. One
 * thread; short, and a ratio with room for a busy machine. bench/load/room-cpu.ts has the server.
 */
import { Encoder } from '@colyseus/schema';
import swarm from '../../rooms/swarm.ts';
import { SoloRoom } from '../games/solo-room.ts';
import type { Benchmark } from '../harness/benchmark.ts';
import { interleave, nsPerCall } from '../harness/interleave.ts';
import { SwarmWorld } from '../stock/swarm-world.ts';

const drones = 300;
const ticksPerRound = 400;
const dt = swarm.stepMs / 1_000;
const nsPerUs = 1_000;

class StockTicks {
  readonly world = new SwarmWorld(drones);
  readonly #encoder = new Encoder(this.world.state);
  /** Of all patches: a compiler may not drop what is summed up. */
  bytes = 0;
  #tick = 0;

  run(): void {
    this.world.step(this.#tick++, dt);
    this.bytes += this.#encoder.encode().length;
    this.#encoder.discardChanges();
  }
}

export const benchmark: Benchmark = {
  name: 'swarm-tick: a step of 300 drones and its patch',
  unit: 'µs',
  goal: { ratioMax: 0.5 },
  run: async ({ quick }) => {
    const ours = new SoloRoom(swarm, { drones });
    const stock = new StockTicks();
    const samples = await interleave({
      rounds: quick ? 3 : 11,
      warmups: 4,
      ours: () => nsPerCall(ticksPerRound, () => ours.tick(1)) / nsPerUs,
      stock: () => nsPerCall(ticksPerRound, () => stock.run()) / nsPerUs,
    });
    demandSame(ours, stock);
    return samples;
  },
};

/** The generator has seen every draw of every step: where it is the same, so was all before it. */
function demandSame({ view }: SoloRoom, { world, bytes }: StockTicks): void {
  const { seed, tick } = view.memory.state as unknown as { seed: number; tick: number };
  const isSame = seed === world.seed && tick === world.state.tick;
  if (!isSame || bytes === 0) throw new Error('the sides ran different games');
}
