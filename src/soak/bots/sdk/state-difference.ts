/** Where two states, as plain data, are not the same. Thread-neutral; owns nothing. */

/** Enough to see what kind of thing went wrong. */
const differencesMax = 5;

/** The first differences, a line each, as `ships.a1.x: own 3, server 4`. Empty where equal. */
export function differencesOf(own: unknown, server: unknown): string[] {
  const found: string[] = [];
  compare(own, server, '', found);
  return found;
}

function compare(own: unknown, server: unknown, path: string, found: string[]): void {
  if (found.length >= differencesMax || Object.is(own, server)) return;
  if (!isObject(own) || !isObject(server)) {
    found.push(`${path || 'state'}: own ${brief(own)}, server ${brief(server)}`);
    return;
  }
  for (const key of new Set([...Object.keys(own), ...Object.keys(server)])) {
    const inner = path === '' ? key : `${path}.${key}`;
    compare(Reflect.get(own, key), Reflect.get(server, key), inner, found);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function brief(value: unknown): string {
  if (value === undefined) return 'nothing';
  return isObject(value) ? `{ ${Object.keys(value).join(', ')} }` : String(value);
}
