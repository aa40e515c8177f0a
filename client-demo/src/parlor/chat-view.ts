// The talk at the table: lines and a field to add one. Owns its elements. Lines are shown as text,
// whatever is in them.
import { make } from '../shared/page.ts';
import type { Line } from './parlor-state.ts';

const charsMax = 200;
const nearEndPixels = 24;

export class ChatView {
  readonly #lines = make('ul', {
    id: 'chat-lines',
    'aria-live': 'polite',
    role: 'log',
    tabindex: '0',
  });
  #shown = '';

  constructor(host: HTMLElement, say: (line: string) => void) {
    const field = make('input', {
      id: 'chat-line',
      maxlength: String(charsMax),
      placeholder: 'Say something',
      'aria-label': 'Say',
      enterkeyhint: 'send',
      autocomplete: 'off',
    });
    const form = make('form', {}, field, make('button', { type: 'submit' }, 'Say'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const line = field.value.trim();
      if (line !== '') say(line);
      field.value = '';
    });
    this.#lines.setAttribute('aria-label', 'Chat');
    host.append(this.#lines, form);
  }

  show(chat: readonly Line[]): void {
    const key = JSON.stringify(chat);
    if (key === this.#shown) return;
    this.#shown = key;
    const { scrollTop, scrollHeight, clientHeight } = this.#lines;
    const isAtEnd = scrollHeight - scrollTop - clientHeight < nearEndPixels;
    this.#lines.replaceChildren(
      ...chat.map(({ from, text }) => make('li', {}, make('b', {}, from), ` ${text}`)),
    );
    if (isAtEnd) this.#lines.scrollTop = this.#lines.scrollHeight;
  }
}
