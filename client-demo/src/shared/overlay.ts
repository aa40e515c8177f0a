// Over the game while its connection is away: how often it was tried to come back, and the way out.
// The game goes on behind it, as far as it is known. Owns its element, which it makes itself.
import type { Seat, Status } from './connection.ts';
import { make, makeButton } from './page.ts';

export class Overlay {
  readonly #count = make('p');
  readonly #lamps = make('div', { class: 'tries', 'aria-hidden': 'true' });
  readonly #root = make('div', { id: 'overlay', role: 'alertdialog', 'aria-live': 'polite' });
  readonly #leave: HTMLButtonElement;

  constructor(connection: Seat) {
    this.#leave = makeButton('Leave', () => connection.leave());
    const title = make('h2', { id: 'overlay-title' }, 'Connection dropped');
    this.#root.setAttribute('aria-labelledby', title.id);
    this.#root.append(
      make('div', { class: 'sheet' }, title, this.#count, this.#lamps, this.#leave),
    );
    this.#root.hidden = true;
    document.body.append(this.#root);
    connection.follow((status) => this.#follow(status));
  }

  #follow({ phase, tries = 1, triesMax = 1 }: Status): void {
    const wasHidden = this.#root.hidden;
    this.#root.hidden = phase !== 'reconnecting';
    if (this.#root.hidden) return;
    this.#count.textContent = `Reconnecting by itself, try ${tries} of ${triesMax}.`;
    const lamps = Array.from({ length: triesMax }, (_, index) => {
      const state = index + 1 < tries ? 'out' : index + 1 === tries ? 'lit' : '';
      return make('i', { 'data-state': state });
    });
    this.#lamps.replaceChildren(...lamps);
    if (wasHidden) this.#leave.focus();
  }
}
