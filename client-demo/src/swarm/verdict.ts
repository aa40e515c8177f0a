// What the page's numbers mean, in words: how much of its one thread goes into reading patches,
// and whether that, or drawing, is what is slow. Pure.

export interface Figures {
  readonly drones: number;
  readonly patchesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly patchBytes: number; // the median of the last patches
  readonly decodeMs: number; // of each, too
  readonly columnsMs: number;
  readonly frameMs: number;
  readonly framesPerSecond: number;
  /** How far apart the room sends patches. */
  readonly patchMs: number;
}

const heavyShare = 0.2; // of a thread: one feels it on a slower machine
const smoothFrames = 50; // per second

/** The share of the page's thread that decoding takes at the room's rate. Above 1: too much. */
export function decodeShare({ decodeMs, patchMs }: Figures): number {
  return decodeMs / patchMs;
}

export function verdict(figures: Figures): string {
  const { decodeMs, columnsMs, frameMs, framesPerSecond } = figures;
  const share = decodeShare(figures);
  const percent = `${Math.round(share * 100)} % of this page’s thread`;
  const decoding = `the stock SDK takes ${ms(decodeMs)} to decode each patch`;
  if (share >= heavyShare) {
    const much = share < 1 ? percent : 'and the next comes sooner';
    const rest = `Copying takes ${ms(columnsMs)} a patch, drawing ${ms(frameMs)} a frame.`;
    return `Decoding is what is slow: ${decoding}, ${much}. ${rest}`;
  }
  if (framesPerSecond > 0 && framesPerSecond < smoothFrames) {
    const script = `this page’s own script takes ${ms(frameMs)} a frame`;
    return `Frames come slowly, though ${script}: the rest is the browser and the GPU.`;
  }
  return `Nothing is slow: ${decoding}, ${percent}.`;
}

export function ms(value: number): string {
  return value < 0.05 ? '< 0.1 ms' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

/** 640 B, 71 KB, 1.4 MB: powers of 1,000. */
export function bytes(value: number): string {
  if (value < 1_000) return `${Math.round(value)} B`;
  if (value < 1_000_000) return `${three(value / 1_000)} KB`;
  return `${three(value / 1_000_000)} MB`;
}

function three(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
