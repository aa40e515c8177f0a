// When patches come and how far apart: how far drawing has come from one patch to the next. A page
// that glides from what it last drew to what the newest patch says stays smooth though patches are
// early or late. Owns two numbers.

const overshoot = 1.25; // go on past a late patch by this share of an interval, then wait
const weight = 0.1; // of a new gap in the mean

export class PatchClock {
  patchedMs = 0;
  intervalMs: number;
  readonly #advertisedMs: number;

  /** `advertisedMs`: how far apart patches are meant to be. */
  constructor(advertisedMs: number) {
    this.#advertisedMs = advertisedMs;
    this.intervalMs = advertisedMs;
  }

  patched(nowMs: number): void {
    const gapMs = nowMs - this.patchedMs;
    const low = this.#advertisedMs / 2;
    const high = this.#advertisedMs * 2;
    this.intervalMs += (Math.min(high, Math.max(low, gapMs)) - this.intervalMs) * weight;
    this.patchedMs = nowMs;
  }

  /** 0 when a patch has just come, 1 when the next is due, up to 1.25. */
  share(nowMs: number): number {
    return Math.min(overshoot, Math.max(0, (nowMs - this.patchedMs) / this.intervalMs));
  }
}
