/**
 * One visit of a worker to a room whose lease it holds: records first, then a step if one is due,
 * and its publication. A room that is behind goes on only as long as that takes next to nothing;
 * else it is due again at once, behind the rooms that are due by then, and its neighbours do not
 * wait for all that it has to catch up with. Returns when the room is due again.
 */
import { monotonicMs } from '../base/clock.ts';
import { toErrorRecord } from '../base/errors.ts';
import { catchUpStepsMax, catchUpVisitMs } from '../base/limits.ts';
import type { Mail } from '../channel/mail.ts';
import type { WorkerStats } from '../channel/worker-stats.ts';
import { RoomFlag } from '../memory/room-header.ts';
import { drainRecords, isSilent } from './drain-records.ts';
import { fireTimers } from './fire-timers.ts';
import { publish } from './publish.ts';
import type { RoomView } from './room-view.ts';
import { runHook } from './run-hook.ts';

/** When main has not emptied the out ring, the room tries again after this. */
const retryMs = 2;
const usPerMs = 1000;

/** The next due time, ms of base/clock. Never throws for what the game does. */
export function runVisit(room: RoomView, stats: WorkerStats, mail: Mail): number {
  const { header } = room.memory;
  const startMs = monotonicMs();
  let isDrained = drainRecords(room);
  deliver(room, mail);
  let steps = 0;
  let nowMs = startMs;
  while (isDue(room, startMs)) {
    if (steps > 0) isDrained = drainRecords(room);
    stepOnce(room, stats, nowMs);
    deliver(room, mail);
    steps++;
    nowMs = monotonicMs();
    if (nowMs - startMs > catchUpVisitMs) break;
  }
  const tookMs = monotonicMs() - startMs;
  if (steps > 0) {
    header.stepTime.record(tookMs * usPerMs);
    stats.stepTime.record(tookMs * usPerMs);
  }
  stats.countVisit(steps, tookMs);
  const nextStepAtMs = isStepping(room) ? header.nextStepAtMs : Number.POSITIVE_INFINITY;
  return isDrained ? nextStepAtMs : Math.min(nextStepAtMs, monotonicMs() + retryMs);
}

/** A room's first step is one step after its first visit. */
function isDue(room: RoomView, nowMs: number): boolean {
  if (!isStepping(room)) return false;
  const { header } = room.memory;
  if (header.nextStepAtMs === Number.POSITIVE_INFINITY) {
    header.nextStepAtMs = nowMs + room.game.stepMs;
  }
  return header.nextStepAtMs <= nowMs;
}

function stepOnce(room: RoomView, stats: WorkerStats, nowMs: number): void {
  const { header } = room.memory;
  recordLateness(room, stats, nowMs);
  runTick(room);
  header.nextStepAtMs += room.game.stepMs;
  header.stepsBehind = header.nextStepAtMs <= nowMs ? header.stepsBehind + 1 : 0;
  if (header.stepsBehind === catchUpStepsMax) {
    header.stepsBehind = 0;
    dropBacklog(room, nowMs);
  }
}

/** Tells main at once: what follows in this visit may take long. */
function deliver(room: RoomView, mail: Mail): void {
  if (!room.outlet.hasMail) return;
  room.outlet.hasMail = false;
  mail.post(room.index);
}

/** The game's step, then what clients must hear of it. */
function runTick(room: RoomView): void {
  room.arena.begin(room.stepScratch);
  try {
    fireTimers(room);
    runHook('step', room.game.hooks.step?.(room.context));
    spin(room.memory.header.heavyMs);
    room.memory.header.tick++;
    publish(room);
  } catch (error) {
    room.memory.header.raise(RoomFlag.FAILED);
    room.outlet.fail(room.memory.header.tick, toErrorRecord(error));
  } finally {
    room.arena.reset();
  }
}

/** What the engine view's button adds to a step: nothing, as a rule. */
function spin(ms: number): void {
  if (ms === 0) return;
  const endMs = monotonicMs() + ms;
  while (monotonicMs() < endMs);
}

function recordLateness(room: RoomView, stats: WorkerStats, nowMs: number): void {
  const { header } = room.memory;
  const latenessUs = (nowMs - header.nextStepAtMs) * usPerMs;
  header.lateness.record(latenessUs);
  stats.lateness.record(latenessUs);
}

/** What so many steps in a row could not catch up with is dropped and counted, in whole steps. */
function dropBacklog(room: RoomView, nowMs: number): void {
  const { header } = room.memory;
  const behindMs = nowMs - header.nextStepAtMs;
  if (behindMs < 0) return;
  const steps = Math.floor(behindMs / room.game.stepMs) + 1;
  header.nextStepAtMs += steps * room.game.stepMs;
  header.droppedSteps += steps;
}

function isStepping(room: RoomView): boolean {
  return room.memory.header.has(RoomFlag.CREATED) && !isSilent(room);
}
