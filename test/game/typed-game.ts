/** A game with a field of every kind, for the type tests and for what `defineGame` checks. */
import '../../src/schema/server-only.ts';
import { schema, t } from '@colyseus/schema';
import type { StepContext } from '../../src/game/step-context.ts';

export const Ship = schema(
  {
    heading: t.angle(),
    hp: t.uint8<1 | 2 | 3>(),
    id: t.bigint64(),
    isAlive: t.boolean(),
    name: t.string(),
    slot: t.uint16().noSync(),
  },
  'Ship',
);
export type Ship = InstanceType<typeof Ship>;

export const State = schema(
  { round: t.uint16(), seed: t.biguint64(), title: t.string(), ships: t.map(Ship) },
  'State',
);
export type State = InstanceType<typeof State>;

export const Move = schema({ turn: t.int8<-1 | 0 | 1>(), fire: t.boolean() }, 'Move');
export type Move = InstanceType<typeof Move>;

/** What such a game's functions are given. */
export type Context = StepContext<State, Move>;
