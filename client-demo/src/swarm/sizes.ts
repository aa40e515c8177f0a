// How many drones: the sizes that are offered, as buttons and on a slider. Owns the control.
import { make, makeButton } from '../shared/page.ts';

export const presets: readonly number[] = [300, 1_000, 5_000, 20_000];
const sizes: readonly number[] = [
  ...[100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000],
  ...[7_000, 10_000, 14_000, 20_000],
];
const sizeDefault = 1_000;

/** The offered size that is nearest to what was asked for, by ratio. */
export function nearestSize(asked: number): number {
  if (!(asked > 0)) return sizeDefault;
  const away = (size: number) => Math.abs(Math.log(size / asked));
  return sizes.reduce((best, size) => (away(size) < away(best) ? size : best));
}

export function sizeWords(size: number): string {
  return `${size.toLocaleString('en')} drones`;
}

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
    const row = make('div', { class: 'presets' }, ...this.#buttons);
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
