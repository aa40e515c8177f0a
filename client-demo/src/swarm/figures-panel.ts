// Over the swarm: how many drones, what they cost this page, and other sizes to go to. Owns its
// elements.
import { make, makeButton } from '../shared/page.ts';
import { presets, sizeWords } from './sizes.ts';
import { bytes, decodeShare, type Figures, ms, verdict } from './verdict.ts';

type Label = 'Patches' | 'Traffic' | 'Decoding' | 'Copying' | 'Drawing';
const labels: readonly Label[] = ['Patches', 'Traffic', 'Decoding', 'Copying', 'Drawing'];

export class FiguresPanel {
  readonly #root: HTMLElement;
  readonly #count = make('h1');
  readonly #values = new Map<Label, HTMLElement>();
  readonly #words = make('p', { class: 'verdict' });
  readonly #buttons: readonly HTMLButtonElement[];
  #isPlaying = false;
  #isFolded = false;

  /** `go`: to a swarm of another size. */
  constructor(root: HTMLElement, go: (size: number) => void) {
    this.#root = root;
    const list = make('dl');
    for (const label of labels) {
      const value = make('dd');
      this.#values.set(label, value);
      list.append(make('dt', {}, label), value);
    }
    this.#buttons = presets.map((size) => makeButton(size.toLocaleString('en'), () => go(size)));
    const sizes = make('div', { class: 'size-row', 'aria-label': 'Sizes', role: 'group' });
    sizes.append(...this.#buttons);
    root.append(this.#count, list, this.#words, sizes);
  }

  /** Whether there is something to show. */
  show(isPlaying: boolean): void {
    this.#isPlaying = isPlaying;
    this.#root.hidden = !isPlaying || this.#isFolded;
  }

  toggle(): void {
    this.#isFolded = !this.#isFolded;
    this.show(this.#isPlaying);
  }

  refresh(figures: Figures): void {
    const { drones, patchesPerSecond, patchBytes, bytesPerSecond } = figures;
    this.#count.textContent = sizeWords(drones);
    const share = Math.round(decodeShare(figures) * 100);
    this.#set('Patches', `${patchesPerSecond.toFixed(1)}/s of ${bytes(patchBytes)}`);
    this.#set('Traffic', `${bytes(bytesPerSecond)}/s`);
    this.#set('Decoding', `${ms(figures.decodeMs)} a patch, ${share} % of time`);
    this.#set('Copying', `${ms(figures.columnsMs)} a patch, into columns`);
    const frames = `${Math.round(figures.framesPerSecond)} frames/s`;
    this.#set('Drawing', `${ms(figures.frameMs)} a frame, ${frames}`);
    this.#words.textContent = verdict(figures);
    for (const [at, button] of this.#buttons.entries()) {
      button.setAttribute('aria-pressed', String(presets[at] === drones));
    }
  }

  #set(label: Label, words: string): void {
    const value = this.#values.get(label);
    if (value) value.textContent = words;
  }
}
