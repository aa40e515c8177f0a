/**
 * The lanes on their canvas: drawn with the screen while they move, and not at all while nobody
 * looks. Main thread of the page; owns the canvas and what the pointer means on it.
 */
import type { EngineModel } from '../page/engine-model.ts';
import type { Theme } from '../page/theme.ts';
import { type LaneLayout, laneAt, layOutLanes } from './lane-layout.ts';
import { drawGround, drawMain, drawWords, type Scene } from './lane-scene.ts';
import { TileStrip } from './tile-strip.ts';
import { findVisit } from './visit-finder.ts';
import { drawnWidth } from './visit-shape.ts';

/** What wants less motion moves once in so long, ms. */
const calmStepMs = 1_000;
/** Without a frame for so long the lanes stop: what was last seen stays in sight, ms. */
const aheadMsMax = 1_000;
/** The pointer may miss a bar by this, CSS pixels. */
const slackPx = 5;

export class LanesView {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #model: EngineModel;
  readonly #theme: Theme;
  readonly #strip: TileStrip;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #layout: LaneLayout = layOutLanes(0);
  #workers = 0;
  #width = 0;
  #ratio = 1;
  #hovered = -1;
  #followedAtMs = 0;
  /** What the last drawing showed: what would show the same is not drawn again. */
  #drawn = '';
  /** Called when there are other lanes, or another height of them. */
  onLayout: (layout: LaneLayout) => void = () => {};

  constructor(canvas: HTMLCanvasElement, model: EngineModel, theme: Theme) {
    const context = canvas.getContext('2d', { alpha: false });
    if (context === null) throw new Error('this browser draws no canvas');
    this.#canvas = canvas;
    this.#context = context;
    this.#model = model;
    this.#theme = theme;
    this.#strip = new TileStrip(model.visits);
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  /** Visits painted so far. */
  get painted(): number {
    return this.#strip.painted;
  }

  /** Begins to draw with the screen. */
  run(): void {
    const draw = (nowMs: number) => {
      this.#draw(nowMs);
      requestAnimationFrame(draw);
    };
    requestAnimationFrame(draw);
  }

  /** The server has so many workers, and its clock begins anew. */
  begin(workers: number): void {
    this.#workers = workers;
    this.#hovered = -1;
    this.#strip.forget();
    this.fit();
  }

  /** Sizes, colours or the selected room are others: all is painted anew. */
  fit(): void {
    this.#layout = layOutLanes(this.#workers);
    this.#canvas.style.height = `${this.#layout.height}px`;
    this.#width = Math.max(1, this.#canvas.clientWidth);
    this.#ratio = devicePixelRatio;
    this.#canvas.width = Math.round(this.#width * this.#ratio);
    this.#canvas.height = Math.round(this.#layout.height * this.#ratio);
    this.restyle();
    this.onLayout(this.#layout);
    this.#draw(performance.now());
  }

  restyle(): void {
    const { selectedRoom } = this.#model;
    const style = {
      layout: this.#layout,
      theme: this.#theme,
      ratio: this.#ratio,
      selectedRoom,
    };
    this.#strip.restyle(style, Math.round(this.#layout.axisTop * this.#ratio));
    this.#drawn = '';
  }

  /** The visit under a point of the canvas, which is then outlined; -1 for none. */
  hover(x: number, y: number): number {
    const lane = laneAt(this.#layout, y);
    const { startMs, spanMs } = this.#model.window;
    const msPerPx = spanMs / this.#width;
    const ms = startMs + x * msPerPx;
    this.#hovered = lane < 0 ? -1 : findVisit(this.#model.visits, lane, ms, slackPx * msPerPx);
    return this.#hovered;
  }

  leave(): void {
    this.#hovered = -1;
  }

  #draw(nowMs: number): void {
    const { window } = this.#model;
    this.#follow(nowMs);
    if (this.#isDrawn()) return;
    const context = this.#context;
    const ratio = this.#ratio;
    const scene: Scene = {
      model: this.#model,
      layout: this.#layout,
      theme: this.#theme,
      width: this.#width,
    };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = this.#theme.tone('ground');
    context.fillRect(0, 0, this.#width, this.#layout.height);
    drawGround(context, scene);
    drawMain(context, scene);
    context.setTransform(1, 0, 0, 1, 0, 0);
    const pxPerMs = this.#canvas.width / window.spanMs;
    this.#strip.draw(context, window.startMs, pxPerMs, this.#canvas.width);
    this.#outlineHovered(pxPerMs);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawWords(context, scene);
  }

  #follow(nowMs: number): void {
    const { clock, window, visits } = this.#model;
    const stepMs = this.#calm.matches ? calmStepMs : 0;
    if (!clock.isSet || nowMs - this.#followedAtMs < stepMs) return;
    this.#followedAtMs = nowMs;
    window.follow(Math.min(clock.at(nowMs), visits.newestMs + aheadMsMax));
  }

  /** Compares with what was drawn last, and takes note of what is to be drawn now. */
  #isDrawn(): boolean {
    const { visits, window, marks } = this.#model;
    const { endMs, spanMs, isPaused } = window;
    const state = [endMs, spanMs, isPaused, visits.end, marks.newestMs, this.#hovered].join();
    const isDrawn = state === this.#drawn;
    this.#drawn = state;
    return isDrawn;
  }

  #outlineHovered(pxPerMs: number): void {
    const { visits, window } = this.#model;
    if (this.#hovered < visits.first) return;
    const at = visits.at(this.#hovered);
    const row = this.#layout.lanes[visits.lane[at]!];
    if (row === undefined) return;
    const ratio = this.#ratio;
    const x = Math.round((visits.startMs[at]! - window.startMs) * pxPerMs);
    const width = drawnWidth(visits.durationMs[at]! * pxPerMs);
    const context = this.#context;
    context.strokeStyle = this.#theme.tone('ink');
    context.lineWidth = 1.5 * ratio;
    const grow = 1.5 * ratio;
    const top = row.barTop * ratio - grow;
    context.strokeRect(x - grow, top, width + 2 * grow, row.barHeight * ratio + 2 * grow);
  }
}
