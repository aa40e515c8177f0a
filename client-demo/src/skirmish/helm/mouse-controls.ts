// The mouse as a helm: the ship turns to the pointer, the left button fires, the right one thrusts.
// Whoever turns with the keys again has let go of the mouse, until it moves. Owns the pointer's
// position; listens on the canvas, so that clicks on what lies over it are not shots.
import { type Helm, type Steering, turnToward } from './helm.ts';

export interface Place {
  readonly x: number; // CSS pixels
  readonly y: number;
}

const turnKeys = ['KeyA', 'KeyD', 'ArrowLeft', 'ArrowRight'];
const movedPixels = 4; // less is a shaky desk, not a hand
const nearPixels = 14; // of the ship: a pointer there gives no direction
const fireButton = 1;
const thrustButton = 2;

export class MouseControls implements Helm {
  readonly #ownShip: () => Place | undefined;
  #x = 0;
  #y = 0;
  #restX = 0; // where the pointer was when the keys took over
  #restY = 0;
  #buttons = 0;
  #isAiming = false;

  /** `ownShip`: where the own ship is on the screen. */
  constructor(canvas: HTMLElement, ownShip: () => Place | undefined) {
    this.#ownShip = ownShip;
    const held = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') this.#buttons = event.buttons;
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (event.pointerType !== 'mouse') return;
      canvas.setPointerCapture(event.pointerId); // a release elsewhere is heard too
      this.#point(event);
      this.#isAiming = true;
      held(event);
    });
    // The pointer aims wherever it is; its buttons count where the arena is under it.
    addEventListener('pointermove', (event) => {
      if (event.pointerType === 'mouse') this.#point(event);
    });
    canvas.addEventListener('pointermove', held);
    canvas.addEventListener('pointerup', held);
    canvas.addEventListener('lostpointercapture', () => this.#release());
    canvas.addEventListener('contextmenu', (event) => event.preventDefault());
    addEventListener('blur', () => this.#release());
    addEventListener('keydown', (event) => {
      if (turnKeys.includes(event.code)) this.#rest();
    });
  }

  get firing(): boolean {
    return (this.#buttons & fireButton) !== 0;
  }

  steer(heading: number): Steering {
    const thrust = (this.#buttons & thrustButton) !== 0;
    const ship = this.#isAiming ? this.#ownShip() : undefined;
    if (ship === undefined) return { turn: 0, thrust };
    const offsetX = this.#x - ship.x;
    const offsetY = this.#y - ship.y;
    if (Math.hypot(offsetX, offsetY) < nearPixels) return { turn: 0, thrust };
    return { turn: turnToward(heading, Math.atan2(offsetY, offsetX)), thrust };
  }

  #point({ clientX, clientY }: PointerEvent): void {
    this.#x = clientX;
    this.#y = clientY;
    if (Math.hypot(clientX - this.#restX, clientY - this.#restY) > movedPixels) {
      this.#isAiming = true;
    }
  }

  #rest(): void {
    this.#isAiming = false;
    this.#restX = this.#x;
    this.#restY = this.#y;
  }

  #release(): void {
    this.#buttons = 0;
  }
}
