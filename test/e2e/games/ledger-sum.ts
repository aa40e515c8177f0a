/** What a ledger adds up to: the same numbers on a worker's columns and on a client's decoder. */

export interface Entry {
  readonly x: number;
  readonly n: number;
  readonly label: string;
  readonly on: boolean;
}

/** Exact in a float32, so that both sides see the same number. */
const fraction = 1_024;

/** Order does not matter: a client's map has another one than the room's rows. */
export function addEntry(sum: number, key: string, entry: Entry): number {
  let hash = textHash(0x811c9dc5, key);
  hash = textHash(hash, entry.label);
  hash = Math.imul(hash ^ (entry.x * fraction), 0x01000193);
  hash = Math.imul(hash ^ entry.n, 0x01000193);
  hash = Math.imul(hash ^ (entry.on ? 1 : 2), 0x01000193);
  return (sum + hash) >>> 0;
}

export function startOf(tick: number): number {
  return Math.imul(tick + 1, 0x9e3779b1) >>> 0;
}

function textHash(start: number, text: string): number {
  let hash = start;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  return hash;
}
