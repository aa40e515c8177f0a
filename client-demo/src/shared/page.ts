// Finds the page's own elements. A missing one is a mistake in index.html and says so.

/** The element with this id, checked to be of this class. Throws where it is not. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`index.html has no ${kind.name} #${id}`);
  return found;
}
