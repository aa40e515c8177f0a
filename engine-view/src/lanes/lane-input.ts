/**
 * Pointer, wheel and keys over the lanes: what is under the pointer, pausing, zooming, moving in
 * time. Main thread of the page; owns no state but a drag that is under way.
 */
import type { EngineModel } from '../page/engine-model.ts';
import { spansMs } from '../time/time-window.ts';
import type { LanesView } from './lanes-view.ts';
import type { VisitCard } from './visit-card.ts';

const wheelZoom = 0.0016;
/** A wheel that counts in lines moves by so many pixels a line. */
const linePixels = 16;
const keyZoom = 1.4;
const keyPan = 0.1;
/** A press that moves less is a tap, CSS pixels. */
const tapPx = 4;

export interface LaneActions {
  pause(isPaused: boolean): void;
  zoomTo(spanMs: number, share?: number): void;
  select(room: number): void;
}

export class LaneInput {
  readonly #canvas: HTMLCanvasElement;
  readonly #view: LanesView;
  readonly #card: VisitCard;
  readonly #model: EngineModel;
  readonly #actions: LaneActions;
  #dragX: number | undefined;
  #movedPx = 0;

  constructor(
    canvas: HTMLCanvasElement,
    view: LanesView,
    card: VisitCard,
    model: EngineModel,
    actions: LaneActions,
  ) {
    this.#canvas = canvas;
    this.#view = view;
    this.#card = card;
    this.#model = model;
    this.#actions = actions;
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    canvas.addEventListener('pointerup', (event) => this.#release(event));
    canvas.addEventListener('pointerleave', (event) => this.#leave(event));
    canvas.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
    canvas.addEventListener('keydown', ({ key }) => {
      if (key === 'ArrowLeft') this.#pan(keyPan * canvas.clientWidth);
      if (key === 'ArrowRight') this.#pan(-keyPan * canvas.clientWidth);
    });
  }

  #press(event: PointerEvent): void {
    this.#dragX = event.clientX;
    this.#movedPx = 0;
    if (this.#model.window.isPaused) this.#canvas.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (this.#dragX !== undefined && event.buttons > 0) {
      this.#movedPx += Math.abs(event.clientX - this.#dragX);
      this.#pan(event.clientX - this.#dragX);
      this.#dragX = event.clientX;
    }
    this.#look(event);
  }

  /** A mouse selects the room that it has seen; a finger sees it now, and selects in the table. */
  #release(event: PointerEvent): void {
    this.#dragX = undefined;
    if (this.#movedPx >= tapPx) return;
    const sequence = this.#look(event);
    if (event.pointerType !== 'mouse') return;
    const { visits, selectedRoom } = this.#model;
    const room = sequence < 0 ? -1 : visits.room[visits.at(sequence)]!;
    if (room >= 0 || selectedRoom >= 0) this.#actions.select(room === selectedRoom ? -1 : room);
  }

  #leave({ pointerType }: PointerEvent): void {
    this.#dragX = undefined;
    if (pointerType !== 'mouse') return; // a finger leaves whenever it is lifted
    this.#view.leave();
    this.#card.hide();
  }

  #turn(event: WheelEvent): void {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1;
    const factor = Math.exp(event.deltaY * pixels * wheelZoom);
    const share = event.offsetX / this.#canvas.clientWidth;
    this.#actions.zoomTo(this.#model.window.spanMs * factor, share);
  }

  #pan(pixels: number): void {
    const { visits, window } = this.#model;
    const msPerPx = window.spanMs / this.#canvas.clientWidth;
    window.pan(-pixels * msPerPx, visits.oldestMs, visits.newestMs);
  }

  #look({ offsetX, offsetY }: PointerEvent): number {
    const sequence = this.#view.hover(offsetX, offsetY);
    if (sequence < 0) this.#card.hide();
    else this.#card.show(sequence, offsetX, offsetY, this.#canvas.clientWidth);
    return sequence;
  }
}

/** Keys of the whole page, wherever no field or button has a use for them. */
export function listenToKeys(model: EngineModel, actions: LaneActions): void {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (target.closest('input, select, textarea') !== null) return;
    const { window } = model;
    if (event.key === ' ' && target.closest('button') === null) {
      event.preventDefault();
      actions.pause(!window.isPaused);
    }
    if (event.key === 'Escape') actions.select(-1);
    if (event.key === '+' || event.key === '=') actions.zoomTo(window.spanMs / keyZoom, 0.5);
    if (event.key === '-') actions.zoomTo(window.spanMs * keyZoom, 0.5);
    const span = spansMs[Number(event.key) - 1];
    if (span !== undefined) actions.zoomTo(span, 0.5);
  });
}
