// client.ts
import { Client, Predict } from '@colyseus/sdk';
import type { MapSchema, Schema } from '@colyseus/schema';
import { type Boat, boatFields, type Oars, row } from './boat-step.ts';

type Lake = Schema & { boats: MapSchema<Boat & Schema> };

const room = await new Client('http://localhost:2567').joinOrCreate<Lake>('boats');
const input = room.input<{ turn: number; row: boolean; splash: boolean }>();
await new Promise<void>((resolve) => room.onStateChange.once(() => resolve()));
const own = room.state.boats.get(room.sessionId);
if (own === undefined) throw new Error('no boat');

const predict = Predict.get(room, { mode: 'lerp', delay: 100 });
const me = predict.reconciler(own, {
  input,
  fields: boatFields,
  step: (ctx, boat: Boat, oars: Oars) => row(boat, oars, ctx.dt),
  warnOnDivergence: 0.01,
  onReconcile(seq) {
    console.log(`input ${seq} was off by ${me.lastCorrectionMag}`);
  },
});
predict.attachAll('boats', { x: 'lerp', y: 'lerp' });

setInterval(() => {
  const due = predict.tick(performance.now());
  for (let i = 0; i < due; i++) {
    input.data.row = true;
    input.data.turn = Math.round(Math.sin(performance.now() / 500));
    input.send();
  }
  // Draw predict.value(boat, 'x') and 'y', for the own boat and for the others alike.
}, 1000 / 60);
