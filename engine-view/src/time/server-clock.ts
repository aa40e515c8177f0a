/**
 * The server's clock as seen from here: a frame tells its time, and arrives later by what the
 * network took. The least late of the last frames is believed, and a correction is spread out, so
 * that what scrolls by this clock never jumps. Thread-neutral; written by the stream.
 */

/** Frames that the least late is looked for in: 3 s. */
const samplesMax = 32;
/** A correction makes the clock run faster or slower by this share. */
const slewShare = 0.04;
/** What is further off than this is set at once, ms. */
const jumpMs = 400;

export class ServerClock {
  readonly #samples = new Float64Array(samplesMax);
  #count = 0;
  #shown = 0;
  #shownAtMs = 0;

  /** Whether a frame has told a time yet. */
  get isSet(): boolean {
    return this.#count > 0;
  }

  /** `serverMs` arrived at `localMs`, both ms. */
  observe(serverMs: number, localMs: number): void {
    this.#samples[this.#count % samplesMax] = serverMs - localMs;
    this.#count += 1;
    if (this.#count > 1) return;
    this.#shown = serverMs - localMs;
    this.#shownAtMs = localMs;
  }

  /** The server's time at `localMs`, which must not decrease. */
  at(localMs: number): number {
    if (this.#count === 0) return 0;
    const off = this.#believed() - this.#shown;
    const slewMs = Math.max(0, localMs - this.#shownAtMs) * slewShare;
    this.#shown += Math.abs(off) > jumpMs ? off : Math.min(Math.max(off, -slewMs), slewMs);
    this.#shownAtMs = localMs;
    return localMs + this.#shown;
  }

  /** Another server, another clock. */
  reset(): void {
    this.#count = 0;
  }

  #believed(): number {
    const samples = Math.min(this.#count, samplesMax);
    let most = Number.NEGATIVE_INFINITY;
    for (let sample = 0; sample < samples; sample++) {
      most = Math.max(most, this.#samples[sample]!);
    }
    return most;
  }
}
