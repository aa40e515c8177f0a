/**
 * Finds a row by its key, in a map of the owner's: open addressing with linear probing over int32
 * words of row + 1, at most half full, so that a probe is short; deletion shifts back instead of
 * leaving tombstones. Each owner has `indexSize` words; the keys' bytes and hashes lie beside them.
 * In the room's memory: any worker may use it.
 */
import { UsageError } from '../../base/errors.ts';
import { utf8Length, writeUtf8 } from '../utf8.ts';
import type { TableLayout } from './block-layout.ts';

export class KeyIndex {
  readonly keys: Buffer;
  readonly keysOffset: number;
  readonly keyLengths: Uint16Array;
  readonly #hashes: Int32Array;
  readonly #words: Int32Array;
  readonly #size: number;
  readonly #mask: number;
  readonly #keyBytesMax: number;
  readonly #path: string;

  constructor(memory: SharedArrayBuffer, layout: TableLayout) {
    const isMap = layout.plan.kind === 'map';
    this.keys = Buffer.from(memory);
    this.keysOffset = layout.keys;
    this.keyLengths = new Uint16Array(memory, layout.keyLengths, isMap ? layout.rows : 0);
    this.#hashes = new Int32Array(memory, layout.keyHashes, isMap ? layout.rows : 0);
    this.#words = new Int32Array(memory, layout.index, layout.plan.owners * layout.indexSize);
    this.#size = layout.indexSize;
    this.#mask = layout.indexSize - 1;
    this.#keyBytesMax = layout.plan.keyBytesMax;
    this.#path = layout.plan.path;
  }

  /** The key's row, or -1. */
  find(owner: number, key: string): number {
    const from = owner * this.#size;
    const hash = hashOf(key);
    for (let at = hash & this.#mask; ; at = (at + 1) & this.#mask) {
      const row = this.#words[from + at] - 1;
      if (row < 0) return -1;
      if (this.#hashes[row] === hash && this.#holds(row, key)) return row;
    }
  }

  /** @throws UsageError KEY_INVALID with what is wrong and the option to raise. */
  check(key: string): void {
    const path = this.#path;
    if (typeof key !== 'string' || key === '' || !key.isWellFormed()) {
      const given = typeof key === 'string' ? JSON.stringify(key) : typeof key;
      throw new UsageError(
        'KEY_INVALID',
        `${path}: ${given} is no key: it must be a string, not empty, valid Unicode`,
      );
    }
    const bytes = utf8Length(key);
    if (bytes > this.#keyBytesMax) {
      throw new UsageError(
        'KEY_INVALID',
        `${path}: a key of ${bytes} bytes where ${this.#keyBytesMax} fit;` +
          ` raise capacity['${path}:key']`,
      );
    }
  }

  /** Enters a checked key that is not there yet. */
  insert(owner: number, key: string, row: number): void {
    const from = owner * this.#size;
    const hash = hashOf(key);
    this.#hashes[row] = hash;
    const start = this.#keyAt(row);
    this.keyLengths[row] = writeUtf8(this.keys, start, key) - start;
    let at = hash & this.#mask;
    while (this.#words[from + at] !== 0) at = (at + 1) & this.#mask;
    this.#words[from + at] = row + 1;
  }

  /** Takes out the key of `row`, which is there. */
  remove(owner: number, row: number): void {
    const from = owner * this.#size;
    const words = this.#words;
    const mask = this.#mask;
    let hole = this.#hashes[row] & mask;
    while (words[from + hole] !== row + 1) hole = (hole + 1) & mask;
    // Every entry of the run that may not stand before its own place moves into the hole.
    for (let at = (hole + 1) & mask; words[from + at] !== 0; at = (at + 1) & mask) {
      const home = this.#hashes[words[from + at] - 1] & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        words[from + hole] = words[from + at];
        hole = at;
      }
    }
    words[from + hole] = 0;
  }

  /** Takes out all keys of an owner. */
  clear(owner: number): void {
    this.#words.fill(0, owner * this.#size, (owner + 1) * this.#size);
  }

  keyOf(row: number): string {
    const at = this.#keyAt(row);
    return this.keys.toString('utf8', at, at + this.keyLengths[row]);
  }

  #keyAt(row: number): number {
    return this.keysOffset + row * this.#keyBytesMax;
  }

  #holds(row: number, key: string): boolean {
    const at = this.#keyAt(row);
    const length = this.keyLengths[row];
    for (let i = 0; i < key.length; i++) {
      const code = key.charCodeAt(i);
      if (code > 0x7f) return this.keyOf(row) === key;
      if (this.keys[at + i] !== code) return false;
    }
    return key.length === length;
  }
}

/** FNV-1a over UTF-16 units, finished so that the low bits depend on all. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < key.length; at++) {
    hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  }
  return hash ^ (hash >>> 15);
}
