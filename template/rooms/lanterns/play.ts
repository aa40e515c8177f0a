/** What happens in a step. Runs on a worker thread; all that it keeps is in the state. */
import type { StepContext } from 'hypogeum/game';
import { floor, walk } from './rules.ts';
import type { LanternsState, Move } from './state.ts';

export const sparksAtOnce = 24;
const reach = 26;

type Context = StepContext<LanternsState, InstanceType<typeof Move>>;

/** Each lantern goes by its player's oldest input, and gathers the sparks that it comes upon. */
export function moveLanterns(ctx: Context): void {
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
}

/** New sparks for those that are gone. */
export function scatterSparks({ state, random }: Context): void {
  while (state.sparks.size < sparksAtOnce) {
    state.sparks.add(`${state.sparksEver++}`, {
      x: random.float(0, floor.width),
      y: random.float(0, floor.height),
    });
  }
}
