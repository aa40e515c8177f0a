// The few things to press while a game is on, at the top of the page: the room's link, what pages
// add, and the way out. Behind one button where there is little room. Owns its element.
import type { Seat } from './connection.ts';
import { type hashOf, linkTo } from './links.ts';
import { make, makeButton, onKey } from './page.ts';

const saidMs = 1_600;

export class Toolbar {
  readonly #tools = make('div', { class: 'tools' });
  readonly #menu = makeButton('Menu', () => this.#fold(this.#root.dataset.open === 'true'));
  readonly #root = make('nav', { id: 'toolbar', 'aria-label': 'Game' }, this.#menu, this.#tools);
  readonly #leave: HTMLButtonElement;
  readonly #followers: ((isShown: boolean) => void)[] = [];

  /** `name`: who invites by the link. */
  constructor(connection: Seat, name: () => string) {
    const copy = makeButton('Copy link', () => {
      const { roomId } = connection.room ?? {};
      if (roomId !== undefined) void copyLink(copy, { roomId, from: name() });
    });
    copy.id = 'copy-link';
    this.#leave = makeButton('Leave', () => connection.leave(), 'leave');
    this.#tools.append(copy, this.#leave);
    this.#menu.className = 'menu';
    this.#fold(true);
    this.#root.hidden = true;
    document.body.append(this.#root);
    connection.follow(({ phase }) => {
      this.#root.hidden = phase !== 'connected' && phase !== 'reconnecting';
      if (this.#root.hidden) this.#fold(true);
      for (const changed of this.#followers) changed(!this.#root.hidden);
    });
  }

  /** Tells whether a game is on, whenever that may have changed. */
  follow(changed: (isShown: boolean) => void): void {
    this.#followers.push(changed);
  }

  /** A switch of the page's, with a key where it has one ('KeyH'). It goes ahead of "Leave". */
  add(label: string, press: () => void, code?: string): HTMLButtonElement {
    const button = makeButton(label, () => {
      press();
      button.blur(); // or the next space bar would press it, in place of what it does in the game
      this.#fold(true);
    });
    if (code !== undefined) {
      button.title = `Key: ${code.replace('Key', '')}`;
      onKey(code, () => {
        if (!this.#root.hidden) press();
      });
    }
    this.#leave.before(button);
    return button;
  }

  #fold(isFolded: boolean): void {
    this.#root.dataset.open = String(!isFolded);
    this.#menu.setAttribute('aria-expanded', String(!isFolded));
  }
}

async function copyLink(button: HTMLButtonElement, link: Parameters<typeof hashOf>[0]) {
  const label = 'Copy link';
  try {
    await navigator.clipboard.writeText(linkTo(link, new URL(location.href)));
    button.textContent = 'Copied';
  } catch {
    button.textContent = 'It is in the address bar'; // a page without a clipboard: plain http
  }
  button.blur();
  setTimeout(() => {
    button.textContent = label;
  }, saidMs);
}
