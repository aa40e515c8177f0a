/**
 * Pointer, wheel and keys over the lanes: what is under the pointer, pausing, zooming, moving in
 * time. Main thread of the page; owns no state but a drag that is under way.
 */
import type { EngineModel } from '../page/engine-model.ts';
import { spansMs } from '../time/time-window.ts';
import type { LanesView } from './lanes-view.ts';
import type { VisitCard } from './visit-card.ts';

const wheelZoom = 0.0016;
const keyZoom = 1.4;
const keyPan = 0.1;
/** A press that moves less is a tap, CSS pixels. */
const tapPx = 4;

export interface LaneActions {
  pause(isPaused: boolean): void;
  zoomTo(spanMs: number, share?: number): void;
  select(room: number): void;
}

export function listenToLanes(
  canvas: HTMLCanvasElement,
  view: LanesView,
  card: VisitCard,
  model: EngineModel,
  actions: LaneActions,
): void {
  let dragX: number | undefined;
  let moved = 0;
  const pan = (pixels: number) => {
    const { visits, window } = model;
    const msPerPx = window.spanMs / canvas.clientWidth;
    window.pan(-pixels * msPerPx, visits.oldestMs, visits.newestMs);
  };
  const look = ({ offsetX, offsetY }: PointerEvent) => {
    const sequence = view.hover(offsetX, offsetY);
    if (sequence < 0) card.hide();
    else card.show(sequence, offsetX, offsetY, canvas.clientWidth);
    return sequence;
  };
  canvas.addEventListener('pointerdown', (event) => {
    dragX = event.clientX;
    moved = 0;
    if (model.window.isPaused) canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (dragX !== undefined && event.buttons > 0) {
      moved += Math.abs(event.clientX - dragX);
      pan(event.clientX - dragX);
      dragX = event.clientX;
    }
    look(event);
  });
  canvas.addEventListener('pointerup', (event) => {
    dragX = undefined;
    if (moved >= tapPx) return;
    const sequence = look(event);
    // A mouse has seen the card already; a finger sees it now, and selects in the table.
    if (event.pointerType !== 'mouse') return;
    const { visits, selectedRoom } = model;
    const room = sequence < 0 ? -1 : visits.room[visits.at(sequence)]!;
    if (room >= 0 || selectedRoom >= 0) actions.select(room === selectedRoom ? -1 : room);
  });
  canvas.addEventListener('pointerleave', ({ pointerType }) => {
    dragX = undefined;
    if (pointerType !== 'mouse') return; // a finger leaves whenever it is lifted
    view.leave();
    card.hide();
  });
  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const share = event.offsetX / canvas.clientWidth;
      actions.zoomTo(model.window.spanMs * Math.exp(event.deltaY * wheelZoom), share);
    },
    { passive: false },
  );
  canvas.addEventListener('keydown', ({ key }) => {
    if (key === 'ArrowLeft') pan(keyPan * canvas.clientWidth);
    if (key === 'ArrowRight') pan(-keyPan * canvas.clientWidth);
  });
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
