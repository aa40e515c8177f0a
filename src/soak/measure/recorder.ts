/**
 * A run's record: each second it asks the bot threads and the server, makes a sample and tells the
 * progress. Soak's own thread; owns samples and totals.
 */
import { monotonicMs } from '../../base/clock.ts';
import type { BotThreads } from '../bots/threads/bot-threads.ts';
import { errorText } from '../error-text.ts';
import type { SoakPlan } from '../options.ts';
import type { Sample } from '../report/soak-report.ts';
import type { ErrorTally } from './error-tally.ts';
import { type Counters, noCounts } from './measure.ts';
import { makeSample, nothingYet, type Reading } from './sample.ts';
import { fetchStats, type ServerStats } from './server-stats.ts';
import { type Answers, ThreadTotals } from './thread-totals.ts';

const sampleMsMin = 1_000;
/** A run of more than two hours has longer samples instead of more. */
const samplesMax = 7_200;
/** What is left of a second at a phase's end is no sample if it is shorter. */
const sampleMsRest = 500;

/** Both ends of the window: all that is told of it is a difference of the two. */
export interface WindowEnd {
  readonly atMs: number;
  readonly counters: Counters;
  readonly stats: ServerStats | undefined;
  /** CPU time of this process, which is the bots'. */
  readonly cpuMs: number;
}

export interface RecorderParts {
  readonly plan: SoakPlan;
  readonly url: string;
  readonly threads: BotThreads;
  readonly errors: ErrorTally;
  /** Bots that got in, so far. */
  readonly joins: () => number;
}

export class Recorder {
  readonly totals = new ThreadTotals();
  readonly samples: Sample[] = [];
  readonly #parts: RecorderParts;
  readonly #sampleMs: number;
  readonly #begin: Reading = { ...nothingYet, atMs: monotonicMs(), cpuMs: ownCpuMs() };
  #phase: Sample['phase'] = 'joining';
  #phaseBeganMs = this.#begin.atMs;
  #last: Reading | undefined;
  #hasStats = true;
  #timer: NodeJS.Timeout | undefined;
  #sampling: Promise<void> = Promise.resolve();
  opened: WindowEnd = { atMs: 0, counters: noCounts, stats: undefined, cpuMs: 0 };
  closed: WindowEnd | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
    this.#sampleMs = Math.max(sampleMsMin, (parts.plan.seconds * 1e3) / samplesMax);
    this.#schedule();
  }

  /** The measured window begins: every bot is in. */
  async open(): Promise<void> {
    this.opened = await this.#windowEnd();
    this.#phase = 'measuring';
    this.#phaseBeganMs = monotonicMs();
    this.#schedule();
  }

  /** It ends. */
  async close(): Promise<void> {
    this.closed = await this.#windowEnd();
  }

  /** After the window: errors of those that left, reconnections that were under way. */
  async finish(): Promise<void> {
    await this.pause();
    this.totals.add(await this.#parts.threads.take(), false);
  }

  /** No samples until the next phase. */
  async pause(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#sampling;
    clearTimeout(this.#timer);
  }

  async #windowEnd(): Promise<WindowEnd> {
    await this.pause();
    const reading = await this.#read((text) => this.#parts.errors.error('stats', text));
    this.#addSample(reading);
    const { atMs, stats, cpuMs } = reading;
    return { atMs, counters: this.totals.counters(), stats, cpuMs };
  }

  /** One at a time: a thread or a server that answers late makes one long second. */
  #schedule(): void {
    this.#timer = setTimeout(() => {
      this.#sampling = this.#sample().then(() => this.#schedule());
    }, this.#sampleMs);
  }

  async #sample(): Promise<void> {
    this.#addSample(await this.#read(() => {}));
    this.#tell();
  }

  async #read(onError: (text: string) => void): Promise<Reading> {
    const { threads } = this.#parts;
    const asking = this.#stats(onError);
    const answers = await threads.take();
    const atMs = timeOf(answers);
    const cpuMs = ownCpuMs();
    this.totals.add(answers, this.#phase === 'measuring');
    const counters = this.totals.counters();
    return { atMs, answers, counters, cpuMs, stats: await asking };
  }

  /** Only a server that the soak started itself must have statistics. */
  async #stats(onError: (text: string) => void): Promise<ServerStats | undefined> {
    if (!this.#hasStats) return undefined;
    try {
      const stats = await fetchStats(this.#parts.url);
      this.#hasStats = stats !== undefined;
      if (!this.#hasStats && this.#parts.plan.url === undefined) {
        onError('the server has no GET /stats');
      }
      return stats;
    } catch (thrown) {
      onError(errorText(thrown));
      return undefined;
    }
  }

  #addSample(reading: Reading): void {
    const last = this.#last;
    if (last !== undefined && reading.atMs - last.atMs < sampleMsRest) return;
    this.#last = reading;
    const sample = makeSample(last ?? this.#begin, reading, {
      atSeconds: (reading.atMs - this.#begin.atMs) / 1e3,
      phase: this.#phase,
      errors: this.totals.errors(this.#parts.errors).counts().count,
    });
    this.samples.push(sample);
  }

  #tell(): void {
    const sample = this.samples.at(-1);
    if (sample === undefined) return;
    this.#parts.plan.onProgress?.({
      phase: this.#phase,
      seconds: Math.round((monotonicMs() - this.#phaseBeganMs) / 1e3),
      bots: sample.bots,
      joins: this.#parts.joins(),
      errors: sample.errors,
      desyncs: this.totals.desyncs,
      drops: sample.drops,
      patchesPerSecond: sample.patchesPerSecond,
      bytesPerSecond: sample.bytesPerSecond,
      botLoad: sample.botLoad,
    });
  }
}

/** When the threads answered, on average; not when that was heard, on a thread that may be busy. */
function timeOf(answers: Answers): number {
  if (answers.length === 0) return monotonicMs();
  return answers.reduce((sum, { taken }) => sum + taken.atMs, 0) / answers.length;
}

function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}
