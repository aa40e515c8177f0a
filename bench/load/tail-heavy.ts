/** The game of bench/load/tail.ts that takes a worker for itself: its steps fill their period. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const State = schema({ tick: t.uint32() }, 'TailHeavy');
const stepMs = 200;

export default defineGame({
  state: State,
  tickRate: 1000 / stepMs,
  capacity: { clients: 1 },
  step(ctx) {
    ctx.state.tick = ctx.tick;
    const endMs = performance.now() + stepMs;
    while (performance.now() < endMs);
  },
});
