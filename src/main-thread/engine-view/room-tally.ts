/**
 * What each room's visits of the last second were, added up as they are read: numbers by room
 * index, in memory that is made once. Main thread, its only user.
 */

/**
 * The longest latenesses that are kept. Enough for the exact 99th percentile of 299 steps a second,
 * which is more than any room may run.
 */
const worstKept = 3;
const usPerMs = 1_000;

export class RoomTally {
  readonly #busyUs: Float64Array;
  readonly #steppedUs: Float64Array;
  readonly #steps: Uint32Array;
  /** Per room, µs, the longest first. */
  readonly #worst: Int32Array;

  constructor(roomsMax: number) {
    this.#busyUs = new Float64Array(roomsMax);
    this.#steppedUs = new Float64Array(roomsMax);
    this.#steps = new Uint32Array(roomsMax);
    this.#worst = new Int32Array(roomsMax * worstKept);
  }

  /** `latenessUs` is -1 for a visit without a step. */
  add(room: number, durationUs: number, latenessUs: number): void {
    this.#busyUs[room]! += durationUs;
    if (latenessUs < 0) return;
    this.#steppedUs[room]! += durationUs;
    this.#steps[room]!++;
    const worst = this.#worst;
    let at = room * worstKept;
    let value = latenessUs;
    for (const end = at + worstKept; at < end; at++) {
      const kept = worst[at]!;
      if (value <= kept) continue;
      worst[at] = value;
      value = kept;
    }
  }

  busyUsOf(room: number): number {
    return this.#busyUs[room]!;
  }

  /** Mean duration of the visits with a step; 0 without any. */
  tickUsOf(room: number): number {
    const steps = this.#steps[room]!;
    return steps === 0 ? 0 : this.#steppedUs[room]! / steps;
  }

  latenessP99MsOf(room: number): number {
    const steps = this.#steps[room]!;
    if (steps === 0) return 0;
    const rank = Math.min(steps - Math.ceil(steps * 0.99), worstKept - 1);
    return this.#worst[room * worstKept + rank]! / usPerMs;
  }

  reset(): void {
    this.#busyUs.fill(0);
    this.#steppedUs.fill(0);
    this.#steps.fill(0);
    this.#worst.fill(0);
  }
}
