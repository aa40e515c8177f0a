/**
 * Strings of one field, each in a place of its own size: [length u16] [UTF-8, up to bytesMax].
 * A version per row rises with each change, so that a handle can keep the decoded string and the
 * encoder can tell what is unsent, on whatever thread. The holder of the lease writes.
 */
import { UsageError } from '../../base/errors.ts';
import { utf8Length, writeUtf8 } from '../utf8.ts';
import type { FieldLayout } from './block-layout.ts';

export class StringColumn {
  readonly lengths: Uint16Array;
  readonly versions: Uint32Array;
  /** The version last sent; of one element for server-only fields, and unused there. */
  readonly sentVersions: Uint32Array;
  readonly offset: number;
  readonly bytesMax: number;
  readonly #bytes: Buffer;
  readonly #path: string;

  constructor(memory: SharedArrayBuffer, layout: FieldLayout, rows: number) {
    this.lengths = new Uint16Array(memory, layout.lengths, rows);
    this.versions = new Uint32Array(memory, layout.versions, rows);
    this.sentVersions = new Uint32Array(memory, layout.sentVersions, rows);
    this.offset = layout.value;
    this.bytesMax = layout.plan.bytesMax;
    this.#bytes = Buffer.from(memory);
    this.#path = layout.plan.path;
  }

  read(row: number): string {
    const at = this.offset + row * this.bytesMax;
    return this.#bytes.toString('utf8', at, at + this.lengths[row]);
  }

  /**
   * True when the row's string changed.
   * @throws UsageError VALUE_INVALID, STRING_TOO_LONG; the row keeps its string.
   */
  write(row: number, text: string): boolean {
    const length = this.check(text);
    if (length === this.lengths[row] && this.read(row) === text) return false;
    writeUtf8(this.#bytes, this.offset + row * this.bytesMax, text);
    this.lengths[row] = length;
    this.versions[row]++;
    return true;
  }

  /**
   * The bytes that `text` takes.
   * @throws UsageError VALUE_INVALID, STRING_TOO_LONG.
   */
  check(text: string): number {
    if (typeof text !== 'string') {
      throw new UsageError(
        'VALUE_INVALID',
        `${this.#path}: a string was expected, not ${typeof text}`,
      );
    }
    const length = utf8Length(text);
    if (length > this.bytesMax) {
      throw new UsageError(
        'STRING_TOO_LONG',
        `${this.#path}: ${length} bytes of UTF-8 where ${this.bytesMax} fit;` +
          ` raise capacity['${this.#path}'] or shorten the text`,
      );
    }
    return length;
  }
}
