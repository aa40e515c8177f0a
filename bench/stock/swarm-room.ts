/** The swarm as a stock room, and bench/games/heavy.ts as one. */
import { Room, type StepContext } from '@colyseus/core';
import { roomKey, StepLog } from '../load/processes/step-log.ts';
import { type SwarmState, SwarmWorld } from './swarm-world.ts';

const tickRate = 20;
const heavyTickRate = 18;
const heavyMs = 30;
const log = StepLog.find();

export class SwarmRoom extends Room<{ state: InstanceType<typeof SwarmState> }> {
  override maxClients = 64;
  protected world!: SwarmWorld;

  override onCreate(options: { readonly drones?: number }): void {
    this.world = new SwarmWorld(options.drones);
    this.state = this.world.state;
    this.start();
  }

  protected start(): void {
    const key = roomKey(this.roomId);
    this.setFixedTimestep(({ tick, dt }) => {
      log.record(key);
      this.world.step(tick, dt);
    }, tickRate);
  }
}

export class HeavyRoom extends SwarmRoom {
  protected override start(): void {
    this.setFixedTimestep((ctx) => this.#spin(ctx), heavyTickRate);
  }

  #spin({ tick, dt }: StepContext): void {
    const endMs = performance.now() + heavyMs;
    this.world.step(tick, dt);
    while (performance.now() < endMs);
  }
}
