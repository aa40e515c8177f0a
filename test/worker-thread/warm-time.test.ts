/**
 * Inputs, the past, timers and random numbers in a warm loop: no object is left on the heap. Of the
 * past, some numbers are boxed on their way (about 8 bytes a call where 16 are a box).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { defineGame, type StepContext } from '../../src/game/index.ts';
import { Stage } from './stage.ts';

const Unit = schema({ x: t.float32(), heading: t.angle() }, 'Unit');
const State = schema({ units: t.map(Unit) }, 'State');
const Move = schema({ x: t.float32() }, 'Move');
type Context = StepContext<InstanceType<typeof State>, InstanceType<typeof Move>, unknown, 'boom'>;

const warmUp = 30_000;
const rounds = 50_000;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function openRoom(): Stage {
  const game = defineGame({
    state: State,
    input: { type: Move, idle: (_ctx, _slot, latest) => latest, sanitize: { x: [0, 9] } },
    tickRate: 50,
    rewind: { maxMs: 200 },
    timers: { boom() {} },
    capacity: { clients: 2, units: 4 },
    onCreate(ctx) {
      ctx.state.units.add('a', { x: 1, heading: 1 });
    },
  });
  const stage = new Stage(game);
  stage.open(1);
  for (let tick = 0; tick < 20; tick++) stage.visitLate(1);
  return stage;
}

/** Where numbers go: one that is returned may be boxed, and would be garbage of the test's own. */
const sink = new Float64Array(1);

const uses: Record<string, (ctx: Context, stage: Stage, i: number) => void> = {
  'inputs: waiting, drained, idle'(ctx, { memory }, i) {
    memory.inputs?.push(0, 0, i, i);
    memory.inputs?.push(0, 0, i, i);
    for (const move of ctx.inputs.drain(0)) sink[0] += move.x + 1;
    sink[0] += ctx.inputs.next(0)?.x ?? 0;
  },
  'the past, by key'(ctx, _stage, i) {
    sink[0] += ctx.rewind.at(300 + (i & 63)).units.get('a')?.x ?? 0;
  },
  'the past, in a loop'(ctx, _stage, i) {
    const past = ctx.rewind.at(300 + (i & 63));
    for (const unit of ctx.state.units) sink[0] += past.units.get(unit)?.x ?? 0;
  },
  timers(ctx, _stage, i) {
    sink[0] += ctx.cancel(ctx.every(40 + (i % 50), 'boom', i, 0.5)) ? 1 : 0;
  },
  'random numbers'(ctx) {
    sink[0] += ctx.random.float(0, 2) + ctx.random.int(1, 6);
  },
};

// Rounds that are not compiled yet leave boxes, and the compiler takes its time: some tries.
test.for(Object.keys(uses))('%s', { retry: 5 }, (name) => {
  const stage = openRoom();
  const ctx = stage.view.context as unknown as Context;
  const use = uses[name] as (typeof uses)[string];
  const run = (count: number): void => {
    for (let i = 0; i < count; i++) use(ctx, stage, i);
  };
  run(warmUp);
  collect();
  const before = process.memoryUsage().heapUsed;
  run(rounds);
  const bytes = (process.memoryUsage().heapUsed - before) / rounds;
  expect(sink[0]).toBeGreaterThan(0);
  // A view and a handle, an iterator and its result: each of them would be more.
  expect(bytes).toBeLessThan(32);
});
