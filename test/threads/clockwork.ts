/** Skirmish with everything in it that depends on time: timers, random numbers, the past. */

import { hunt, launchDrones } from '../../rooms/skirmish/drones.ts';
import { flyShips, flyShots } from '../../rooms/skirmish/ships.ts';
import { launchShip, Move, State } from '../../rooms/skirmish/state.ts';
import { defineGame } from '../../src/game/index.ts';

export const clockwork = defineGame({
  state: State,
  input: { type: Move, sanitize: { thrust: [0, 1], turn: [-1, 1] } },
  tickRate: 30,
  patchRate: 15,
  seed: 11,
  rewind: { maxMs: 300, maps: ['ships', 'drones'] },
  capacity: { clients: 8, ships: 8, shots: 64, drones: 16, timers: 32 },
  timers: {
    storm({ state, random }, power) {
      for (const own of state.ships) own.vx += random.float(-power, power);
    },
    again(ctx, count) {
      ctx.state.round = count;
      const storm = ctx.every(ctx.random.int(20, 300), 'storm', ctx.random.float(1, 40));
      if (ctx.random.chance(0.7)) ctx.cancel(storm);
      ctx.after(ctx.random.int(0, 200), 'again', count + 1);
    },
  },
  onCreate(ctx) {
    ctx.state.hunters = 12;
    launchDrones(ctx);
    ctx.after(100, 'again', 1);
  },
  onJoin(ctx, client) {
    const own = ctx.state.ships.add(client.sessionId);
    own.slot = client.slot;
    launchShip(ctx, own);
    own.shield = 5;
  },
  onLeave({ state }, client) {
    state.ships.delete(client.sessionId);
  },
  messages: {
    name({ state, random }, client) {
      const own = state.ships.get(client.sessionId);
      if (own) own.name = `${client.slot}-${random.int(0, 999)}`;
    },
  },
  step(ctx) {
    flyShips(ctx);
    flyShots(ctx);
    hunt(ctx);
    launchDrones(ctx);
  },
});
