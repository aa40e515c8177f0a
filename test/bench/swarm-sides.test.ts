/**
 * The swarm that benchmarks compare is the same game on both sides: after every step, the stock
 * world's state and the game's are equal, bit for bit. Runs in vitest, on the test's own thread.
 */
import { expect, test } from 'vitest';
import { SwarmWorld } from '../../bench/stock/swarm-world.ts';
import swarm from '../../rooms/swarm.ts';
import { Stage } from '../worker-thread/stage.ts';

const steps = 400;
const arenaBytes = 4 * 1024 * 1024;

/** A drone's numbers: synced, then what clients do not see. */
type Numbers = readonly [x: number, y: number, vx: number, vy: number];

interface GameDrone {
  readonly x: number;
  readonly y: number;
  readonly vx: number;
  readonly vy: number;
}

interface GameState {
  readonly tick: number;
  readonly seed: number;
  readonly drones: Iterable<GameDrone> & { keyOf(drone: GameDrone): string };
}

test.for([3, 300, 2_000])('swarms of %i drones are the same on both sides', (drones) => {
  const stage = new Stage(swarm, { arenaBytes });
  stage.open(1, { drones });
  const game = stage.memory.state as unknown as GameState;
  const world = new SwarmWorld(drones);
  expect(ofGame(game)).toEqual(ofWorld(world));
  for (let step = 0; step < steps; step++) {
    stage.visitLate(0);
    stage.hear();
    world.step(step, swarm.stepMs / 1_000);
    expect(game.tick).toBe(world.state.tick);
    expect(game.seed).toBe(world.seed);
    const isCompared = step % 50 === 49 || step < 10;
    if (isCompared) expect(ofGame(game)).toEqual(ofWorld(world));
  }
  expect(game.tick).toBe(steps - 1);
});

function ofGame({ drones }: GameState): Map<string, Numbers> {
  return new Map([...drones].map((drone) => [drones.keyOf(drone), numbersOf(drone)]));
}

function numbersOf({ x, y, vx, vy }: GameDrone): Numbers {
  return [x, y, vx, vy];
}

function ofWorld(world: SwarmWorld): Map<string, Numbers> {
  const velocities = world.velocities();
  return new Map(
    [...world.state.drones].map(([key, { x, y }]) => [key, [x, y, ...velocities.get(key)!]]),
  );
}
