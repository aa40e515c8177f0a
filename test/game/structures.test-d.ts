/** What an author's editor knows of structures inside structures. Types only. */
import { schema, t } from '@colyseus/schema';
import { expectTypeOf, test } from 'vitest';
import { defineGame } from '../../src/game/define-game.ts';
import type { NumberColumn } from '../../src/memory/state/column-block.ts';

const Item = schema({ name: t.string(), level: t.uint8() }, 'Item');
const Hull = schema(
  {
    armour: t.uint8(),
    repair(by: number) {
      this.armour += by;
    },
  },
  'Hull',
);
const Base = schema({ x: t.float32() }, 'Base');
const Player = Base.extend(
  {
    items: t.map(Item),
    cards: t.array(Item),
    doors: t.set(Item),
    scores: t.map('uint32'),
    path: t.array('float32'),
    tags: t.set('string'),
    flags: t.array('boolean'),
    hull: t.ref(Hull),
    boost: t.ref(Item).optional(),
    score: t.uint32().optional(),
  },
  'Player',
);
const State = schema(
  {
    ...{ players: t.map(Player), board: t.array('uint8'), sun: t.ref(Hull) },
    ...{ prize: t.ref(Item).optional(), round: t.uint8() },
  },
  'State',
);

test('structures read as what they are', () => {
  defineGame({
    state: State,
    capacity: { board: 9, 'players.items': 4, 'players.tags:value': 8 },
    step({ state }) {
      const player = state.players.add('a', {
        ...{ x: 1, score: 3, hull: { armour: 2 }, boost: { level: 9 } },
      });
      expectTypeOf(player.x).toEqualTypeOf<number>();
      expectTypeOf(player.score).toEqualTypeOf<number | undefined>();
      expectTypeOf(player.items.add('k', { level: 2 }).name).toEqualTypeOf<string>();
      expectTypeOf(player.cards.at(0)?.level).toEqualTypeOf<number | undefined>();
      expectTypeOf(player.cards.push({ name: 'a' }, {})).toEqualTypeOf<number>();
      expectTypeOf(player.doors.add().level).toEqualTypeOf<number>();
      expectTypeOf(player.scores.get('a')).toEqualTypeOf<number | undefined>();
      expectTypeOf(player.path.at(0)).toEqualTypeOf<number | undefined>();
      expectTypeOf(player.tags.has).parameters.toEqualTypeOf<[value: string]>();
      expectTypeOf(player.flags.at(0)).toEqualTypeOf<boolean | undefined>();
      expectTypeOf(player.hull.armour).toEqualTypeOf<number>();
      expectTypeOf(player.hull.repair).parameters.toEqualTypeOf<[by: number]>();
      expectTypeOf(player.boost?.level).toEqualTypeOf<number | undefined>();
      expectTypeOf(player.$create('boost', { level: 1 }).name).toEqualTypeOf<string>();
      expectTypeOf(state.players.columns.x).toEqualTypeOf<NumberColumn>();
      expectTypeOf(state.players.columns.score).toEqualTypeOf<NumberColumn>();
      expectTypeOf(state.sun.armour).toEqualTypeOf<number>();
      expectTypeOf(state.$create('prize', { level: 1 }).name).toEqualTypeOf<string>();
      expectTypeOf(state.prize?.level).toEqualTypeOf<number | undefined>();
      // @ts-expect-error: no such field of the root
      state.$create('price');
      // @ts-expect-error: no such field of the ref's target
      state.$create('prize', { rank: 1 });
      player.boost = undefined;
      for (const card of player.cards) expectTypeOf(card.level).toEqualTypeOf<number>();
      // @ts-expect-error: a table is its owner's for good
      player.items = player.cards as never;
      // @ts-expect-error: no such field
      player.hull.armor = 1;
      // @ts-expect-error: a number belongs there
      player.path.push('a');
      // @ts-expect-error: no such field
      player.cards.push({ rank: 1 });
      // @ts-expect-error: no such field of the ref's target
      state.players.add('b', { hull: { armor: 1 } });
    },
  });
});
