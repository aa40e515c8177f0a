/**
 * What a worker plays before its first room: states of any kind, none of the author's functions,
 * and nothing of it is left.
 */
import { readdirSync } from 'node:fs';
import { schema, t } from '@colyseus/schema';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GameDefinition, isGameDefinition } from '../../src/game/define-game.ts';
import { defineGame } from '../../src/game/index.ts';
import { TickArena } from '../../src/memory/arena/tick-arena.ts';
import { rehearse } from '../../src/worker-thread/rehearsal.ts';
import { TreeClasses } from '../replication/tree-classes.ts';
import { treeShape } from '../replication/tree-shape.ts';
import { Stage } from './stage.ts';

const arena = new TickArena(64 * 1_024, { checked: true });

test('states of any shape can be played, and a room afterwards is as ever', () => {
  const property = fc.property(treeShape, (shape) => {
    const game = withPlan(new TreeClasses(shape).plan);
    expect(rehearse([game], arena)).toBe(1);
    const stage = new Stage(game);
    stage.open(1);
    const untouched = new Stage(game);
    untouched.open(1);
    expect(stage.view.memory.state.toJSON()).toEqual(untouched.view.memory.state.toJSON());
  });
  fc.assert(property, { numRuns: 60 });
});

test('none of the author’s functions runs', () => {
  const ran: string[] = [];
  const noting = (name: string) => (): undefined => void ran.push(name);
  const Move = schema({ x: t.float32() }, 'Move');
  const Unit = schema({ x: t.float32(), name: t.string().optional() }, 'Unit');
  const game = defineGame({
    state: schema({ units: t.map(Unit), tags: t.set('string'), ids: t.array('biguint64') }, 'S'),
    input: { type: Move, idle: () => ({ x: 1 }), sanitize: noting('sanitize') },
    rewind: { maxMs: 200 },
    timers: { boom: noting('timer') },
    placement: 'pinned',
    capacity: { clients: 1, units: 1, 'units:key': 1, 'tags:value': 1 },
    createLocal: noting('createLocal'),
    disposeLocal: noting('disposeLocal'),
    onCreate: noting('onCreate'),
    onJoin: noting('onJoin'),
    onLeave: noting('onLeave'),
    onDispose: noting('onDispose'),
    step: noting('step'),
    messages: { a: noting('message'), '*': noting('any message') },
  });
  expect(rehearse([game], arena)).toBe(1);
  expect(ran).toEqual([]);
});

test('every example can be played; what is too large is left out', async () => {
  const folder = new URL('../../rooms/', import.meta.url);
  const games: GameDefinition[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    const { default: game } = (await import(new URL(name, folder).href)) as { default: unknown };
    if (isGameDefinition(game)) games.push(game);
  }
  expect(games.length).toBeGreaterThan(3);
  for (const game of games) expect(rehearse([game], arena)).toBe(1);
  const Big = schema({ blocks: t.map(schema({ text: t.string() }, 'Block')) }, 'Big');
  const big = defineGame({
    state: Big,
    capacity: { clients: 1, blocks: 65_000, 'blocks.text': 1_000 },
  });
  expect(rehearse([big], arena)).toBe(0);
});

function withPlan(plan: GameDefinition['plan']): GameDefinition {
  const game = defineGame({ state: schema({ n: t.uint8() }, 'Small') });
  return { ...game, plan: { ...game.plan, ...plan } };
}
