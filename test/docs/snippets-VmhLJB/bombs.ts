// bombs.ts
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Bomb = schema({ x: t.float32(), y: t.float32(), fuse: t.float64().noSync() }, 'Bomb');
const Field = schema({ bombs: t.map(Bomb), blasts: t.uint32(), laid: t.uint32() }, 'Field');

export default defineGame({
  state: Field,
  tickRate: 20,
  capacity: { bombs: 32, timers: 64 },
  timers: {
    lay(ctx) {
      const { state, random } = ctx;
      if (state.bombs.size === state.bombs.capacity) return;
      const id = state.laid++;
      const bomb = state.bombs.add(`${id}`, { x: random.float(0, 100), y: random.float(0, 100) });
      bomb.fuse = ctx.after(random.int(200, 600), 'explode', id);
    },
    explode({ state }, id) {
      if (state.bombs.delete(`${id}`)) state.blasts++;
    },
  },
  onCreate(ctx, { seed }) {
    // For a replay. Otherwise each room has a seed of its own.
    if (typeof seed === 'number') ctx.random.reseed(seed);
    ctx.log('info', 'a field', { seed: ctx.random.seed });
    ctx.every(150, 'lay');
  },
  messages: {
    defuse(ctx, _client, id) {
      const bomb = ctx.state.bombs.get(String(id));
      if (bomb && ctx.cancel(bomb.fuse)) ctx.state.bombs.delete(bomb);
    },
  },
});
