// The last values of one figure, for a plot: a fixed number of them, the oldest goes. Pure.

export class Series {
  readonly #values: (number | null)[];
  readonly #max: number;

  /** `points`: how many are kept. */
  constructor(points: number) {
    this.#max = points;
    this.#values = Array.from({ length: points }, () => null);
  }

  /** Undefined where there is nothing to tell: a gap. */
  push(value: number | undefined): void {
    this.#values.push(value === undefined || !Number.isFinite(value) ? null : value);
    if (this.#values.length > this.#max) this.#values.shift();
  }

  /** Oldest first; null for a gap. The same array each time. */
  get values(): readonly (number | null)[] {
    return this.#values;
  }

  get last(): number | undefined {
    return this.#values.at(-1) ?? undefined;
  }

  /** The largest of those that are kept; 0 where there is none. */
  get peak(): number {
    return this.#values.reduce((peak: number, value) => Math.max(peak, value ?? 0), 0);
  }

  clear(): void {
    this.#values.fill(null);
  }
}

/** How much round trips differ from one to the next: as RTP has it, a sixteenth of each change. */
export class JitterMeter {
  #previousMs: number | undefined;
  #jitterMs: number | undefined;

  /** Takes the next round trip; returns the jitter so far, undefined after only one. */
  take(roundTripMs: number): number | undefined {
    if (this.#previousMs !== undefined) {
      const change = Math.abs(roundTripMs - this.#previousMs);
      const before = this.#jitterMs ?? change;
      this.#jitterMs = before + (change - before) / 16;
    }
    this.#previousMs = roundTripMs;
    return this.#jitterMs;
  }
}
