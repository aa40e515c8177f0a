// The choice of a size on the start screen: a slider, and buttons for four of its places. Owns its
// elements.
import { make, makeButton } from '../shared/page.ts';
import { nearestSize, presets, sizeDefault, sizes, sizeWords } from './sizes.ts';

export class SizeControl {
  readonly root: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #words = make('output', { for: 'drones' });
  readonly #buttons: readonly HTMLButtonElement[];

  constructor(asked: number) {
    this.#slider = make('input', {
      ...{ id: 'drones', type: 'range', min: '0', max: String(sizes.length - 1), step: '1' },
    });
    this.#slider.addEventListener('input', () => this.#show());
    this.#buttons = presets.map((size) => {
      return makeButton(size.toLocaleString('en'), () => this.#set(size));
    });
    const label = make('label', { for: 'drones' }, 'Swarm of ', this.#words);
    const row = make('div', { class: 'size-row' }, ...this.#buttons);
    this.root = make('div', { class: 'sizes' }, label, this.#slider, row);
    this.#set(nearestSize(asked));
  }

  get size(): number {
    return sizes[Number(this.#slider.value)] ?? sizeDefault;
  }

  #set(size: number): void {
    this.#slider.value = String(sizes.indexOf(size));
    this.#show();
  }

  #show(): void {
    this.#words.textContent = sizeWords(this.size);
    this.#slider.setAttribute('aria-valuetext', sizeWords(this.size));
    for (const [at, button] of this.#buttons.entries()) {
      button.setAttribute('aria-pressed', String(presets[at] === this.size));
    }
  }
}
