/** The game of bench/load/tail.ts that has little to do, and wants to do it on time. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Thing = schema({ x: t.float32(), y: t.float32() }, 'Thing');
const State = schema({ tick: t.uint32(), things: t.map(Thing) }, 'TailLight');
const things = 100;

export default defineGame({
  state: State,
  tickRate: 20,
  capacity: { clients: 1, things, 'things:key': 8 },
  onCreate({ state }) {
    for (let n = 0; n < things; n++) state.things.add(`t${n}`);
  },
  step({ state, tick }) {
    state.tick = tick;
    for (const thing of state.things) {
      thing.x += 1;
      thing.y -= 1;
    }
  },
});
