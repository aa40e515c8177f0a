/**
 * Reads the times that clients stamp on inputs where the room rewinds (the TIMED bit): when they
 * showed what they aimed at. The shapes are stock's, core/src/input/RoomInput.ts:
 *
 *   reliable:   [Δ stamp] [u16 render delta, where both timelines are asked for]
 *   unreliable: [k] [u32 newest] [Δ]×(k-1) [u16 newest render delta] [Δ]×(k-1)
 *
 * A reliable stamp is counted from the client's last one. Hostile bytes make the reader fail.
 */
import type { ByteReader } from '../wire/byte-reader.ts';

/** Which timelines clients stamp; they are told at the join. */
export interface Stamps {
  readonly render: boolean;
  readonly reckon: boolean;
}

export class StampReader {
  readonly #stamps: Stamps;
  readonly #series: Float64Array;
  readonly #deltas: Float64Array;
  #count = 0;
  /** Of the input that was asked for last, ms; 0: none. */
  renderTime = 0;
  reckonTime = 0;

  constructor(stamps: Stamps, inputsPerFrameMax: number) {
    this.#stamps = stamps;
    this.#series = new Float64Array(inputsPerFrameMax);
    this.#deltas = new Float64Array(inputsPerFrameMax);
  }

  /** No stamp: what follows is read as the present. */
  none(): void {
    this.#count = 0;
    this.renderTime = 0;
    this.reckonTime = 0;
  }

  /** A reliable input's stamp, counted from `base`. Returns the next one's base. */
  one(reader: ByteReader, base: number): number {
    const stamp = base + reader.number();
    const { render, reckon } = this.#stamps;
    const delta = render && reckon ? reader.uint16() : 0;
    if (!Number.isFinite(stamp)) reader.failed = true;
    this.#set(stamp, delta);
    return reader.failed ? base : stamp;
  }

  /** An unreliable frame's stamps; then `at` has each input's. */
  block(reader: ByteReader): void {
    const count = reader.number();
    if (!Number.isInteger(count) || count < 1 || count > this.#series.length) {
      reader.failed = true;
      return;
    }
    readSeries(reader, this.#series, count, reader.uint32());
    const { render, reckon } = this.#stamps;
    if (render && reckon) readSeries(reader, this.#deltas, count, reader.uint16());
    else this.#deltas.fill(0);
    this.#count = count;
  }

  /** Takes the stamp of the frame's input at `place`; none where the frame has no stamp for it. */
  at(place: number): void {
    if (place >= this.#count) this.#set(0, 0);
    else this.#set(this.#series[place], this.#deltas[place]);
  }

  #set(stamp: number, delta: number): void {
    const { render, reckon } = this.#stamps;
    this.reckonTime = reckon ? stamp : 0;
    this.renderTime = render && stamp > delta ? stamp - delta : 0;
  }
}

/** The newest is absolute, each older one a difference from the one after it. */
function readSeries(reader: ByteReader, series: Float64Array, count: number, newest: number): void {
  series[count - 1] = newest;
  for (let i = count - 2; i >= 0; i--) series[i] = series[i + 1] - reader.number();
}
