// The players and their points, the best first. Owns the list's rows, and reuses them.
import { make } from '../shared/page.ts';
import { hueColor } from '../shared/palette.ts';
import type { PinballState } from './pinball-state.ts';
import { type Standing, standingsOf } from './standings.ts';

interface Row {
  readonly root: HTMLElement;
  readonly chip: HTMLElement;
  readonly name: HTMLElement;
  readonly score: HTMLElement;
  readonly note: HTMLElement;
}

export class Scores {
  readonly #host: HTMLElement;
  readonly #rows: Row[] = [];

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  show(state: PinballState, own: string): void {
    const standings = standingsOf(state);
    while (this.#rows.length < standings.length) this.#rows.push(this.#row());
    for (const [at, row] of this.#rows.entries()) {
      const standing = standings[at];
      row.root.hidden = standing === undefined;
      if (standing) fill(row, standing, own);
    }
  }

  #row(): Row {
    const chip = make('i');
    const name = make('b', { class: 'name' });
    const note = make('span', { class: 'note' });
    const score = make('b', { class: 'score' });
    const root = make('li', {}, chip, make('span', { class: 'who' }, name, note), score);
    this.#host.append(root);
    return { root, chip, name, note, score };
  }
}

function fill(row: Row, { key, ball }: Standing, own: string): void {
  row.root.dataset.own = String(key === own);
  row.chip.style.background = hueColor(ball.hue);
  text(row.name, ball.name);
  const drained = ball.lost === 1 ? 'lost once' : ball.lost > 1 ? `lost ${ball.lost} times` : '';
  text(row.note, [key === own ? 'you' : '', drained].filter((part) => part !== '').join(' · '));
  text(row.score, ball.score.toLocaleString('en'));
}

function text(node: HTMLElement, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}
