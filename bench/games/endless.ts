/** A game that takes a worker for itself: its steps fill their period. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { spinning } from './measured.ts';

const State = schema({ tick: t.uint32() }, 'Endless');
const stepMs = 200;

const endless = defineGame({
  state: State,
  tickRate: 1000 / stepMs,
  step(ctx) {
    ctx.state.tick = ctx.tick;
  },
});

export default spinning(endless, stepMs);
