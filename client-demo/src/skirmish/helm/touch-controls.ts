// Touch controls: a stick that points the ship where the thumb points, and a fire button. Shown at
// the first touch, or at once where touch is the only pointer. Owns the thumb's position.

import { element } from '../../shared/page.ts';
import { type Helm, type Steering, turnToward } from './helm.ts';

const thrustShare = 0.55; // of the stick's radius: beyond it the ship thrusts as well
const deadShare = 0.18;

export class TouchControls implements Helm {
  firing = false;
  #thumbX = 0; // -1 … 1 of the stick's radius
  #thumbY = 0;

  constructor() {
    const stick = element('stick', HTMLDivElement);
    const fire = element('fire', HTMLButtonElement);
    if (matchMedia('(hover: none) and (pointer: coarse)').matches) show();
    addEventListener('touchstart', show, { once: true, passive: true });
    stick.addEventListener('pointerdown', (event) => {
      stick.setPointerCapture(event.pointerId);
      this.#move(stick, event);
    });
    stick.addEventListener('pointermove', (event) => {
      if (stick.hasPointerCapture(event.pointerId)) this.#move(stick, event);
    });
    stick.addEventListener('lostpointercapture', () => this.#center(stick));
    fire.addEventListener('pointerdown', (event) => {
      fire.setPointerCapture(event.pointerId);
      this.firing = true;
    });
    fire.addEventListener('lostpointercapture', () => {
      this.firing = false;
    });
    addEventListener('contextmenu', (event) => {
      if (document.body.dataset.touch === 'true') event.preventDefault();
    });
  }

  /** What the stick asks of a ship that points along `heading` (radians). */
  steer(heading: number): Steering {
    const reach = Math.hypot(this.#thumbX, this.#thumbY);
    if (reach < deadShare) return { turn: 0, thrust: false };
    const turn = turnToward(heading, Math.atan2(this.#thumbY, this.#thumbX));
    return { turn, thrust: reach > thrustShare };
  }

  #move(stick: HTMLElement, event: PointerEvent): void {
    const box = stick.getBoundingClientRect();
    const radius = box.width / 2;
    const x = (event.clientX - box.left) / radius - 1;
    const y = (event.clientY - box.top) / radius - 1;
    const shrink = Math.max(1, Math.hypot(x, y));
    this.#thumbX = x / shrink;
    this.#thumbY = y / shrink;
    this.#draw(stick, true);
  }

  #center(stick: HTMLElement): void {
    this.#thumbX = 0;
    this.#thumbY = 0;
    this.#draw(stick, false);
  }

  #draw(stick: HTMLElement, held: boolean): void {
    const reachPixels = stick.clientWidth / 3;
    stick.dataset.held = String(held);
    const knob = stick.firstElementChild;
    if (!(knob instanceof HTMLElement)) return;
    const x = this.#thumbX * reachPixels;
    const y = this.#thumbY * reachPixels;
    knob.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  }
}

function show(): void {
  document.body.dataset.touch = 'true';
  element('touch', HTMLDivElement).hidden = false;
}
