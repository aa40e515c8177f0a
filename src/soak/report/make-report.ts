/** Makes a run's report from what was recorded. Thread-neutral; owns nothing. */
import type { ErrorTally } from '../measure/error-tally.ts';
import type { Recorder } from '../measure/recorder.ts';
import { cpuMsBetween, gcMsBetween } from '../measure/server-change.ts';
import type { ServerStats, WorkerStats } from '../measure/server-stats.ts';
import { rssTrend } from '../measure/slope.ts';
import type { ThreadTotals } from '../measure/thread-totals.ts';
import type { SoakPlan } from '../options.ts';
import type { SoakReport } from './soak-report.ts';
import { judgeThresholds } from './thresholds.ts';

/** A bot thread that is busier than this adds waits of its own to what it measures. */
const botLoadMax = 0.85;
/** As does one that is so late at p99, in steps of the room's. */
const lateStepsMax = 0.5;

/** What a `Recorder` has when the run is over. */
export type Recorded = Pick<Recorder, 'totals' | 'samples' | 'opened' | 'closed'>;

export interface Outcome {
  readonly plan: SoakPlan;
  readonly url: string;
  readonly recorder: Recorded;
  readonly errors: ErrorTally;
  readonly joins: number;
  readonly roomIds: ReadonlySet<string>;
  readonly stopped: boolean;
}

export function makeReport(outcome: Outcome): SoakReport {
  const { plan, recorder, joins } = outcome;
  const { totals, samples } = recorder;
  const errors = totals.errors(outcome.errors).counts();
  const counters = totals.counters();
  const inputAckMs = totals.ack.summaryMs();
  const measured = {
    room: plan.room,
    url: outcome.url,
    seed: plan.seed,
    kind: plan.kind,
    stopped: outcome.stopped,
    rooms: outcome.roomIds.size,
    bots: plan.bots,
    joins,
    errors: errors.count,
    errorsByKind: errors.byKind,
    errorSamples: errors.samples,
    ...rates(recorder),
    ...serversPart(recorder, outcome.roomIds),
    joinMs: totals.join.summaryMs(),
    inputAckMs,
    inputToAckMs: inputAckMs,
    patchJitterMs: totals.jitter.summaryMs(),
    reconnectMs: totals.reconnect.summaryMs(),
    botLoopMs: totals.loopDelayMs(),
    drops: counters.drops,
    slowCloses: counters.slowCloses,
    reconnects: counters.reconnects,
    botLoad: totals.loadOfWindow(),
    sentLateMs: totals.sentLateMs(),
    botsSaturated: areSaturated(totals),
    checksums: counters.checksums,
    desyncs: counters.desyncs,
    desyncReports: totals.desyncReports,
    samples,
  };
  const thresholds = judgeThresholds(measured, plan.limits);
  return { ...measured, thresholds, ok: thresholds.every(({ holds }) => holds) };
}

type Rates = Pick<
  SoakReport,
  'seconds' | 'patchesPerSecond' | 'bytesPerSecond' | 'bytesPerClientSecond' | 'inputsPerSecond'
>;

/** Zero where the window never opened. */
function rates({ opened, closed, samples }: Recorded): Rates {
  const seconds = closed === undefined ? 0 : (closed.atMs - opened.atMs) / 1e3;
  const rate = (name: 'patches' | 'bytes' | 'inputs'): number =>
    closed && seconds > 0 ? (closed.counters[name] - opened.counters[name]) / seconds : 0;
  const inRoom = samples.filter(({ phase }) => phase === 'measuring').map(({ bots }) => bots);
  const clients = inRoom.reduce((sum, bots) => sum + bots, 0) / Math.max(1, inRoom.length);
  return {
    seconds,
    patchesPerSecond: rate('patches'),
    bytesPerSecond: rate('bytes'),
    bytesPerClientSecond: clients > 0 ? rate('bytes') / clients : 0,
    inputsPerSecond: rate('inputs'),
  };
}

/** Null, or empty, where the server has no statistics. */
function serversPart({ opened, closed, samples }: Recorded, roomIds: ReadonlySet<string>) {
  const before = opened.stats;
  const after = closed?.stats;
  const seconds = closed === undefined ? 0 : (closed.atMs - opened.atMs) / 1e3;
  const difference = (count: (stats: ServerStats) => number): number | null =>
    after === undefined ? null : count(after) - (before === undefined ? 0 : count(before));
  const ticks = difference((at) => at.totals.ticks);
  const both = before !== undefined && after !== undefined;
  const cpuMs = {
    ...(both ? cpuMsBetween(before, after) : {}),
    bots: closed === undefined ? 0 : closed.cpuMs - opened.cpuMs,
  };
  const inWindow = samples.filter(({ phase }) => phase === 'measuring');
  return {
    steals: difference((at) => at.totals.steals),
    ticksPerSecond: ticks === null ? null : seconds > 0 ? ticks / seconds : 0,
    messagesDropped: after?.totals.messagesDropped ?? null,
    latenessMs: after?.totals.latenessMs ?? null,
    stepMs: after?.totals.stepMs ?? null,
    loopDelayMs: after?.process?.main.loopDelayMs ?? null,
    gcMs: both ? gcMsBetween(before, after) : {},
    cpuSeconds: Object.fromEntries(
      Object.entries(cpuMs).map(([thread, ms]): [string, number] => [thread, ms / 1e3]),
    ),
    rssMiB: samples.findLast(({ rssMiB }) => rssMiB !== null)?.rssMiB ?? null,
    rssSlopeMiBPerMinute: rssTrend(inWindow)?.mibPerMinute ?? null,
    workers: (after?.workers ?? []).map(withoutHistograms),
    roomsDetail: (after?.rooms ?? []).filter((room) => roomIds.has(room.roomId)),
  };
}

/** Thousands of numbers that the summaries say in four. */
function withoutHistograms({ histograms: _, ...worker }: WorkerStats): WorkerStats {
  return worker;
}

function areSaturated(totals: ThreadTotals): boolean {
  // Bots that send nothing are late to read, which only their event loop tells.
  const lateMs = (totals.sentLateMs() ?? totals.loopDelayMs()).p99;
  const isLate = totals.stepMs() > 0 && lateMs > totals.stepMs() * lateStepsMax;
  return isLate || totals.loadOfWindow() > botLoadMax;
}
