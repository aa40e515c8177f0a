// A panel at the side of a game, opened and closed from the toolbar and by a key. Owns its element;
// all panels of a page stand in one column.
import { make, makeButton } from './page.ts';
import type { Toolbar } from './toolbar.ts';

export interface PanelSettings {
  readonly id: string;
  readonly title: string;
  /** On its button in the toolbar. */
  readonly label: string;
  readonly keyCode: string;
}

const panels: SidePanel[] = [];
const roomForOne = '(max-width: 700px)';

export class SidePanel {
  readonly body = make('div', { class: 'body' });
  readonly #root: HTMLElement;
  readonly #button: HTMLButtonElement;
  readonly #toggled: (isOpen: boolean) => void;

  constructor(toolbar: Toolbar, settings: PanelSettings, toggled: (isOpen: boolean) => void) {
    const { id, title, label, keyCode } = settings;
    this.#toggled = toggled;
    const close = makeButton('Close', () => this.toggle());
    close.className = 'close';
    const head = make('header', {}, make('h2', { id: `${id}-title` }, title), close);
    const attributes = { id, class: 'side-panel', 'aria-labelledby': `${id}-title` };
    this.#root = make('section', attributes, head, this.body);
    this.#root.hidden = true;
    this.#button = toolbar.add(label, () => this.toggle(), keyCode);
    this.#button.setAttribute('aria-pressed', 'false');
    column().append(this.#root);
    panels.push(this);
    toolbar.follow((isShown) => {
      if (!isShown && this.isOpen) this.toggle();
    });
  }

  get isOpen(): boolean {
    return !this.#root.hidden;
  }

  /** What its button says, where there is more to say than its name. */
  relabel(label: string): void {
    this.#button.textContent = label;
  }

  toggle(): void {
    this.#root.hidden = !this.#root.hidden;
    this.#button.setAttribute('aria-pressed', String(this.isOpen));
    this.#toggled(this.isOpen);
    if (!this.isOpen || !matchMedia(roomForOne).matches) return;
    for (const other of panels) if (other !== this && other.isOpen) other.toggle();
  }
}

function column(): HTMLElement {
  const there = document.getElementById('side');
  if (there !== null) return there;
  const made = make('aside', { id: 'side' });
  document.body.append(made);
  return made;
}
