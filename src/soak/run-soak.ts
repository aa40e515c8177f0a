/**
 * A soak from start to report: server, bots in, measured window, bots out, server stopped.
 * Soak's own thread; owns the run.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { loadScenario } from './bots/scenario/load-scenario.ts';
import { Swarm } from './bots/swarm.ts';
import { BotThreads } from './bots/threads/bot-threads.ts';
import { ErrorTally } from './measure/error-tally.ts';
import { Recorder } from './measure/recorder.ts';
import { completeOptions, type SoakOptions, type SoakPlan } from './options.ts';
import { makeReport } from './report/make-report.ts';
import type { SoakReport } from './report/soak-report.ts';
import { ServerProcess } from './server/server-process.ts';

/** Runs a soak. Throws `UsageError` for bad options; everything else is in the report. */
export async function runSoak(given: SoakOptions): Promise<SoakReport> {
  const plan = completeOptions(given);
  // Each thread loads its own copy; what is wrong with it is said before anything is started.
  if (plan.scenario !== undefined) await loadScenario(plan.scenario);
  const errors = new ErrorTally();
  const server = plan.url === undefined ? await ServerProcess.start(plan, errors) : undefined;
  const url = plan.url ?? server?.url ?? '';
  try {
    const threads = await BotThreads.start(plan, url, errors);
    try {
      return await run(plan, { url, threads, errors, server });
    } finally {
      await threads.end();
    }
  } finally {
    await server?.stop();
  }
}

interface RunParts {
  readonly url: string;
  readonly threads: BotThreads;
  readonly errors: ErrorTally;
  readonly server: ServerProcess | undefined;
}

async function run(plan: SoakPlan, parts: RunParts): Promise<SoakReport> {
  const { url, threads, errors } = parts;
  const signal = plan.signal ?? new AbortController().signal;
  const swarm = new Swarm(plan, threads, errors);
  const recorder = new Recorder({ plan, url, threads, errors, joins: () => swarm.joins });
  try {
    await swarm.join(signal);
    await recorder.open();
    await threads.tell('open');
    // Where nobody got in, there is nothing to wait for.
    if (swarm.joins > 0) await passWindow(plan, threads, signal);
    await recorder.close();
    await threads.tell('calm');
    await threads.tell('leave');
    await recorder.finish();
    await parts.server?.stop();
  } finally {
    await recorder.pause();
  }
  const { joins, roomIds } = swarm;
  return makeReport({ plan, url, recorder, errors, joins, roomIds, stopped: signal.aborted });
}

async function passWindow(plan: SoakPlan, threads: BotThreads, signal: AbortSignal): Promise<void> {
  const ms = plan.seconds * 1e3;
  if (!plan.trouble.storm) return sleepUnlessAborted(ms, signal);
  await sleepUnlessAborted(ms / 2, signal);
  if (!signal.aborted) await threads.tell('storm');
  await sleepUnlessAborted(ms / 2, signal);
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}
