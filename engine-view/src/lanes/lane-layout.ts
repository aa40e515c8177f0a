/**
 * Where each lane lies: heights and edges in CSS pixels from the canvas's top. A lane has a band of
 * bars, and under it a band of lateness. Thread-neutral; numbers only.
 */

export interface LaneRow {
  readonly top: number;
  readonly height: number;
  readonly barTop: number;
  readonly barHeight: number;
  readonly lateTop: number;
  readonly lateHeight: number;
}

export interface LaneLayout {
  readonly mainTop: number;
  readonly mainHeight: number;
  readonly lanes: readonly LaneRow[];
  readonly axisTop: number;
  readonly height: number;
}

const mainHeight = 30;
const axisHeight = 20;
const gap = 1;
const laneHeightMin = 26;
const laneHeightMax = 104;
/** Lanes share this height as long as each gets its least. */
const lanesHeightWanted = 212;
const padding = 6;
/** Of a lane's height without padding. */
const barShare = 0.52;
const latePadding = 3;

export function layOutLanes(workers: number): LaneLayout {
  const wanted = Math.floor(lanesHeightWanted / Math.max(1, workers));
  const height = Math.min(Math.max(wanted, laneHeightMin), laneHeightMax);
  const top = mainHeight + gap;
  const lanes = Array.from({ length: workers }, (_, lane) => layOutLane(top, height, lane));
  const axisTop = top + workers * (height + gap);
  return { mainTop: 0, mainHeight, lanes, axisTop, height: axisTop + axisHeight };
}

function layOutLane(firstTop: number, height: number, lane: number): LaneRow {
  const top = firstTop + lane * (height + gap);
  const inset = Math.min(padding, Math.floor(height / 8));
  const barHeight = Math.round((height - 2 * inset) * barShare);
  const lateTop = top + inset + barHeight + latePadding;
  return {
    top,
    height,
    barTop: top + inset,
    barHeight,
    lateTop,
    lateHeight: top + height - 1 - lateTop,
  };
}

/** The lane at `y`, or -1 between and beside lanes. */
export function laneAt({ lanes }: LaneLayout, y: number): number {
  return lanes.findIndex(({ top, height }) => y >= top && y < top + height);
}
