/** Types of scenarios: a bot knows its state and its input, or nothing of them. */

import { schema, t } from '@colyseus/schema';
import type { Room } from '@colyseus/sdk';
import { defineScenario, type Scenario, type ScenarioBot } from 'hypogeum/soak';
import { describe, expectTypeOf, test } from 'vitest';

const Ship = schema({ x: t.float32() }, 'Ship');
const State = schema({ round: t.uint16(), ships: t.map(Ship) }, 'Sea');
const Move = schema({ thrust: t.int8(), fire: t.boolean(), name: t.string() }, 'Move');
type Sea = InstanceType<typeof State>;
type Moves = InstanceType<typeof Move>;

describe('defineScenario', () => {
  test('makes a scenario of an async function, and of nothing else', () => {
    expectTypeOf(defineScenario(async () => {})).toEqualTypeOf<Scenario>();
    expectTypeOf(defineScenario<Sea, Moves>(async () => {})).toEqualTypeOf<Scenario>();
    // @ts-expect-error: a scenario is waited for
    defineScenario((bot) => bot.fail('now'));
  });

  test('gives a bot with the state and the input that it is told', () => {
    defineScenario<Sea, Moves>(async (bot) => {
      expectTypeOf(bot).toEqualTypeOf<ScenarioBot<Sea, Moves>>();
      const room = await bot.join({ team: 1 });
      expectTypeOf(room.state).toEqualTypeOf<Sea>();
      expectTypeOf(bot.room.state.round).toEqualTypeOf<number>();
      expectTypeOf(bot.room.state.ships.get('a')?.x).toEqualTypeOf<number | undefined>();
      bot.input({ thrust: 1 });
      bot.input({ thrust: 1, fire: true, name: 'n' });
      // @ts-expect-error: a field's type
      bot.input({ thrust: true });
      // @ts-expect-error: no such field
      bot.input({ turn: 1 });
      // @ts-expect-error: a method of every schema, which no input has as a field
      bot.input({ toJSON: 1 });
    });
  });

  test('without types takes any primitive, and knows nothing of the state', () => {
    defineScenario(async (bot) => {
      expectTypeOf(bot.room.state).toEqualTypeOf<unknown>();
      bot.input({ thrust: 1, fire: true, name: 'n', big: 1n });
      // @ts-expect-error: no primitive
      bot.input({ thrust: {} });
    });
  });

  test('a bot', () => {
    expectTypeOf<ScenarioBot['index']>().toEqualTypeOf<number>();
    expectTypeOf<ScenarioBot['room']>().toExtend<Room<unknown, unknown>>();
    expectTypeOf<ScenarioBot['random']>().returns.toEqualTypeOf<number>();
    expectTypeOf<ScenarioBot['expect']>().returns.toEqualTypeOf<boolean>();
    expectTypeOf<ScenarioBot['play']>().parameters.toEqualTypeOf<[seconds?: number]>();
    expectTypeOf<ScenarioBot['sleep']>().returns.toEqualTypeOf<Promise<void>>();
  });

  test('messages go through the SDK’s room', () => {
    defineScenario(async (bot) => {
      const room = await bot.join();
      room.onMessage('chat', (text: string) => bot.fail(text));
      room.onMessage('*', (type, payload) => bot.fail(`${type} ${payload}`));
      room.send('chat', { text: 'hi' });
      const bought = await room.request<number, { ok: boolean }>('buy', 7);
      expectTypeOf(bought).toEqualTypeOf<{ ok: boolean }>();
    });
  });
});
