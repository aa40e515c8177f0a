/** Timers of a game, fired by visits of several workers: when, in which order, with what. */
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame } from '../../src/game/index.ts';
import { RoomFlag } from '../../src/memory/room-header.ts';
import { kindsOf, Stage } from './stage.ts';

const State = schema({ log: t.string().noSync(), id: t.uint32().noSync() }, 'Timed');
const tickRate = 30;

/** Each line: the tick, what ran, its numbers. */
function timed(fullAt = 8) {
  return defineGame({
    state: State,
    tickRate,
    capacity: { clients: 2, log: 4_096, timers: fullAt },
    timers: {
      boom(ctx, a, b, c, d) {
        ctx.state.log += `${ctx.tick} boom ${a} ${b} ${c} ${d}\n`;
      },
      chain(ctx, left) {
        ctx.state.log += `${ctx.tick} chain ${left}\n`;
        if (left > 0) ctx.after(0, 'chain', left - 1);
      },
      beat(ctx, times) {
        ctx.state.log += `${ctx.tick} beat\n`;
        if (ctx.tick >= times) ctx.state.log += `${ctx.tick} ${ctx.cancel(ctx.state.id)}\n`;
      },
      broken() {
        throw new RangeError('in a timer');
      },
    },
    onCreate(ctx, options) {
      if (options.program === 'order') {
        ctx.after(100, 'boom', 1, 2, 3, 4);
        ctx.after(50, 'boom', 5);
        ctx.after(100, 'chain', 2);
        ctx.after(0, 'boom');
      } else if (options.program === 'beat') ctx.state.id = ctx.every(50, 'beat', 8);
      else if (options.program === 'broken') ctx.after(0, 'broken');
      else if (options.program === 'full') {
        for (;;) ctx.after(1_000, 'boom');
      } else if (options.program === 'wrong') {
        ctx.after(1, 'nothing' as 'boom');
      } else if (options.program === 'negative') ctx.after(-1, 'boom');
      else if (options.program === 'zero') ctx.every(0, 'boom');
    },
    step(ctx) {
      ctx.state.log += `${ctx.tick} step\n`;
    },
  });
}

function play(program: string, ticks: number): { stage: Stage; lines: string[] } {
  const stage = new Stage(timed());
  stage.open(0, { program });
  const views = [stage.view, stage.anotherView(), stage.anotherView()];
  for (let tick = 0; tick < ticks; tick++) stage.visitLate(1, views[tick % 3]);
  const { log } = (stage.view.context as { state: { log: string } }).state;
  return { stage, lines: log.split('\n').filter((line) => line !== '' && !line.endsWith('step')) };
}

test('fire before their step, by tick and then by creation, on whatever worker', () => {
  expect(play('order', 8).lines).toEqual([
    '1 boom 0 0 0 0',
    '2 boom 5 0 0 0',
    '3 boom 1 2 3 4',
    '3 chain 2',
    '4 chain 1',
    '5 chain 0',
  ]);
  const stage = new Stage(timed());
  stage.open(0, { program: 'order' });
  for (let tick = 0; tick < 2; tick++) stage.visitLate(1);
  const { log } = (stage.view.context as { state: { log: string } }).state;
  expect(log).toBe('0 step\n1 boom 0 0 0 0\n1 step\n');
});

test('every keeps its beat, and a handler may cancel its own timer', () => {
  const { lines, stage } = play('beat', 20);
  expect(lines).toEqual(['2 beat', '3 beat', '5 beat', '6 beat', '8 beat', '8 true']);
  expect(stage.memory.timers?.size).toBe(0);
});

test('one that throws fails its room, as a step does', () => {
  const { stage } = play('broken', 3);
  const failed = stage.hear().find(({ kind }) => kind === FromRoom.FAILED);
  expect(failed?.a).toBe(1);
  expect(JSON.parse(failed?.body.toString() ?? '')).toMatchObject({ text: 'in a timer' });
  expect(stage.memory.header.has(RoomFlag.FAILED)).toBe(true);
});

test.for([
  ['full', 'TIMERS_FULL', 'capacity.timers'],
  ['wrong', 'VALUE_INVALID', "'nothing'"],
  ['negative', 'VALUE_INVALID', 'ctx.after(-1'],
  ['zero', 'VALUE_INVALID', 'ctx.every(0'],
] as const)('%s: refused with %s', ([program, code, text]) => {
  const stage = new Stage(timed());
  stage.tell(ToRoom.CREATE, 0, { program });
  stage.visit();
  const records = stage.hear();
  expect(kindsOf(records)).toEqual([FromRoom.REJECTED]);
  const error = JSON.parse(records[0].body.toString());
  expect(error).toMatchObject({ code, text: expect.stringContaining(text) });
});

test('are left where they are when time is dropped: they count the room’s own steps', () => {
  const stage = new Stage(timed());
  stage.open(0, { program: 'order' });
  stage.catchUp(100 * (1000 / tickRate));
  const { log } = (stage.view.context as { state: { log: string } }).state;
  expect(stage.memory.header.droppedSteps).toBeGreaterThan(90);
  expect(log).toContain('3 boom 1 2 3 4');
});
