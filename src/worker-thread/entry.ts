/**
 * Where a worker thread begins: loads every game, attaches to the shared memory that main made,
 * reports, and runs rooms until it is asked to stop.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import '../schema/server-only.ts';
import { assert } from '../base/assert.ts';
import { toErrorRecord } from '../base/errors.ts';
import type { WorkerIndex } from '../base/integers.ts';
import type { GameSource, WorkerReport, WorkerStart } from '../channel/control.ts';
import { Mail } from '../channel/mail.ts';
import { VisitTrace } from '../channel/visit-trace.ts';
import { WorkerStats } from '../channel/worker-stats.ts';
import { type GameDefinition, isGameDefinition } from '../game/define-game.ts';
import { TickArena } from '../memory/arena/tick-arena.ts';
import { checkHandles } from '../memory/state/handle-class.ts';
import { Scheduler } from '../scheduler/scheduler.ts';
import { OpenRooms } from './open-rooms.ts';
import { rehearse } from './rehearsal.ts';
import { workerLoop } from './worker-loop.ts';

async function loadGames(sources: readonly GameSource[]): Promise<Map<string, GameDefinition>> {
  const games = new Map<string, GameDefinition>();
  for (const { name, url } of sources) {
    const module: { default?: unknown } = await import(url);
    assert(isGameDefinition(module.default), `${url} has no default export made by defineGame`);
    games.set(name, module.default);
  }
  return games;
}

function countCollections(stats: WorkerStats): void {
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) stats.countCollection(entry.duration);
  });
  observer.observe({ entryTypes: ['gc'] });
}

async function main(start: WorkerStart): Promise<void> {
  const report = (message: WorkerReport) => parentPort?.postMessage(message);
  const { index } = start;
  try {
    const games = await loadGames(start.games);
    const stats = new WorkerStats(start.stats);
    if (start.checked) checkHandles();
    const arena = new TickArena(start.arenaBytes, { checked: start.checked });
    const complain = (roomId: string, error: unknown) =>
      report({ kind: 'complained', index, roomId, error: toErrorRecord(error) });
    const rooms = new OpenRooms(start.control, games, arena, complain, start.checksumEvery);
    const scheduler = new Scheduler(start.scheduler);
    const mail = new Mail(start.mail);
    const trace = start.trace && new VisitTrace(start.trace);
    rehearse(games.values(), arena);
    countCollections(stats);
    report({ kind: 'ready', index });
    await workerLoop({ worker: index as WorkerIndex, scheduler, rooms, mail, stats, trace });
    start.control.close();
  } catch (error) {
    report({ kind: 'crashed', index, error: toErrorRecord(error) });
    throw error;
  }
}

await main(workerData as WorkerStart);
