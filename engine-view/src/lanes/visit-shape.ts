/**
 * A visit's shape: how wide, how opaque, how deep its lateness hangs. Thread-neutral; numbers only,
 * and no object made, as thousands a second go through here.
 */

/** What is later hangs no deeper, ms. */
const depthMsMax = 60;
/** Lateness below this is on the straight part of the scale, ms. */
const depthMsKnee = 0.5;
/** From here on a visit is marked as late, and as very late, ms. */
export const lateMs = 2;
export const veryLateMs = 10;
/** What is thinner than a pixel fades with what it covers of it, but stays in sight. */
const opacityMin = 0.34;

/** 0 in time, 1 late, 2 very late. */
export type Severity = 0 | 1 | 2;

export function severityOf(latenessMs: number): Severity {
  if (latenessMs >= veryLateMs) return 2;
  return latenessMs >= lateMs ? 1 : 0;
}

/**
 * How deep lateness hangs, as a share of its band. A logarithm from half a millisecond on: 0.3 ms
 * can be told from none, and 30 ms from 15.
 */
export function depthShare(latenessMs: number): number {
  const shown = Math.min(Math.max(latenessMs, 0), depthMsMax);
  return Math.log1p(shown / depthMsKnee) / Math.log1p(depthMsMax / depthMsKnee);
}

/** The width to draw, in whole pixels, of what is `width` wide. */
export function drawnWidth(width: number): number {
  return Math.max(1, Math.round(width));
}

/** 0 … 1: many thin bars in one pixel add up to a solid one, and a few do not. */
export function opacityOf(width: number): number {
  return width >= 1 ? 1 : Math.max(opacityMin, width);
}

/** How far left of its end the curve of a steal begins, given where the room was due. */
export function curveReach(latenessWidth: number, lanesApart: number): number {
  return Math.min(Math.max(latenessWidth, 8 + 3 * lanesApart), 48);
}
