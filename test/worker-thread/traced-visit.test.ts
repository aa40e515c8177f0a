/** A visit that is written down: what it says, and that it is the same visit. */
import { schema, t } from '@colyseus/schema';
import { expect, test } from 'vitest';
import { monotonicMs } from '../../src/base/clock.ts';
import { ToRoom } from '../../src/channel/records.ts';
import { VisitTrace } from '../../src/channel/visit-trace.ts';
import { defineGame } from '../../src/game/index.ts';
import { tracedVisit } from '../../src/worker-thread/traced-visit.ts';
import { Stage } from './stage.ts';

const State = schema({ ticks: t.uint32() }, 'Traced');
const stepMs = 1_000;
const spinMs = 2;

const game = defineGame({
  state: State,
  tickRate: 1_000 / stepMs,
  capacity: { clients: 4 },
  step(ctx) {
    ctx.state.ticks++;
    const endMs = monotonicMs() + spinMs;
    while (monotonicMs() < endMs);
  },
});

/** A room that is due in a second, and a trace that is read. */
function makeStage() {
  const stage = new Stage(game);
  stage.open(1);
  const trace = new VisitTrace(new SharedArrayBuffer(VisitTrace.bytes));
  trace.watch(true);
  const { view, stats, mail } = stage;
  const visit = (from = -1) => tracedVisit(view, stats, mail, trace, from);
  const read = (baseMs: number) => {
    const visits: number[][] = [];
    trace.read(baseMs, (...visit) => visits.push(visit));
    return visits;
  };
  return { stage, visit, read };
}

test('a visit with a step says when it began, how long it took, and how late it was', () => {
  const { stage, visit, read } = makeStage();
  const { header } = stage.memory;
  const beforeMs = monotonicMs();
  header.nextStepAtMs = beforeMs - 30;
  expect(visit(1)).toBe(header.nextStepAtMs);
  const tookUs = (monotonicMs() - beforeMs) * 1_000;
  const [told] = read(beforeMs);
  const [room, startUs, durationUs, latenessUs, from] = told as [
    number,
    number,
    number,
    number,
    number,
  ];
  expect([room, from, header.tick]).toEqual([stage.view.index, 1, 1]);
  expect(startUs).toBeGreaterThanOrEqual(-1);
  expect(durationUs).toBeGreaterThanOrEqual(spinMs * 1_000);
  expect(startUs + durationUs).toBeLessThanOrEqual(tookUs + 1);
  expect(Math.abs(latenessUs - startUs - 30_000)).toBeLessThanOrEqual(2);
});

test('one without a step has no lateness, and takes records', () => {
  const { stage, visit, read } = makeStage();
  stage.tell(ToRoom.LEAVE, 0, {}, 4_000);
  const dueMs = stage.memory.header.nextStepAtMs;
  expect(visit()).toBe(dueMs);
  expect(stage.hear()).toHaveLength(1);
  expect(read(0).map(([, , , latenessUs, from]) => [latenessUs, from])).toEqual([[-1, -1]]);
});

test('several steps of a late room are one visit, as late as the first of them', () => {
  const { stage, visit, read } = makeStage();
  const { header } = stage.memory;
  header.nextStepAtMs = monotonicMs() - 1.5 * stepMs;
  visit();
  visit();
  const latenesses = read(0).map(([, , , latenessUs]) => latenessUs!);
  expect(latenesses).toHaveLength(2);
  expect(latenesses[0]).toBeGreaterThanOrEqual(1.5 * stepMs * 1_000);
  expect(latenesses[1]).toBeGreaterThanOrEqual(0.5 * stepMs * 1_000);
  expect(latenesses[1]).toBeLessThan(latenesses[0]! - 900_000);
});
