/** A visit: records, then the steps that are due, each with its patch. */
import { schema, t } from '@colyseus/schema';
import { describe, expect, test } from 'vitest';
import { monotonicMs } from '../../src/base/clock.ts';
import { catchUpStepsMax, catchUpVisitMs } from '../../src/base/limits.ts';
import { FromRoom, ToRoom } from '../../src/channel/records.ts';
import { defineGame } from '../../src/game/index.ts';
import { RoomFlag } from '../../src/memory/room-header.ts';
import { kindsOf, Stage } from './stage.ts';

const State = schema({ ticks: t.uint32(), said: t.uint32() }, 'Visited');
const stepMs = 1_000;

function counting(options: { patchRate?: number; failAt?: number; spinMs?: number } = {}) {
  const { patchRate = 1, failAt = -1, spinMs = 0 } = options;
  return defineGame({
    state: State,
    tickRate: 1000 / stepMs,
    patchRate,
    capacity: { clients: 4 },
    messages: {
      say: ({ state }) => {
        state.said++;
      },
    },
    step(ctx) {
      if (ctx.tick === failAt) throw new RangeError('out of bounds');
      ctx.state.ticks++;
      const endMs = monotonicMs() + spinMs;
      while (monotonicMs() < endMs);
    },
  });
}

describe('time', () => {
  test('a room is not due until it is created, and then one step later', () => {
    const stage = new Stage(counting());
    expect(stage.visit()).toBe(Number.POSITIVE_INFINITY);
    stage.tell(ToRoom.CREATE);
    const before = performance.now();
    const dueMs = stage.visit();
    const { header } = stage.memory;
    expect(dueMs).toBe(header.nextStepAtMs);
    expect(dueMs - header.startedAtMs).toBeGreaterThanOrEqual(stepMs);
    expect(dueMs - header.startedAtMs).toBeLessThan(stepMs + performance.now() - before + 1_000);
    expect(header.tick).toBe(0);
  });

  test('a visit before its time takes records and runs no step', () => {
    const stage = new Stage(counting());
    stage.open(1);
    const dueMs = stage.memory.header.nextStepAtMs;
    stage.tell(ToRoom.MESSAGE, 0, Buffer.from('\x0d\xa3say', 'latin1'));
    expect(stage.visit()).toBe(dueMs);
    const { tick, droppedSteps, lateness } = stage.memory.header;
    expect([tick, droppedSteps, lateness.count]).toEqual([0, 0, 0]);
    expect((stage.view.context as { state: { said: number } }).state.said).toBe(1);
  });

  test('one step is due: it runs, and the next is a step after when it was due', () => {
    const stage = new Stage(counting());
    stage.open();
    const dueMs = stage.visitLate(stepMs / 2);
    const { header } = stage.memory;
    expect(dueMs).toBe(header.nextStepAtMs);
    expect([header.tick, header.droppedSteps, header.lateness.count]).toEqual([1, 0, 1]);
    expect(header.lateness.maxUs).toBeGreaterThanOrEqual((stepMs / 2) * 1000);
    expect(stage.stats.ticks).toBe(1);
  });

  test.for([
    [1.5, 2, 0],
    [4.5, 5, 0],
    [5.5, 5, 1],
    [7.5, 5, 3],
    [1_000.5, 5, 996],
  ])('%d steps late: %i steps run, %i are dropped', ([late, run, dropped]) => {
    const stage = new Stage(counting());
    stage.open();
    const { header } = stage.memory;
    const dueMs = stage.catchUp(late * stepMs);
    expect([header.tick, header.droppedSteps]).toEqual([run, dropped]);
    expect(run).toBeLessThanOrEqual(catchUpStepsMax);
    // On the grid that the room started on, and in the future.
    expect(dueMs).toBe(header.nextStepAtMs);
    expect(stage.visit()).toBe(dueMs);
    expect(header.tick).toBe(run);
    expect(stage.stats.ticks).toBe(run);
  });

  // The machine may stop any program for longer than a visit may take: some tries.
  test('a room with short steps catches up in one visit', { retry: 5 }, () => {
    const stage = new Stage(counting());
    stage.open();
    for (let warm = 0; warm < 20; warm++) stage.visitLate(0);
    expect(stage.visitLate(2.5 * stepMs)).toBeGreaterThan(monotonicMs());
    expect(stage.memory.header.tick).toBe(23);
  });

  test('one with long steps runs one a visit, and is due at once', () => {
    const stage = new Stage(counting({ spinMs: catchUpVisitMs + 0.5 }));
    stage.open();
    const behindMs = stage.visitLate(2.5 * stepMs);
    const { header } = stage.memory;
    expect([header.tick, behindMs]).toEqual([1, header.nextStepAtMs]);
    expect(behindMs).toBeLessThan(monotonicMs());
    expect(stage.visit()).toBe(behindMs + stepMs);
    expect(stage.visit()).toBe(behindMs + 2 * stepMs);
    expect([header.tick, header.droppedSteps]).toEqual([3, 0]);
    expect(stage.visit()).toBe(behindMs + 2 * stepMs);
  });

  test('five visits in a row that do not catch up drop the rest', () => {
    const stage = new Stage(counting({ spinMs: catchUpVisitMs + 0.5 }));
    stage.open();
    expect(stage.catchUp(7.5 * stepMs)).toBeGreaterThan(monotonicMs());
    const { header } = stage.memory;
    expect([header.tick, header.droppedSteps, stage.stats.ticks]).toEqual([5, 3, 5]);
  });

  test('a room that was made heavy takes so much longer a step, until it is not', () => {
    const stage = new Stage(counting());
    stage.open();
    const { header } = stage.memory;
    header.heavyMs = 20;
    stage.visitLate(0);
    expect(header.stepTime.maxUs).toBeGreaterThanOrEqual(20_000);
    expect([header.tick, stage.stats.ticks]).toEqual([1, 1]);
    const busyMs = stage.stats.busyMs;
    expect(stage.visit()).toBe(header.nextStepAtMs);
    header.heavyMs = 0;
    // The machine may stop any program for as long: not every time.
    const isLight = () => {
      const beforeMs = stage.stats.busyMs;
      stage.visitLate(0);
      return stage.stats.busyMs - beforeMs < 20;
    };
    expect([isLight(), isLight(), isLight()]).toContain(true);
    expect(busyMs).toBeGreaterThanOrEqual(20);
  });

  test('a step sees what came before it, also between two that catch up', () => {
    const stage = new Stage(counting());
    stage.open(1);
    stage.tell(ToRoom.LEAVE, 0, {}, 4000);
    stage.catchUp(2.5 * stepMs);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.LEFT]);
    expect(stage.memory.header.tick).toBe(3);
  });
});

describe('patches', () => {
  test.for([
    [1, 6],
    [1 / 2, 3],
    [1 / 3, 2],
  ])('at %f of the tick rate, six steps make %i', ([patchRate, patches]) => {
    const stage = new Stage(counting({ patchRate }));
    stage.open(1);
    const before = stage.memory.header.patches;
    for (let step = 0; step < 6; step++) stage.visitLate(1);
    expect(stage.memory.header.tick).toBe(6);
    expect(kindsOf(stage.hear())).toEqual(Array(patches).fill(FromRoom.PATCH));
    expect(stage.memory.header.patches - before).toBe(patches);
  });

  test('go to nobody, and are not made, while no client has the state', () => {
    const stage = new Stage(counting());
    stage.open();
    stage.tell(ToRoom.JOIN, 0, { sessionId: 'one', options: {} });
    for (let step = 0; step < 3; step++) stage.visitLate(1);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.JOINED]);
  });

  test('a steal in the middle changes nothing: cadence and tick are the room’s', () => {
    const stage = new Stage(counting({ patchRate: 1 / 2 }));
    stage.open(1);
    const thief = stage.anotherView();
    for (let step = 0; step < 6; step++) {
      stage.visitLate(1, step % 2 === 0 ? thief : stage.view);
    }
    expect(stage.memory.header.tick).toBe(6);
    expect(kindsOf(stage.hear())).toEqual(Array(3).fill(FromRoom.PATCH));
  });
});

describe('a step that throws', () => {
  test('is told once with its tick, and the room is silent from then on', () => {
    const stage = new Stage(counting({ failAt: 2 }));
    stage.open(1);
    // Four steps are due; the third breaks, the fourth is not run.
    expect(stage.catchUp(3.5 * stepMs)).toBe(Number.POSITIVE_INFINITY);
    const records = stage.hear();
    expect(kindsOf(records)).toEqual([FromRoom.PATCH, FromRoom.PATCH, FromRoom.FAILED]);
    const failed = records[2];
    expect(failed.a).toBe(2);
    expect(JSON.parse(failed.body.toString())).toMatchObject({
      name: 'RangeError',
      text: 'out of bounds',
      stack: expect.stringContaining('run-visit.test.ts'),
    });
    expect(stage.memory.header.tick).toBe(2);
    expect(stage.memory.header.has(RoomFlag.FAILED)).toBe(true);

    stage.tell(ToRoom.MESSAGE, 0, Buffer.from('\x0d\xa3say', 'latin1'));
    stage.tell(ToRoom.JOIN, 1, { sessionId: 'late', options: {} });
    stage.tell(ToRoom.LEAVE, 0, {}, 4002);
    stage.tell(ToRoom.DISPOSE);
    expect(stage.visitLate(stepMs)).toBe(Number.POSITIVE_INFINITY);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.REJECTED, FromRoom.LEFT, FromRoom.DISPOSED]);
    expect((stage.view.context as { state: { said: number } }).state.said).toBe(0);
  });

  test('leaves the arena to the next room', () => {
    const stage = new Stage(
      defineGame({
        state: State,
        step(ctx) {
          ctx.arena.f32(16);
          throw new Error('with a view in hand');
        },
      }),
    );
    stage.open();
    stage.visitLate(1);
    expect(stage.arena.usedBytes).toBe(0);
    const neighbour = new Stage(counting());
    neighbour.open();
    neighbour.visitLate(1);
    expect(neighbour.memory.header.tick).toBe(1);
  });
});

describe('the room’s life', () => {
  test('ends with onDispose: no step after it', () => {
    const stage = new Stage(counting());
    stage.open(1);
    stage.tell(ToRoom.DISPOSE);
    expect(stage.visitLate(stepMs)).toBe(Number.POSITIVE_INFINITY);
    expect(kindsOf(stage.hear())).toEqual([FromRoom.DISPOSED]);
    expect(stage.memory.header.tick).toBe(0);
  });

  test('does not begin when onCreate throws', () => {
    const stage = new Stage(
      defineGame({
        state: State,
        onCreate() {
          throw Object.assign(new Error('no'), { code: 418 });
        },
      }),
    );
    stage.tell(ToRoom.CREATE);
    expect(stage.visit()).toBe(Number.POSITIVE_INFINITY);
    const [refusal] = stage.hear();
    expect([refusal.kind, refusal.slot]).toEqual([FromRoom.REJECTED, 0xffff]);
    expect(JSON.parse(refusal.body.toString())).toMatchObject({ code: 418, text: 'no' });
  });
});
