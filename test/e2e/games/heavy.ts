/** One step in five a second, and each takes a fifth of a second: a worker of its own. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema({ tick: t.uint32() }, 'Heavy');
const stepMs = 200;

export default defineGame({
  state: State,
  tickRate: 5,
  capacity: { clients: 4 },
  step(ctx) {
    ctx.state.tick = ctx.tick;
    const endMs = performance.now() + stepMs;
    while (performance.now() < endMs);
  },
});
