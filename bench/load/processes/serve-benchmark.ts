/**
 * What both sides' servers do for a benchmark: they measure themselves between two requests, in
 * the same way. Runs in a server's process, on its main thread.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequests } from './answer-requests.ts';
import type { Collections, ServerConfig, ServerRequest, ServerWindow } from './protocol.ts';
import type { StepLog } from './step-log.ts';

/** What a side has of its own. */
export interface ServedSide {
  readonly url: string;
  /** Collections on worker threads so far; undefined where steps run on the main thread. */
  workerGc?(): Collections;
  createRoom(name: string, options: object): Promise<unknown>;
}

/** Pages that were freed go back to the system within this. */
const settleMs = 500;
const usPerMs = 1_000;

export function configOf(): ServerConfig {
  return JSON.parse(process.argv[2] ?? '{}');
}

export function serveBenchmark(side: ServedSide, log: StepLog): void {
  const mainGc = { count: 0, ms: 0 };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      mainGc.count++;
      mainGc.ms += duration;
    }
  }).observe({ entryTypes: ['gc'] });
  const reading = () => ({
    steps: log.mark(),
    cpu: process.cpuUsage(),
    mainCpu: process.threadCpuUsage(),
    gc: { ...(side.workerGc?.() ?? mainGc) },
  });
  let began = reading();

  function windowOf(): ServerWindow {
    const ended = reading();
    return {
      wallMs: ended.steps.atMs - began.steps.atMs,
      cpuMs: cpuMsOf(ended.cpu) - cpuMsOf(began.cpu),
      mainCpuMs: cpuMsOf(ended.mainCpu) - cpuMsOf(began.mainCpu),
      userMs: (ended.cpu.user - began.cpu.user) / usPerMs,
      steps: log.read(began.steps, ended.steps),
      inputs: ended.steps.inputs - began.steps.inputs,
      stepGc: { count: ended.gc.count - began.gc.count, ms: ended.gc.ms - began.gc.ms },
    };
  }

  answerRequests<ServerRequest>(async (request) => {
    if (request.ask === 'begin') {
      began = reading();
      return null;
    }
    if (request.ask === 'end') return windowOf();
    if (request.ask === 'create') {
      const { room, rooms, options } = request;
      for (let count = 0; count < rooms; count++) await side.createRoom(room, options);
      return null;
    }
    globalThis.gc?.();
    await sleep(settleMs);
    return process.memoryUsage.rss();
  }, side.url);
}

function cpuMsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / usPerMs;
}
