/** What fanout.ts and fanout-timed.ts have in common: few things that move, and many who watch. */
import { schema, t } from '@colyseus/schema';
import type { StepContext } from 'hypogeum/game';

const things = 50;

const Thing = schema({ x: t.float32(), y: t.float32() }, 'Thing');
export const FanoutState = schema({ things: t.map(Thing) }, 'Fanout');
type Context = StepContext<InstanceType<typeof FanoutState>>;

export const capacity = { clients: 512, things };

export function placeThings({ state }: Pick<Context, 'state'>): void {
  for (let count = 0; count < things; count++) state.things.add(`t${count}`);
}

export function moveThings({ state }: Pick<Context, 'state'>): void {
  for (const thing of state.things) {
    thing.x += 1;
    thing.y -= 1;
  }
}
