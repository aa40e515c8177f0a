/** What an author's editor knows of `ctx`, from nothing but the schema classes. Types only. */
import { expectTypeOf, test } from 'vitest';
import type { Slot } from '../../src/base/integers.ts';
import { defineCache } from '../../src/game/define-cache.ts';
import { defineGame } from '../../src/game/define-game.ts';
import type { RoomClient } from '../../src/game/step-context.ts';
import type { BigIntColumn, NumberColumn } from '../../src/memory/state/column-block.ts';
import type { EntityOf } from '../../src/memory/state/state-handle.ts';
import { type Context, Move, type Ship, State } from './typed-game.ts';

type Entity = EntityOf<Ship>;
type Ships = Context['state']['ships'];
type AddedFields = NonNullable<Parameters<Ships['add']>[1]>;

test('scalars of the root', () => {
  expectTypeOf<Context['state']['round']>().toEqualTypeOf<number>();
  expectTypeOf<Context['state']['seed']>().toEqualTypeOf<bigint>();
  expectTypeOf<Context['state']['title']>().toEqualTypeOf<string>();
  expectTypeOf<Context['state']>().not.toHaveProperty('rounds');
  // Of the package's own class, nothing is left.
  expectTypeOf<Context['state']>().not.toHaveProperty('assign');
  expectTypeOf<Context['state']>().not.toHaveProperty('clone');
});

test('entities are found by key, or not', () => {
  expectTypeOf<Ships['get']>().parameters.toEqualTypeOf<[key: string]>();
  expectTypeOf<ReturnType<Ships['get']>>().toEqualTypeOf<Entity | undefined>();
  expectTypeOf<ReturnType<Ships['at']>>().toEqualTypeOf<Entity | undefined>();
  expectTypeOf<ReturnType<Ships['add']>>().toEqualTypeOf<Entity>();
  expectTypeOf<Parameters<Ships['has']>[0]>().toEqualTypeOf<string | Entity>();
  expectTypeOf<Parameters<Ships['delete']>[0]>().toEqualTypeOf<string | Entity>();
  expectTypeOf<ReturnType<Ships['keyOf']>>().toEqualTypeOf<string>();
  expectTypeOf<Ships extends Iterable<infer One> ? One : never>().toEqualTypeOf<Entity>();
});

test('fields of an entity', () => {
  expectTypeOf<Entity['heading']>().toEqualTypeOf<number>();
  expectTypeOf<Entity['hp']>().toEqualTypeOf<1 | 2 | 3>();
  expectTypeOf<Entity['id']>().toEqualTypeOf<bigint>();
  expectTypeOf<Entity['isAlive']>().toEqualTypeOf<boolean>();
  expectTypeOf<Entity['name']>().toEqualTypeOf<string>();
  // What stays on the server is there all the same.
  expectTypeOf<Entity['slot']>().toEqualTypeOf<number>();
  expectTypeOf<Entity>().not.toHaveProperty('headin');
  expectTypeOf<Entity['toJSON']>().returns.toEqualTypeOf<object>();
});

test('what add() takes: any of the fields, of their types', () => {
  expectTypeOf<{ heading: number; id: bigint }>().toExtend<AddedFields>();
  expectTypeOf<Record<never, never>>().toExtend<AddedFields>();
  expectTypeOf<Entity>().toExtend<AddedFields>();
  expectTypeOf<{ heading: string }>().not.toExtend<AddedFields>();
  expectTypeOf<{ hp: 4 }>().not.toExtend<AddedFields>();
  expectTypeOf<{ id: number }>().not.toExtend<AddedFields>();
  expectTypeOf<AddedFields>().not.toHaveProperty('$row');
});

test('columns, by field', () => {
  type Columns = Ships['columns'];
  expectTypeOf<Columns['heading']>().toEqualTypeOf<NumberColumn>();
  expectTypeOf<Columns['isAlive']>().toEqualTypeOf<NumberColumn>();
  expectTypeOf<Columns['slot']>().toEqualTypeOf<NumberColumn>();
  expectTypeOf<Columns['id']>().toEqualTypeOf<BigIntColumn>();
});

test('inputs are read-only', () => {
  type Next = ReturnType<Context['inputs']['next']>;
  expectTypeOf<Next>().toEqualTypeOf<Readonly<EntityOf<Move>> | undefined>();
  expectTypeOf<ReturnType<Context['inputs']['latest']>>().toEqualTypeOf<Readonly<EntityOf<Move>>>();
  expectTypeOf<NonNullable<Next>['turn']>().toEqualTypeOf<-1 | 0 | 1>();
  expectTypeOf<NonNullable<Next>['fire']>().toEqualTypeOf<boolean>();
  expectTypeOf<Pick<NonNullable<Next>, 'turn'>>().toEqualTypeOf<{ readonly turn: -1 | 0 | 1 }>();
  expectTypeOf<NonNullable<Next>>().not.toHaveProperty('brake');
});

test('caches, by their token', () => {
  const paths = defineCache<string, number>(4);
  const byCell = defineCache<number, { row: number }>(4);
  const cacheOf = (ctx: Context) => ctx.cache(paths);
  const cellsOf = (ctx: Context) => ctx.cache(byCell);
  type Paths = ReturnType<typeof cacheOf>;
  expectTypeOf<Paths['get']>().toEqualTypeOf<(key: string) => number | undefined>();
  expectTypeOf<Parameters<Paths['set']>>().toEqualTypeOf<[key: string, value: number]>();
  expectTypeOf<ReturnType<ReturnType<typeof cellsOf>['get']>>().toEqualTypeOf<
    { row: number } | undefined
  >();
});

test('a definition gives its functions their types', () => {
  defineGame({
    state: State,
    input: Move,
    capacity: { clients: 4, ships: 8, 'ships.name': 16, 'ships:key': 32 },
    messages: {
      rename(ctx, client, payload) {
        expectTypeOf(ctx).toEqualTypeOf<Context>();
        expectTypeOf(client).toEqualTypeOf<RoomClient>();
        expectTypeOf(payload).toEqualTypeOf<unknown>();
      },
    },
    onCreate(ctx, options) {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      expectTypeOf(options).toEqualTypeOf<Record<string, unknown>>();
    },
    onJoin(_ctx, client, options) {
      expectTypeOf(client.slot).toEqualTypeOf<Slot>();
      expectTypeOf(options).toEqualTypeOf<Record<string, unknown>>();
    },
    async onAuth(token, options, { ip, headers }) {
      expectTypeOf(token).toEqualTypeOf<string | undefined>();
      expectTypeOf(options).toEqualTypeOf<Record<string, unknown>>();
      expectTypeOf([ip, headers.get('a')] as const).toEqualTypeOf<
        readonly [string | undefined, string | null]
      >();
      return { id: 1 };
    },
    onDrop(ctx, client, code) {
      expectTypeOf(code).toEqualTypeOf<number>();
      expectTypeOf(client.isConnected).toEqualTypeOf<boolean>();
      expectTypeOf(ctx.allowReconnection).parameters.toEqualTypeOf<
        [client: RoomClient, seconds: number | 'manual']
      >();
      expectTypeOf(ctx.allowReconnection(client, 1)).toEqualTypeOf<boolean>();
    },
    onReconnect(ctx, client) {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      expectTypeOf(client.auth).toEqualTypeOf<unknown>();
    },
    onLeave(_ctx, _client, code) {
      expectTypeOf(code).toEqualTypeOf<number>();
    },
    step(ctx) {
      expectTypeOf(ctx.state.ships.get('a')?.heading).toEqualTypeOf<number | undefined>();
      for (const ship of ctx.state.ships) expectTypeOf(ship.id).toEqualTypeOf<bigint>();
      expectTypeOf(ctx.inputs.next(0)?.turn).toEqualTypeOf<-1 | 0 | 1 | undefined>();
    },
  });
  type Capacity = NonNullable<Parameters<typeof defineGame<State, Move>>[0]['capacity']>;
  expectTypeOf<Capacity>().not.toHaveProperty('shps');
  expectTypeOf<{ ships: string }>().not.toExtend<Capacity>();
});

test('ctx.local is what createLocal returns, everywhere but in createLocal', () => {
  class World {
    balls = 0;
  }
  defineGame({
    state: State,
    input: Move,
    placement: 'pinned',
    createLocal(ctx, options) {
      expectTypeOf(ctx).toEqualTypeOf<Context>();
      expectTypeOf(ctx.local).toEqualTypeOf<unknown>();
      expectTypeOf(options).toEqualTypeOf<Record<string, unknown>>();
      return new World();
    },
    disposeLocal: (world) => expectTypeOf(world).toEqualTypeOf<World>(),
    messages: {
      push: ({ local }) => expectTypeOf(local).toEqualTypeOf<World>(),
    },
    onCreate: ({ local }) => expectTypeOf(local).toEqualTypeOf<World>(),
    onJoin: ({ local }) => expectTypeOf(local).toEqualTypeOf<World>(),
    onLeave: ({ local }) => expectTypeOf(local).toEqualTypeOf<World>(),
    onDispose: ({ local }) => expectTypeOf(local).toEqualTypeOf<World>(),
    step(ctx) {
      expectTypeOf(ctx.local).toEqualTypeOf<World>();
      expectTypeOf(ctx.local).not.toHaveProperty('ball');
      // A helper that does not care for the local object takes this context as well.
      expectTypeOf(ctx).toExtend<Context>();
    },
  });
  defineGame({
    state: State,
    step: ({ local }) => expectTypeOf(local).toEqualTypeOf<unknown>(),
  });
});

test('timers, by the names of their table', () => {
  defineGame({
    state: State,
    input: Move,
    timers: {
      explode(ctx, id: number) {
        expectTypeOf(ctx.state.round).toEqualTypeOf<number>();
        ctx.after(10, 'wave', id);
        // @ts-expect-error: there is no such timer
        ctx.after(10, 'implode');
      },
      wave(_ctx, a, b, c, d) {
        expectTypeOf([a, b, c, d]).toEqualTypeOf<number[]>();
      },
    },
    step(ctx) {
      expectTypeOf(ctx.every(50, 'wave', 1, 2, 3, 4)).toEqualTypeOf<number>();
      // @ts-expect-error: there is no such timer
      ctx.every(50, 'waves');
      // @ts-expect-error: a timer carries numbers
      ctx.after(50, 'wave', 'high');
      const helper = (_: Context) => {};
      helper(ctx);
    },
  });
  defineGame({
    state: State,
    step(ctx) {
      // @ts-expect-error: the game has no timers
      ctx.after(50, 'wave');
    },
  });
});

test('timers that are functions with a context of their own', () => {
  const countDown = (ctx: Context) => void ctx.state.round--;
  defineGame({
    state: State,
    input: Move,
    timers: { second: countDown },
    onCreate(ctx) {
      ctx.every(1_000, 'second');
      // @ts-expect-error: there is no such timer
      ctx.every(1_000, 'minute');
    },
  });
});

test('inputs with options, and the past', () => {
  defineGame({
    state: State,
    input: {
      type: Move,
      idle: (ctx, slot, latest) => {
        expectTypeOf(ctx.state.round).toEqualTypeOf<number>();
        expectTypeOf(slot).toEqualTypeOf<number>();
        expectTypeOf(latest.turn).toEqualTypeOf<-1 | 0 | 1>();
        return latest;
      },
      sanitize: { turn: [-1, 1] },
    },
    rewind: { maxMs: 100, maps: ['ships'], interpolate: { 'ships.heading': 'step' } },
    step(ctx) {
      for (const move of ctx.inputs.drain(0)) expectTypeOf(move.fire).toEqualTypeOf<boolean>();
      const past = ctx.rewind.lastSeenBy(0);
      const ship = past.ships.get('a');
      expectTypeOf(ship?.heading).toEqualTypeOf<number | undefined>();
      expectTypeOf(ship?.id).toEqualTypeOf<bigint | undefined>();
      expectTypeOf<NonNullable<typeof ship>>().not.toHaveProperty('name');
      expectTypeOf(past).not.toHaveProperty('round');
      // @ts-expect-error: the past is read-only
      if (ship) ship.heading = 1;
    },
  });
});
