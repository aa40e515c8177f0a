// Pictures to be drawn in one go, as the graphics card reads them: nine words a picture. Filled
// from the start each frame, back to front; what does not fit is left out. Pure: no page, no GPU.

/** Words and bytes of one picture: middle, two half axes, its part of the atlas, colour. */
export const quadWords = 9;
export const quadBytes = quadWords * 4;

/** Parts of an atlas: two words each, corners as 16-bit shares, and half sizes in units. */
export interface Frames {
  readonly corners: Uint32Array;
  readonly halfWidths: Float32Array;
  readonly halfHeights: Float32Array;
}

export class QuadBuffer {
  readonly capacity: number;
  readonly floats: Float32Array<ArrayBuffer>;
  count = 0;
  readonly #words: Uint32Array;
  #color = 0xff_ff_ff_ff;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.floats = new Float32Array(capacity * quadWords);
    this.#words = new Uint32Array(this.floats.buffer);
  }

  clear(): void {
    this.count = 0;
  }

  /**
   * The colour of the pictures that follow, parts 0 … 1. `glow`: 1 adds its light to what is
   * behind, 0 covers it, as far as `alpha` says.
   */
  use(red: number, green: number, blue: number, alpha: number, glow: number): void {
    const seen = alpha < 0 ? 0 : alpha > 1 ? 1 : alpha;
    const cover = byte(seen * (1 - glow));
    this.#color =
      (byte(red * seen) | (byte(green * seen) << 8) | (byte(blue * seen) << 16) | (cover << 24)) >>>
      0;
  }

  /** As `use`, for three numbers of `colors` from `at` on. */
  tint(colors: ArrayLike<number>, at: number, alpha: number, glow: number): void {
    this.use(colors[at] ?? 0, colors[at + 1] ?? 0, colors[at + 2] ?? 0, alpha, glow);
  }

  /**
   * A picture with its middle at (x, y), turned by `turn` radians and scaled along and across.
   * `x`, `y` in CSS pixels; a scale is CSS pixels per unit of the picture.
   */
  put(
    frames: Frames,
    frame: number,
    x: number,
    y: number,
    turn: number,
    along: number,
    across: number,
  ): void {
    this.place(frames, frame, x, y, Math.cos(turn), Math.sin(turn), along, across);
  }

  /** As `put`, for a direction whose cosine and sine are known. */
  place(
    frames: Frames,
    frame: number,
    x: number,
    y: number,
    cos: number,
    sin: number,
    along: number,
    across: number,
  ): void {
    if (this.count === this.capacity) return;
    const at = this.count * quadWords;
    this.count += 1;
    const halfWidth = (frames.halfWidths[frame] ?? 0) * along;
    const halfHeight = (frames.halfHeights[frame] ?? 0) * across;
    const { floats } = this;
    floats[at] = x;
    floats[at + 1] = y;
    floats[at + 2] = cos * halfWidth;
    floats[at + 3] = sin * halfWidth;
    floats[at + 4] = -sin * halfHeight;
    floats[at + 5] = cos * halfHeight;
    const words = this.#words;
    words[at + 6] = frames.corners[frame * 2] ?? 0;
    words[at + 7] = frames.corners[frame * 2 + 1] ?? 0;
    words[at + 8] = this.#color;
  }
}

function byte(share: number): number {
  return share >= 1 ? 255 : share <= 0 ? 0 : (share * 255 + 0.5) | 0;
}
