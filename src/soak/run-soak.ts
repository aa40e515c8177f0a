/**
 * A soak from start to report: server, bots in, measured window, bots out, server stopped.
 * Soak's own thread; owns the run.
 */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchDecoderConsole } from './bots/decoder-console.ts';
import { loadSdk } from './bots/load-sdk.ts';
import { Swarm } from './bots/swarm.ts';
import { errorText } from './error-text.ts';
import { Measure } from './measure/measure.ts';
import { fetchStats, type ServerStats } from './measure/server-stats.ts';
import { completeOptions, type SoakOptions, type SoakPlan } from './options.ts';
import { makeReport, type StatsPair } from './report/report.ts';
import type { SoakReport } from './report/soak-report.ts';
import { ServerProcess } from './server/server-process.ts';

const progressMs = 1_000;
/** Resolution of the soak's own event loop delay. */
const loopDelayMs = 10;

/** Runs a soak. Throws `UsageError` for bad options; everything else is in the report. */
export async function runSoak(given: SoakOptions): Promise<SoakReport> {
  const plan = completeOptions(given);
  const signal = plan.signal ?? new AbortController().signal;
  const measure = new Measure();
  const server = plan.url === undefined ? await ServerProcess.start(plan, measure) : undefined;
  const url = plan.url ?? server?.url ?? '';
  const giveConsoleBack = watchDecoderConsole((text) => measure.error('decode', text));
  const loopDelay = monitorEventLoopDelay({ resolution: loopDelayMs });
  try {
    const { Client } = await loadSdk();
    const swarm = new Swarm(plan, new Client(url), measure);
    const stats = await joinAndMeasure(plan, swarm, measure, url, signal, loopDelay);
    await swarm.leave();
    await server?.stop();
    loopDelay.disable();
    const botLoopMs = {
      p50: delayMs(loopDelay.percentile(50)),
      p99: delayMs(loopDelay.percentile(99)),
      p999: delayMs(loopDelay.percentile(99.9)),
      max: delayMs(loopDelay.max),
    };
    const stopped = signal.aborted;
    return makeReport({ plan, measure, url, stats, roomIds: swarm.roomIds, botLoopMs, stopped });
  } finally {
    giveConsoleBack();
    await server?.stop();
  }
}

async function joinAndMeasure(
  plan: SoakPlan,
  swarm: Swarm,
  measure: Measure,
  url: string,
  signal: AbortSignal,
  loopDelay: { enable(): boolean },
): Promise<StatsPair> {
  const progress = startProgress(plan, measure);
  try {
    await swarm.join(signal);
    const before = await statsOrError(plan, url, measure);
    progress.measuring();
    measure.open();
    loopDelay.enable();
    await sleepUnlessAborted(plan.seconds * 1e3, signal);
    measure.close();
    return { before, after: await statsOrError(plan, url, measure) };
  } finally {
    progress.stop();
  }
}

/** Only a server that the soak started itself must have statistics. */
async function statsOrError(
  plan: SoakPlan,
  url: string,
  measure: Measure,
): Promise<ServerStats | undefined> {
  try {
    const stats = await fetchStats(url);
    if (stats === undefined && plan.url === undefined) {
      measure.error('stats', 'the server has no GET /stats');
    }
    return stats;
  } catch (thrown) {
    measure.error('stats', errorText(thrown));
    return undefined;
  }
}

function startProgress(plan: SoakPlan, measure: Measure) {
  let phase: 'joining' | 'measuring' = 'joining';
  let beganMs = performance.now();
  let last = { atMs: beganMs, ...measure.total };
  const timer = setInterval(() => {
    const now = { atMs: performance.now(), ...measure.total };
    const seconds = (now.atMs - last.atMs) / 1e3;
    plan.onProgress?.({
      phase,
      seconds: Math.round((now.atMs - beganMs) / 1e3),
      joins: measure.joins,
      errors: measure.errors,
      patchesPerSecond: (now.patches - last.patches) / seconds,
      bytesPerSecond: (now.bytes - last.bytes) / seconds,
    });
    last = now;
  }, progressMs);
  return {
    measuring(): void {
      phase = 'measuring';
      beganMs = performance.now();
    },
    stop: (): void => clearInterval(timer),
  };
}

async function sleepUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {});
}

/** The monitor counts its own resolution in, and nanoseconds; it has NaN or 0 for no samples. */
function delayMs(nanoseconds: number): number {
  const ms = nanoseconds / 1e6 - loopDelayMs;
  return ms > 0 ? ms : 0;
}
