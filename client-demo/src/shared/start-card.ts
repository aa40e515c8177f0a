// The card a visitor meets first, and again when the connection is lost: asks for a name once,
// remembers it in this browser. Owns the card's elements and the stored name.
import { element } from './page.ts';

const storageKey = 'hypogeum.name';
const greeting = 'Dark floor, small ships. Your lamp is the only light you bring.';

export class StartCard {
  readonly #card = element('card', HTMLElement);
  readonly #words = element('card-words', HTMLParagraphElement);
  readonly #name = element('name', HTMLInputElement);
  readonly #play = element('play', HTMLButtonElement);

  constructor(play: (name: string) => void) {
    this.#words.textContent = greeting;
    this.#name.value = recall();
    element('card-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const name = this.#name.value.trim() || 'pilot';
      remember(name);
      this.#name.blur();
      play(name);
    });
    if (this.#name.value === '') this.#name.focus();
    else this.#play.focus();
  }

  /** Makes way for the game that is played under `name`. */
  hide(name: string): void {
    this.#name.value = name;
    this.#card.hidden = true;
  }

  /** Shows the card again with the reason why the game ended. */
  lost(reason: string): void {
    this.#words.textContent = reason;
    this.#card.dataset.lost = 'true';
    this.#play.textContent = 'Play again';
    this.#card.hidden = false;
    this.#play.focus();
  }
}

// Storage may be switched off in this browser: then the name is asked for on every visit.
function recall(): string {
  try {
    return localStorage.getItem(storageKey) ?? '';
  } catch {
    return '';
  }
}

function remember(name: string): void {
  try {
    localStorage.setItem(storageKey, name);
  } catch {
    console.info('this browser does not keep the name');
  }
}
