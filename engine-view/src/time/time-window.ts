/**
 * Which part of time the lanes show: its length and its end, whether it follows the server or
 * stands still. Thread-neutral; changed by keys, wheel and buttons, read by what draws.
 */

export const spansMs = [500, 3_000, 10_000] as const;
const spanMsMin = 50;
const spanMsMax = 15_000;
/**
 * The end of a window that follows is this far behind the server, ms: two frames, so that bars are
 * there before they scroll into sight.
 */
export const behindMs = 220;

export class TimeWindow {
  #spanMs: number = spansMs[1];
  #endMs = 0;
  #isPaused = false;
  #zeroMs = 0;

  get spanMs(): number {
    return this.#spanMs;
  }

  get endMs(): number {
    return this.#endMs;
  }

  get startMs(): number {
    return this.#endMs - this.#spanMs;
  }

  /** The moment that all others are so long before: now, or when it was paused. */
  get zeroMs(): number {
    return this.#isPaused ? this.#zeroMs : this.#endMs;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Moves the end along with the server's clock, unless paused. */
  follow(serverMs: number): void {
    if (!this.#isPaused) this.#endMs = serverMs - behindMs;
  }

  pause(isPaused: boolean): void {
    if (isPaused && !this.#isPaused) this.#zeroMs = this.#endMs;
    this.#isPaused = isPaused;
  }

  /**
   * Another length. What stands still keeps the moment at `share` of its width (0 … 1) in place;
   * what follows keeps its end.
   */
  zoomTo(spanMs: number, share = 1): void {
    const wanted = Math.min(Math.max(spanMs, spanMsMin), spanMsMax);
    const grown = wanted - this.#spanMs;
    this.#spanMs = wanted;
    if (this.#isPaused) this.#endMs += grown * (1 - share);
  }

  /** Moves what stands still by `ms`, inside what there is to see. */
  pan(ms: number, oldestMs: number, newestMs: number): void {
    if (!this.#isPaused) return;
    const least = Math.min(oldestMs + this.#spanMs, newestMs);
    this.#endMs = Math.min(Math.max(this.#endMs + ms, least), newestMs);
  }
}
