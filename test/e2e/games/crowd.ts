/** Many things that all move in every step: much to send. `{ size }` of them. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Thing = schema({ x: t.float32(), y: t.float32() }, 'Thing');
const State = schema(
  { tick: t.uint32(), sum: t.float64(), guests: t.uint16(), things: t.map(Thing) },
  'Crowd',
);
const sizeMax = 10_000;

export default defineGame({
  state: State,
  tickRate: 40,
  patchRate: 40,
  capacity: { clients: 8, things: sizeMax, 'things:key': 8 },

  onCreate({ state }, options) {
    const size = Math.min(Number(options.size), sizeMax);
    for (let n = 0; n < size; n++) state.things.add(`t${n}`).x = n;
  },
  onJoin({ state }) {
    state.guests++;
  },
  onLeave({ state }) {
    state.guests--;
  },
  onDispose(ctx) {
    ctx.log('info', 'crowd closed');
  },
  step(ctx) {
    const { state } = ctx;
    const { x, y } = state.things.columns;
    const { size } = state.things;
    state.tick = ctx.tick;
    let sum = 0;
    for (let row = 0; row < size; row++) {
      x[row] = (x[row] + 1) % 4_096;
      y[row] = row + (ctx.tick % 1_024);
      sum += x[row] * 3 + y[row];
    }
    state.sum = sum;
    state.things.markAllDirty();
  },
});
