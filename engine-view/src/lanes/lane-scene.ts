/**
 * What lies behind and over the strip: the lanes' ground, guides, the main thread's strip, the axis
 * of time. Main thread of the page; draws onto the canvas it is given, in CSS pixels.
 */
import type { EngineModel } from '../page/engine-model.ts';
import { short } from '../page/format-number.ts';
import type { Theme } from '../page/theme.ts';
import type { LaneLayout } from './lane-layout.ts';
import { depthShare, lateMs, severityOf, veryLateMs } from './visit-shape.ts';

export interface Scene {
  readonly model: EngineModel;
  readonly layout: LaneLayout;
  readonly theme: Theme;
  readonly width: number;
}

const font = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const stepsMs = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000];
const pixelsPerStep = 84;
/** Words nearer to an edge than this would be cut, CSS pixels. */
const edge = 24;
/** The height of the main strip is this delay, ms, on a square root. */
const delayMsMax = 100;
/** Main is asked for no more than this of what a tick is asked for. */
export const mainPatience = 0.5;
const narrowWidth = 700;
const gcMark = { width: 3, height: 7, apart: 5 };

/** Milliseconds between two marks on the axis. */
function axisStepMs(spanMs: number, width: number): number {
  const wanted = (spanMs / Math.max(1, width)) * pixelsPerStep;
  return stepsMs.find((step) => step >= wanted) ?? stepsMs.at(-1)!;
}

/** The ground of each lane, its guides, and the marks of time that lie under the bars. */
export function drawGround(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme, width } = scene;
  context.fillStyle = theme.tone('stone');
  context.fillRect(0, layout.mainTop, width, layout.mainHeight);
  for (const { top, height } of layout.lanes) context.fillRect(0, top, width, height);
  context.fillStyle = theme.tone('grid');
  eachStep(scene, (x) => context.fillRect(Math.round(x), 0, 1, layout.axisTop));
  for (const { barTop, barHeight, lateTop, lateHeight } of layout.lanes) {
    context.fillRect(0, barTop + barHeight + 1, width, 1);
    if (lateHeight < 20) continue;
    for (const ms of [lateMs, veryLateMs]) {
      context.fillRect(0, lateTop + Math.round(depthShare(ms) * (lateHeight - 1)), width, 1);
    }
  }
}

/** Words over the strip: the guides' values, and how long ago. */
export function drawWords(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme, width, model } = scene;
  context.font = font;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const ground = theme.tone('stone');
  for (const { lateTop, lateHeight } of layout.lanes) {
    if (lateHeight < 28) continue;
    for (const ms of [lateMs, veryLateMs]) {
      const y = lateTop + Math.round(depthShare(ms) * (lateHeight - 1));
      outlined(context, `${ms} ms`, width - 4, y, theme.tone('ink-2'), ground);
    }
  }
  context.fillStyle = theme.tone('ink-2');
  const zero = model.window.isPaused ? 'paused' : 'now';
  eachStep(scene, (x, agoMs) => {
    const words = agoMs === 0 ? zero : `${agoMs > 0 ? '−' : '+'}${agoWords(Math.abs(agoMs))}`;
    const isFirst = x < edge;
    const isLast = x > width - edge;
    context.textAlign = isLast ? 'right' : isFirst ? 'left' : 'center';
    context.fillText(words, isLast ? width - 4 : isFirst ? 2 : x, layout.axisTop + 11);
  });
}

/** A step for each second: how late main's event loop ran, and its garbage collections. */
export function drawMain(context: CanvasRenderingContext2D, scene: Scene): void {
  const { layout, theme, width, model } = scene;
  const { startMs, spanMs } = model.window;
  const pxPerMs = width / spanMs;
  const bottom = layout.mainTop + layout.mainHeight;
  for (const { fromMs, toMs, delayMs, gcs } of model.marks.all) {
    const right = Math.round((toMs - startMs) * pxPerMs);
    const left = Math.round((fromMs - startMs) * pxPerMs);
    if (right < 0 || left > width) continue;
    const share = Math.sqrt(Math.min(delayMs / delayMsMax, 1));
    const height = Math.max(1, Math.round(share * (layout.mainHeight - 17)));
    const severity = severityOf(delayMs * mainPatience);
    context.fillStyle = theme.tone(severity === 2 ? 'bad' : severity === 1 ? 'warn' : 'mute');
    context.globalAlpha = 0.55;
    context.fillRect(left, bottom - height, right - left - 1, height);
    context.globalAlpha = 1;
    drawCollections(context, scene, left, right, gcs);
    if (right - left < 60) continue;
    context.font = font;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = theme.tone('ink-2');
    const x = Math.max(left, 0) + 4;
    if (x > labelled(width) && right - x > 60)
      context.fillText(`${short(delayMs)} ms`, x, layout.mainTop + 9);
  }
}

/** Where lanes are narrow, the column with their names lies over them. */
function labelled(width: number): number {
  return width < narrowWidth ? 96 : 0;
}

/** Their second is known, their moment is not: they stand together at its end. */
function drawCollections(
  context: CanvasRenderingContext2D,
  { theme, layout }: Scene,
  left: number,
  right: number,
  gcs: number,
): void {
  context.fillStyle = theme.tone('tone-4');
  const fit = Math.min(gcs, Math.floor((right - left - 6) / gcMark.apart));
  for (let mark = 0; mark < fit; mark++) {
    const x = right - 5 - mark * gcMark.apart;
    context.fillRect(x, layout.mainTop + 5, gcMark.width, gcMark.height);
  }
}

/** The marks of time: whole steps before now, or before the moment of the pause. */
function eachStep({ model, width }: Scene, draw: (x: number, agoMs: number) => void): void {
  const { spanMs, startMs, endMs, zeroMs } = model.window;
  const stepMs = axisStepMs(spanMs, width);
  const first = Math.ceil((zeroMs - endMs) / stepMs);
  const last = Math.floor((zeroMs - startMs) / stepMs);
  for (let step = first; step <= last; step++) {
    draw(((zeroMs - step * stepMs - startMs) / spanMs) * width, step * stepMs);
  }
}

function agoWords(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${ms / 1_000} s`;
}

function outlined(
  context: CanvasRenderingContext2D,
  words: string,
  x: number,
  y: number,
  ink: string,
  ground: string,
): void {
  context.lineWidth = 3;
  context.lineJoin = 'round';
  context.strokeStyle = ground;
  context.strokeText(words, x, y);
  context.fillStyle = ink;
  context.fillText(words, x, y);
}
