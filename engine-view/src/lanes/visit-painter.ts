/**
 * Paints visits onto a piece of the strip: a bar in its lane, its lateness under it, and a curve
 * from the lane that it was stolen from. Main thread of the page; makes no object per visit.
 */
import type { Theme } from '../page/theme.ts';
import type { LaneLayout, LaneRow } from './lane-layout.ts';
import { roomColor } from './room-colors.ts';
import type { VisitRing } from './visit-ring.ts';
import { curveReach, depthShare, drawnWidth, opacityOf, severityOf } from './visit-shape.ts';

export interface PaintStyle {
  readonly layout: LaneLayout;
  readonly theme: Theme;
  /** Device pixels in a CSS pixel. */
  readonly ratio: number;
  /** The room that stands out, or -1: all do. */
  readonly selectedRoom: number;
}

/** Where time lies on a piece: x = ms * pxPerMs - originPx, all in device pixels. */
export interface PieceScale {
  readonly pxPerMs: number;
  readonly originPx: number;
  readonly width: number;
}

/** Less lateness than this leaves no mark, ms. */
const latenessMsDrawn = 0.02;
const curveReachMax = 48;
/** Curves nearer than this to the one before are fainter, CSS pixels. */
const curveGap = 7;
const othersOpacity = 0.3;

/** Visits from sequence number `from` up to `to`, as far as they lie on the piece. */
export function paintVisits(
  context: CanvasRenderingContext2D,
  ring: VisitRing,
  style: PaintStyle,
  scale: PieceScale,
  from: number,
  to: number,
): void {
  const { pxPerMs, originPx, width } = scale;
  const { lanes } = style.layout;
  const reachMax = curveReachMax * style.ratio;
  let curveX = Number.NEGATIVE_INFINITY;
  for (let sequence = Math.max(from, ring.first); sequence < to; sequence++) {
    const at = ring.at(sequence);
    const row = lanes[ring.lane[at]!];
    if (row === undefined) continue;
    const x = ring.startMs[at]! * pxPerMs - originPx;
    const barWidth = ring.durationMs[at]! * pxPerMs;
    if (x + Math.max(barWidth, 1) < 0) continue;
    const late = ring.latenessMs[at]! * pxPerMs;
    if (x - Math.max(late, reachMax) > width) continue;
    const isOther = style.selectedRoom >= 0 && style.selectedRoom !== ring.room[at]!;
    if (ring.latenessMs[at]! >= latenessMsDrawn) {
      paintLateness(context, style, row, ring.latenessMs[at]!, x, late, isOther);
    }
    const isStep = ring.latenessMs[at]! >= 0;
    paintBar(context, style, row, ring.room[at]!, x, barWidth, isStep, isOther);
    const victim = lanes[ring.stolenFrom[at]!];
    if (victim === undefined || victim === row) continue;
    const crowd = Math.min(Math.abs(x - curveX) / (curveGap * style.ratio), 1);
    paintSteal(context, style, victim, row, x, late, isOther ? 0.08 : 0.12 + 0.58 * crowd);
    curveX = x;
  }
  context.globalAlpha = 1;
}

function paintBar(
  context: CanvasRenderingContext2D,
  { theme, ratio }: PaintStyle,
  row: LaneRow,
  room: number,
  x: number,
  width: number,
  isStep: boolean,
  isOther: boolean,
): void {
  context.globalAlpha = opacityOf(width) * (isOther ? othersOpacity : 1);
  context.fillStyle = isOther ? theme.tone('mute') : roomColor(room, theme.scheme);
  const left = Math.round(x);
  // A visit that took in records only is low.
  const height = Math.round(row.barHeight * ratio * (isStep ? 1 : 0.4));
  const top = Math.round((row.barTop + row.barHeight) * ratio) - height;
  // A pixel is left between bars that are wide enough: neighbours of one colour stay two.
  const drawn = drawnWidth(width);
  context.fillRect(left, top, drawn > 4 * ratio ? drawn - 1 : drawn, height);
}

/** A line from when it was due to when it began, as deep as it is late, and a stem at its end. */
function paintLateness(
  context: CanvasRenderingContext2D,
  { theme, ratio }: PaintStyle,
  row: LaneRow,
  latenessMs: number,
  x: number,
  width: number,
  isOther: boolean,
): void {
  const severity = severityOf(latenessMs);
  const tone = severity === 2 ? 'bad' : severity === 1 ? 'warn' : 'ink-2';
  const depth = Math.max(1, Math.round(depthShare(latenessMs) * (row.lateHeight - 1) * ratio));
  const top = Math.round(row.lateTop * ratio);
  const right = Math.round(x);
  context.fillStyle = isOther ? theme.tone('mute') : theme.tone(tone);
  context.globalAlpha = (severity === 0 ? 0.5 : 0.6) * (isOther ? othersOpacity : 1);
  const line = Math.max(1, Math.round(ratio));
  context.fillRect(right, top, line, depth);
  if (severity === 0) return;
  const left = Math.min(Math.round(x - width), right - 2 * line);
  // Many that wait behind one bar add up to its shadow.
  context.globalAlpha = isOther ? 0.04 : 0.16;
  context.fillRect(left, top, right - left, depth);
  context.globalAlpha = isOther ? othersOpacity : 0.9;
  context.fillRect(left, top + depth - line, right - left, line);
}

/** Leaves the victim's lane level, as its bars run, and falls on the bar in the thief's. */
function paintSteal(
  context: CanvasRenderingContext2D,
  { theme, ratio }: PaintStyle,
  victim: LaneRow,
  thief: LaneRow,
  x: number,
  late: number,
  opacity: number,
): void {
  const isDown = thief.top > victim.top;
  const apart = Math.abs(thief.top - victim.top) / thief.height;
  const reach = curveReach(late / ratio, apart) * ratio;
  const fromY = (victim.barTop + victim.barHeight / 2) * ratio;
  const toY = (isDown ? thief.barTop : thief.barTop + thief.barHeight) * ratio;
  const head = (isDown ? -4 : 4) * ratio;
  context.globalAlpha = opacity;
  context.strokeStyle = context.fillStyle = theme.tone('ink');
  context.lineWidth = ratio;
  context.beginPath();
  context.moveTo(x - reach, fromY);
  context.quadraticCurveTo(x, fromY, x, toY + head);
  context.stroke();
  context.beginPath();
  context.moveTo(x, toY);
  context.lineTo(x - 2.5 * ratio, toY + head);
  context.lineTo(x + 2.5 * ratio, toY + head);
  context.fill();
}
