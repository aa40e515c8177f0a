/**
 * Makes a run's report from what was counted. Thread-neutral; owns nothing.
 */
import type { Measure } from '../measure/measure.ts';
import type { ServerStats, Summary } from '../measure/server-stats.ts';
import type { SoakPlan } from '../options.ts';
import type { SoakReport } from './soak-report.ts';
import { judgeThresholds } from './thresholds.ts';

/** GET /stats at both ends of the window. */
export interface StatsPair {
  readonly before: ServerStats | undefined;
  readonly after: ServerStats | undefined;
}

export interface Outcome {
  readonly plan: SoakPlan;
  readonly measure: Measure;
  readonly url: string;
  readonly stats: StatsPair;
  readonly roomIds: ReadonlySet<string>;
  readonly botLoopMs: Summary;
  readonly stopped: boolean;
}

/** What bots on one thread, without a server's histograms, cannot tell. */
const notMeasured = {
  kind: 'sdk' as const,
  patchJitterMs: null,
  stepMs: null,
  reconnectMs: null,
  loopDelayMs: null,
  gcMs: {},
  cpuSeconds: {},
  rssMiB: null,
  rssSlopeMiBPerMinute: null,
  drops: 0,
  reconnects: 0,
  botsSaturated: false,
  botLoad: 0,
  checksums: 0,
  desyncs: 0,
  desyncReports: [],
  samples: [],
};

export function makeReport(outcome: Outcome): SoakReport {
  const { plan, measure, stats, roomIds } = outcome;
  const window = measure.window();
  const rate = (count: number): number => (window.seconds > 0 ? count / window.seconds : 0);
  const { before, after } = stats;
  const difference = (count: (stats: ServerStats) => number): number | null =>
    after === undefined ? null : count(after) - (before === undefined ? 0 : count(before));
  const ticks = difference((at) => at.totals.ticks);
  const inputAckMs = measure.inputToAckMs();
  const measured = {
    ...notMeasured,
    seconds: window.seconds,
    rooms: roomIds.size,
    bots: plan.bots,
    joins: measure.joins,
    errors: measure.errors,
    patchesPerSecond: rate(window.patches),
    bytesPerSecond: rate(window.bytes),
    bytesPerClientSecond: measure.joins > 0 ? rate(window.bytes) / measure.joins : 0,
    inputsPerSecond: rate(window.inputs),
    steals: difference((at) => at.totals.steals),
    ticksPerSecond: ticks === null ? null : rate(ticks),
    messagesDropped: after?.totals.messagesDropped ?? null,
    latenessMs: after?.totals.latenessMs ?? null,
    joinMs: measure.joinMs(),
    inputAckMs,
    inputToAckMs: inputAckMs,
    botLoopMs: outcome.botLoopMs,
    room: plan.room,
    url: outcome.url,
    seed: plan.seed,
    stopped: outcome.stopped,
    errorsByKind: measure.errorsByKind,
    errorSamples: measure.errorSamples,
    workers: after?.workers ?? [],
    roomsDetail: (after?.rooms ?? []).filter((room) => roomIds.has(room.roomId)),
  };
  const thresholds = judgeThresholds(measured, {});
  return { ...measured, thresholds, ok: thresholds.every(({ holds }) => holds) };
}
