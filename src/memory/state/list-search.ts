/**
 * What a game asks of an array's elements in their order, as it would of an Array: for arrays of
 * entities and of primitives alike. Reads only; nothing is made but what is returned.
 */

/** What is asked of an element; truthy means that it is meant. */
export type Matches<Element> = (element: Element, index: number) => unknown;

interface Listed<Element> {
  readonly length: number;
  at(index: number): Element | undefined;
}

/** The first index whose element `matches`, or does not where `wanted` is false; or -1. */
export function indexWhere<Element>(
  list: Listed<Element>,
  matches: Matches<Element>,
  wanted = true,
): number {
  for (let index = 0; index < list.length; index++) {
    if (Boolean(matches(list.at(index) as Element, index)) === wanted) return index;
  }
  return -1;
}

export function elementWhere<Element>(
  list: Listed<Element>,
  matches: Matches<Element>,
): Element | undefined {
  const index = indexWhere(list, matches);
  return index < 0 ? undefined : list.at(index);
}

export function forEachOf<Element>(
  list: Listed<Element>,
  visit: (element: Element, index: number) => void,
): void {
  for (let index = 0; index < list.length; index++) visit(list.at(index) as Element, index);
}

/** The elements as an Array of its own. */
export function arrayOf<Element>(list: Listed<Element>): Element[] {
  const elements: Element[] = [];
  forEachOf(list, (element) => elements.push(element));
  return elements;
}
