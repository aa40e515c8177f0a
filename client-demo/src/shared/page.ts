// Finds and makes the page's elements. A missing one is a mistake in index.html and says so. Text
// is always set as text: names and titles come from strangers.

/** The element with this id, checked to be of this class. Throws where it is not. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}

/** A new element with these attributes (`class`, `id`, …) and children; strings become text. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that does this and no more: it submits nothing. */
export function makeButton(label: string, press: () => void, id = ''): HTMLButtonElement {
  const button = make('button', { type: 'button', ...(id && { id }) }, label);
  button.addEventListener('click', press);
  return button;
}

/** Calls `press` for a key that is meant for the page, not for a text field or the browser. */
export function onKey(code: string, press: () => void): void {
  addEventListener('keydown', (event) => {
    if (event.code !== code || event.repeat || event.target instanceof HTMLInputElement) return;
    if (!event.ctrlKey && !event.metaKey && !event.altKey) press();
  });
}
