// The chat line: Enter opens it, Enter sends, Escape closes. Lines fade with age. Everything from
// others is set as text, never as markup. Owns the chat elements.
import { element } from '../shared/page.ts';

const linesMax = 6;
const freshMs = 9000;

export class Chat {
  readonly #root = element('chat', HTMLElement);
  readonly #lines = element('chat-lines', HTMLUListElement);
  readonly #form = element('chat-form', HTMLFormElement);
  readonly #input = element('chat-input', HTMLInputElement);
  readonly #send: (text: string) => void;

  constructor(send: (text: string) => void) {
    this.#send = send;
    addEventListener('keydown', (event) => {
      const free = event.target === document.body && this.#form.hidden;
      if (event.key === 'Enter' && free && this.#visible) {
        event.preventDefault();
        this.#open();
      }
    });
    this.#input.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.#close();
    });
    this.#input.addEventListener('blur', () => this.#close());
    this.#form.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#input.value.trim();
      if (text !== '') this.#send(text);
      this.#close();
    });
    element('chat-open', HTMLButtonElement).addEventListener('click', () => this.#open());
  }

  /** A line said by someone, in their color. */
  said(name: string, color: string, text: string): void {
    const who = document.createElement('b');
    who.textContent = name;
    who.style.color = color;
    this.#add('said', who, text);
  }

  /** A line of news: who hit whom. */
  news(text: string): void {
    this.#add('word', text);
  }

  get #visible(): boolean {
    return this.#root.offsetParent !== null || this.#root.getClientRects().length > 0;
  }

  #add(kind: string, ...parts: (Node | string)[]): void {
    const line = document.createElement('li');
    line.className = kind;
    line.append(...parts);
    this.#lines.append(line);
    while (this.#lines.childElementCount > linesMax) this.#lines.firstElementChild?.remove();
    setTimeout(() => {
      line.dataset.old = 'true';
    }, freshMs);
  }

  #open(): void {
    this.#form.hidden = false;
    this.#root.dataset.open = 'true';
    this.#input.focus();
  }

  #close(): void {
    this.#input.value = '';
    this.#form.hidden = true;
    this.#root.dataset.open = 'false';
  }
}
