/** Targets that move, and shots that are told where they were when their shooter saw them. */
import { schema, t } from '@colyseus/schema';
import { defineGame } from 'hypogeum/game';

const Target = schema({ x: t.float32(), vx: t.float32() }, 'Target');
const State = schema({ shown: t.map(Target), reckoned: t.map(Target) }, 'Gallery');
const Trigger = schema({ fire: t.boolean(), aim: t.float32() }, 'Trigger');

/** Units a second. */
const speed = 400;

export default defineGame({
  state: State,
  input: Trigger,
  tickRate: 40,
  patchRate: 20,
  subSteps: 4,
  rewind: { maxMs: 400, reckon: ['reckoned'] },
  capacity: { clients: 4, shown: 4, reckoned: 4 },
  onCreate(ctx) {
    ctx.state.shown.add('duck', { vx: speed });
    ctx.state.reckoned.add('duck', { vx: speed });
  },
  onJoin(ctx, client) {
    const { subSteps, subDt, subDtMs, dt, random } = ctx;
    ctx.send(client, 'clock', { subSteps, subDt, subDtMs, dt, seed: random.seed });
  },
  step(ctx) {
    const { shown, reckoned } = ctx.state;
    for (const target of shown) target.x += target.vx * ctx.dt;
    for (const target of reckoned) target.x += target.vx * ctx.dt;
    for (const client of ctx.clients) {
      for (const { fire } of ctx.inputs.drain(client.slot)) {
        if (!fire) continue;
        const past = ctx.rewind.lastSeenBy(client);
        ctx.send(client, 'shot', {
          seq: ctx.inputs.acknowledged(client.slot),
          shown: past.shown.get('duck')?.x,
          reckoned: past.reckoned.get('duck')?.x,
          now: shown.get('duck')?.x,
        });
      }
    }
  },
});
