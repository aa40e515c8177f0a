// boats.ts
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';
import { row } from './boat-step.ts';

const Boat = schema(
  {
    x: t.float32(),
    y: t.float32(),
    speed: t.float32(),
    heading: t.angle(),
    slot: t.uint16().noSync(),
    credit: t.uint8().noSync(),
  },
  'Boat',
);
const Lake = schema({ boats: t.map(Boat) }, 'Lake');
const Oars = schema({ turn: t.int8(), row: t.boolean(), splash: t.boolean() }, 'Oars');

/** Steps that a boat may make up for: a third of a second of jitter. */
const creditMax = 10;

export default defineGame({
  state: Lake,
  input: { type: Oars, sanitize: { turn: [-1, 1] } },
  tickRate: 30,
  patchRate: 15,
  rewind: { maxMs: 300 },
  onJoin({ state }, client) {
    state.boats.add(client.sessionId, { slot: client.slot });
  },
  onLeave({ state }, client) {
    state.boats.delete(client.sessionId);
  },
  step(ctx) {
    const { boats } = ctx.state;
    for (const boat of boats) {
      if (boat.credit < creditMax) boat.credit++;
      for (const oars of ctx.inputs.drain(boat.slot)) {
        row(boat, oars, ctx.dt);
        if (oars.splash) {
          const seen = ctx.rewind.lastSeenBy(boat.slot);
          for (const other of boats) {
            const there = seen.boats.get(other);
            if (other === boat || there === undefined) continue;
            const distance = Math.hypot(there.x - boat.x, there.y - boat.y);
            if (distance < 20) ctx.send(other.slot, 'splashed');
          }
        }
        if (--boat.credit === 0) break;
      }
    }
  },
});
