/**
 * A run as it could have been, made from a seed: 400 bots in 48 rooms over four workers, with a
 * storm in which everybody reconnects, halfway. Tests change what they are about.
 */
import { seededRandom } from '../../../src/soak/bots/random-input.ts';
import type { RoomStats, Summary, WorkerStats } from '../../../src/soak/measure/server-stats.ts';
import { rssTrend } from '../../../src/soak/measure/slope.ts';
import type { Percentiles, Sample, SoakReport } from '../../../src/soak/report/soak-report.ts';
import { judgeThresholds, type Limits } from '../../../src/soak/report/thresholds.ts';

type Random = () => number;

const sampleSeed = 20_26;
const bots = 400;
const rooms = 48;
const workers = 4;
const rampSeconds = 8;
const windowSeconds = 180;
const stormSecond = 96;
const patchesPerBot = 20;

/** The sample, with `changes`, judged by `limits`. */
export function sampleReport(
  changes: Partial<SoakReport> = {},
  limits: Limits = { 'max-lateness-p99': 5, 'max-ack-p99': 120, 'max-rss-slope': 8 },
): SoakReport {
  const random = seededRandom(sampleSeed);
  const samples = makeSamples(random);
  const measuring = samples.filter(({ phase }) => phase === 'measuring');
  const inputAckMs = { p50: 38.2, p99: 71.4, p999: 148, max: 412 };
  const measured = {
    ...counts,
    inputAckMs,
    inputToAckMs: inputAckMs,
    rssMiB: samples.at(-1)?.rssMiB ?? null,
    rssSlopeMiBPerMinute: rssTrend(measuring)?.mibPerMinute ?? null,
    cpuSeconds: total(measuring, (sample) => sample.cpu),
    gcMs: total(measuring, (sample) => sample.gcMs),
    samples,
    workers: Array.from({ length: workers }, (_, index) => makeWorker(index, random)),
    roomsDetail: Array.from({ length: rooms }, (_, index) => makeRoom(index, random)),
    ...changes,
  };
  const thresholds = changes.thresholds ?? judgeThresholds(measured, limits);
  return { ...measured, thresholds, ok: thresholds.every(({ holds }) => holds) };
}

const counts = {
  slowCloses: 0,
  room: 'skirmish',
  url: 'http://127.0.0.1:2567',
  seed: 7,
  kind: 'sdk' as const,
  seconds: windowSeconds,
  stopped: false,
  rooms,
  bots,
  joins: bots,
  errors: 0,
  errorsByKind: {},
  errorSamples: [],
  patchesPerSecond: 7_962.4,
  bytesPerSecond: 2_418_300,
  bytesPerClientSecond: 6_045,
  inputsPerSecond: 7_988.1,
  steals: 5_312,
  ticksPerSecond: 960.2,
  messagesDropped: 0,
  latenessMs: { p50: 0.08, p99: 1.42, p999: 6.9, max: 31.4 },
  stepMs: { p50: 0.61, p99: 1.93, p999: 4.2, max: 12.8 },
  joinMs: { p50: 14.1, p99: 46.8, p999: 88, max: 102 },
  patchJitterMs: { p50: 0.9, p99: 7.3, p999: 24.1, max: 96.2 },
  reconnectMs: { p50: 31.5, p99: 318, p999: 388, max: 394 },
  loopDelayMs: { p50: 0.31, p99: 2.7, p999: 11.2, max: 58.4 },
  botLoopMs: { p50: 0.42, p99: 3.9, p999: 14.8, max: 61 },
  drops: bots,
  reconnects: bots,
  sentLateMs: { p50: 0.9, p99: 4.1, p999: 9.6, max: 22 },
  botsSaturated: false,
  botLoad: 0.58,
  checksums: 71_640,
  desyncs: 0,
  desyncReports: [],
};

function makeSamples(random: Random): Sample[] {
  return Array.from({ length: rampSeconds + windowSeconds }, (_, index) => {
    return makeSample(index + 1, random);
  });
}

function makeSample(atSeconds: number, random: Random): Sample {
  const isIn = Math.min(1, atSeconds / rampSeconds);
  const sinceStorm = atSeconds - stormSecond;
  const isStorm = sinceStorm === 0 || sinceStorm === 1;
  const trouble = isStorm ? 9 + 4 * random() : 1 + 0.25 * random() + (random() < 0.03 ? 2 : 0);
  const gc = random() < 0.2 ? 1 : 0.2;
  const share = isIn * (isStorm ? 0.6 : 1);
  return {
    atSeconds,
    phase: atSeconds <= rampSeconds ? 'joining' : 'measuring',
    bots: Math.round(bots * (sinceStorm === 0 ? 0.35 : isIn)),
    patchesPerSecond: bots * patchesPerBot * share * (0.99 + 0.02 * random()),
    bytesPerSecond: 2_420_000 * share * (0.95 + 0.1 * random()) + (isStorm ? 900_000 : 0),
    inputsPerSecond: bots * patchesPerBot * share,
    errors: 0,
    drops: sinceStorm >= 0 ? bots : 0,
    reconnects: sinceStorm >= 1 ? bots : sinceStorm === 0 ? 140 : 0,
    inputAckMs: atSeconds < 2 ? null : percentiles(37, 12 * trouble, 20 * trouble, random),
    patchJitterMs: percentiles(0.9, 3.2 * trouble, 7 * trouble, random),
    latenessMs: percentiles(0.08, 0.7 * trouble, 1.9 * trouble, random),
    stepMs: percentiles(0.6, 0.8 * trouble, 0.9 * trouble, random),
    stealsPerSecond: 28 * isIn * (0.7 + 0.6 * random()) + (isStorm ? 90 : 0),
    ticksPerSecond: rooms * patchesPerBot * isIn,
    rssMiB: 214 + 92 * (1 - Math.exp(-atSeconds / 14)) + atSeconds * 0.012 + 9 * random(),
    loopDelayMs: 2.7,
    cpu: makeCpu(isIn, trouble, random),
    gcMs: {
      main: 6 * gc * isIn,
      ...byWorker((index) => (3 + index) * gc * isIn * (0.5 + random())),
    },
    botLoad: 0.58 * share * (0.9 + 0.2 * random()),
  };
}

function makeCpu(isIn: number, trouble: number, random: Random): Record<string, number> {
  const main = 0.08 + isIn * 0.31 * (0.95 + 0.1 * random()) + trouble * 0.02;
  const threads = byWorker((index) => isIn * (0.22 + 0.05 * index) * (0.9 + 0.2 * random()));
  const sum = Object.values(threads).reduce((all, one) => all + one, main);
  return { main, ...threads, process: sum + 0.08 * random() + 0.05, bots: 0.9 * isIn };
}

function byWorker(value: (index: number) => number): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: workers }, (_, index) => [`worker ${index}`, value(index)]),
  );
}

/** Each on top of the one before. */
function percentiles(p50: number, more: number, most: number, random: Random): Percentiles {
  const wobble = (value: number): number => value * (0.85 + 0.3 * random());
  const low = wobble(p50);
  const high = low + wobble(more);
  return { p50: low, p99: high, max: high + wobble(most) };
}

function total(
  samples: readonly Sample[],
  of: (sample: Sample) => Readonly<Record<string, number>> | null,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const sample of samples) {
    for (const [thread, value] of Object.entries(of(sample) ?? {})) {
      sums[thread] = (sums[thread] ?? 0) + value;
    }
  }
  return sums;
}

function makeWorker(index: number, random: Random): WorkerStats {
  const ticks = Math.round(43_000 * (0.97 + 0.06 * random()));
  const steals = Math.round(1_330 * (0.8 + 0.4 * random()));
  return { index, ticks, steals, latenessMs: summary(0.08, random), stepMs: summary(0.6, random) };
}

function makeRoom(index: number, random: Random): RoomStats {
  const roomId = Array.from({ length: 9 }, () => Math.floor(random() * 36).toString(36)).join('');
  return {
    roomId,
    game: 'skirmish',
    clients: Math.floor(bots / rooms) + (index < bots % rooms ? 1 : 0),
    ticks: 3_600 + Math.round(20 * random()),
    droppedSteps: random() < 0.1 ? 1 : 0,
    steals: Math.round(110 * (0.6 + 0.8 * random())),
    latenessMs: summary(0.08, random),
    stepMs: summary(0.6, random),
  };
}

function summary(p50: number, random: Random): Summary {
  const p99 = p50 + 1.4 * (0.6 + 0.8 * random());
  const p999 = p99 + 4 * (0.6 + 0.8 * random());
  return { p50: p50 * (0.9 + 0.2 * random()), p99, p999, max: p999 + 20 * random() };
}
