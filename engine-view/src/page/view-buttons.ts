/** The buttons over the lanes: how much time they show, and pause. Main thread of the page. */

import { spansMs } from '../time/time-window.ts';
import { byId, make, setText } from './element.ts';
import type { EngineModel } from './engine-model.ts';
import { short } from './format-number.ts';

export class ViewButtons {
  readonly #model: EngineModel;
  readonly #pause = byId('pause', HTMLButtonElement);
  readonly #span = byId('span', HTMLElement);
  readonly #spans: readonly { readonly spanMs: number; readonly button: HTMLButtonElement }[];

  constructor(
    model: EngineModel,
    pause: (isPaused: boolean) => void,
    zoomTo: (spanMs: number) => void,
  ) {
    this.#model = model;
    this.#pause.addEventListener('click', () => pause(!model.window.isPaused));
    this.#spans = spansMs.map((spanMs) => {
      const button = make('button', '', `${spanMs / 1000} s`);
      button.type = 'button';
      button.addEventListener('click', () => zoomTo(spanMs));
      byId('spans', HTMLElement).append(button);
      return { spanMs, button };
    });
    this.show();
  }

  show(): void {
    const { isPaused, spanMs } = this.#model.window;
    setText(this.#pause, isPaused ? 'Resume' : 'Pause');
    this.#pause.classList.toggle('on', isPaused);
    this.#pause.setAttribute('aria-pressed', String(isPaused));
    for (const one of this.#spans) {
      one.button.setAttribute('aria-pressed', String(one.spanMs === spanMs));
    }
    const isPreset = this.#spans.some((one) => one.spanMs === spanMs);
    setText(this.#span, isPreset ? '' : `${short(spanMs / 1000)} s`);
  }
}
