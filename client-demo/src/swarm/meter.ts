// Measures what the page does with its thread: milliseconds and bytes of each patch's decoding, and
// of each frame's script, over a sliding window. Owns the windows; nothing is allocated per sample.
import type { SwarmRoom } from './swarm-state.ts';

const samplesKept = 128;
const rateMs = 1_000;

/** The last samples of something, in a ring. */
export class Window {
  readonly #values = new Float64Array(samplesKept);
  readonly #sorted = new Float64Array(samplesKept);
  #written = 0;

  add(value: number): void {
    this.#values[this.#written % samplesKept] = value;
    this.#written += 1;
  }

  get size(): number {
    return Math.min(this.#written, samplesKept);
  }

  /** `share` 0.5 for the median; 0 with no samples. */
  quantile(share: number): number {
    const { size } = this;
    const sorted = this.#sorted.subarray(0, size);
    sorted.set(this.#values.subarray(0, size));
    sorted.sort();
    return sorted[Math.min(size - 1, Math.floor(share * size))] ?? 0;
  }

  clear(): void {
    this.#written = 0;
  }
}

export class Meter {
  readonly decodeMs = new Window();
  readonly columnsMs = new Window();
  readonly patchBytes = new Window();
  readonly frameMs = new Window();
  /** Of whole seconds. */
  bytesPerSecond = 0;
  patchesPerSecond = 0;
  framesPerSecond = 0;
  #bytes = 0;
  #patches = 0;
  #frames = 0;
  #startedMs = 0;

  /** Puts a stopwatch around the SDK's own decoding; the SDK decodes as ever. */
  watch(room: SwarmRoom): void {
    const { serializer } = room;
    const decode = serializer.patch.bind(serializer);
    serializer.patch = (frame, at) => {
      const startMs = performance.now();
      decode(frame, at);
      this.patched(frame.length, performance.now() - startMs);
    };
    for (const window of [this.decodeMs, this.columnsMs, this.patchBytes, this.frameMs])
      window.clear();
  }

  patched(bytes: number, decodeMs: number): void {
    this.decodeMs.add(decodeMs);
    this.patchBytes.add(bytes);
    this.#patches += 1;
    this.#bytes += bytes;
  }

  drew(scriptMs: number): void {
    this.frameMs.add(scriptMs);
    this.#frames += 1;
  }

  /** Works out the rates, about once a second. True when it did. */
  settle(nowMs: number): boolean {
    const elapsedMs = nowMs - this.#startedMs;
    if (elapsedMs < rateMs) return false;
    this.bytesPerSecond = (this.#bytes * 1_000) / elapsedMs;
    this.patchesPerSecond = (this.#patches * 1_000) / elapsedMs;
    this.framesPerSecond = (this.#frames * 1_000) / elapsedMs;
    this.#bytes = 0;
    this.#patches = 0;
    this.#frames = 0;
    this.#startedMs = nowMs;
    return true;
  }
}
