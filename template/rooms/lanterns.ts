/** A dark floor. Players carry lanterns over it and gather sparks. */
import { defineGame, type StepContext } from 'hypogeum/game';
import { floor, walk } from './lanterns/rules.ts';
import { type LanternsState, Move, State } from './lanterns/state.ts';

const sparksAtOnce = 24;
const reach = 26;
/** Neighbouring slots get colours far apart. */
const hueStep = 97;

export default defineGame({
  state: State,
  input: { type: Move, sanitize: { dx: [-1, 1], dy: [-1, 1] } },
  tickRate: 30,
  patchRate: 15,
  capacity: { clients: 16, lanterns: 16, sparks: sparksAtOnce },

  onCreate: scatterSparks,

  onJoin({ state, random }, client) {
    state.lanterns.add(client.sessionId, {
      x: random.float(0, floor.width),
      y: random.float(0, floor.height),
      hue: (client.slot * hueStep) & 255,
      slot: client.slot,
    });
  },

  onLeave({ state }, client) {
    state.lanterns.delete(client.sessionId);
  },

  step(ctx) {
    const { lanterns, sparks } = ctx.state;
    for (const lantern of lanterns) {
      const move = ctx.inputs.next(lantern.slot);
      if (move) walk(lantern, move, ctx.dt);
      for (const spark of sparks) {
        if (Math.hypot(spark.x - lantern.x, spark.y - lantern.y) > reach) continue;
        sparks.delete(spark);
        lantern.sparks++;
      }
    }
    scatterSparks(ctx);
  },
});

/** New sparks for those that are gone. */
function scatterSparks({ state, random }: Pick<StepContext<LanternsState>, 'state' | 'random'>) {
  while (state.sparks.size < sparksAtOnce) {
    state.sparks.add(`${state.sparksEver++}`, {
      x: random.float(0, floor.width),
      y: random.float(0, floor.height),
    });
  }
}
