/**
 * What all bot threads have told, added up. Soak's own thread; the recorder writes it. What a
 * thread told before it died stays in.
 */
import type { ThreadTaken } from '../bots/threads/thread-messages.ts';
import type { DesyncReport } from '../report/soak-report.ts';
import { ErrorTally } from './error-tally.ts';
import { Durations } from './histogram.ts';
import { type Counters, noCounts } from './measure.ts';
import type { Summary } from './server-stats.ts';

/** Answers of the threads that live, as they came in one go. */
export type Answers = readonly { readonly thread: number; readonly taken: ThreadTaken }[];

export class ThreadTotals {
  readonly join = new Durations();
  readonly reconnect = new Durations();
  /** Of the window only. */
  readonly ack = new Durations();
  readonly jitter = new Durations();
  readonly #sentLate = new Map<number, Durations>();
  readonly desyncReports: DesyncReport[] = [];
  readonly #latest = new Map<number, ThreadTaken>();
  /** What is told of the window must not change when bots leave after it. */
  readonly #latestOfWindow = new Map<number, ThreadTaken>();

  add(answers: Answers, isWindow: boolean): void {
    for (const { thread, taken } of answers) {
      this.#latest.set(thread, taken);
      const { durations } = taken;
      this.join.add(durations.join);
      this.reconnect.add(durations.reconnect);
      this.desyncReports.push(...taken.desyncReports);
      if (!isWindow) continue;
      this.#latestOfWindow.set(thread, taken);
      this.ack.add(durations.ack);
      this.jitter.add(durations.jitter);
      const sentLate = this.#sentLate.get(thread) ?? new Durations();
      this.#sentLate.set(thread, sentLate);
      sentLate.add(durations.sentLate);
    }
  }

  /** Since the start of the run. */
  counters(): Counters {
    const sum = { ...noCounts };
    for (const { counters } of this.#latest.values()) {
      for (const name of Object.keys(sum) as (keyof Counters)[]) {
        Object.assign(sum, { [name]: sum[name] + counters[name] });
      }
    }
    return sum;
  }

  /** All threads' errors, and `own` besides. */
  errors(own: ErrorTally): ErrorTally {
    const all = new ErrorTally();
    all.add(own.counts());
    for (const { errors } of this.#latest.values()) all.add(errors);
    return all;
  }

  get desyncs(): number {
    return this.counters().desyncs;
  }

  /** The busiest thread's, since the window opened: 0 … 1. */
  loadOfWindow(): number {
    return Math.max(0, ...[...this.#latestOfWindow.values()].map((taken) => taken.loadOfWindow));
  }

  /** How late inputs were sent, by the thread that was latest at p99; null without input. */
  sentLateMs(): Summary | null {
    const all = [...this.#sentLate.values()].flatMap((late) => late.summaryMs() ?? []);
    return all.toSorted((a, b) => b.p99 - a.p99)[0] ?? null;
  }

  /** The shortest step of a bot, see `Bot`; 0 where none is known. */
  stepMs(): number {
    const steps = [...this.#latestOfWindow.values()]
      .map((taken) => taken.stepMs)
      .filter((ms) => ms > 0);
    return steps.length > 0 ? Math.min(...steps) : 0;
  }

  /** At each percentile the thread whose event loop was latest. */
  loopDelayMs(): Summary {
    const all = [...this.#latestOfWindow.values()].map((taken) => taken.loopDelayMs);
    const worst = (name: keyof Summary): number => Math.max(0, ...all.map((one) => one[name]));
    return { p50: worst('p50'), p99: worst('p99'), p999: worst('p999'), max: worst('max') };
  }
}
