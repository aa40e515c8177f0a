/**
 * The only way to text in a page: what is put into `html` is escaped, unless `html` made it. Names
 * of rooms and texts of errors come from games and servers, and are hostile. Thread-neutral.
 */

/** HTML that is known to be safe. Only this file makes it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Markup[];

/** A template whose values are text; quotes are escaped too, so an attribute's value may be one. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = parts.map((part, index) => `${literals[index] ?? ''}${partText(part)}`).join('');
  return new Markup(text + (literals.at(-1) ?? ''));
}

/** Nothing, where a part of a page has nothing to say. */
export const nothing = new Markup('');

/** A script's or a style's own code, which must not end its element. Never what a run brought. */
export function rawCode(code: string): Markup {
  if (/<\/(script|style)|<!--/i.test(code)) throw new Error('code that would end its own element');
  return new Markup(code);
}

/** Data inside a script element, where `<` is the only character that could end it. */
export function scriptJson(value: unknown): Markup {
  return new Markup(JSON.stringify(value).replaceAll('<', '\\u003c'));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function partText(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(({ text }) => text).join('');
  return String(part).replace(/[&<>"']/g, (found) => entities[found] ?? '');
}
