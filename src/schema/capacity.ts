/**
 * Reads a game's `capacity`: how many clients and rows, how many bytes per string and key. Every
 * bound has a default; every key that names nothing is refused, with the ones that exist.
 */
import { UsageError } from '../base/errors.ts';
import {
  clientsDefault,
  clientsLimit,
  keyBytesDefault,
  ownedRowsDefault,
  rowsDefault,
  rowsLimit,
  stringBytesDefault,
  stringBytesLimit,
} from '../base/limits.ts';

/**
 * `clients`: seats; `<collection>`: elements, for one inside an entity those of each owner;
 * `<map>:key`: bytes of a key; `<collection>.<field>`, `<field>`, or `<collection>:value` where
 * the elements are strings: bytes of a string.
 */
export type CapacityValues = Readonly<Record<string, number | undefined>>;

export class CapacityReader {
  readonly #values: CapacityValues;
  readonly #known = new Set<string>();

  constructor(values: CapacityValues) {
    this.#values = values;
  }

  clients(): number {
    return this.#read('clients', clientsDefault, clientsLimit);
  }

  /** Elements of each of `owners` tables. */
  rows(table: string, owners: number): number {
    const fallback = owners === 1 ? rowsDefault : ownedRowsDefault;
    const rows = this.#read(table, fallback, rowsLimit);
    if (rows * owners <= rowsLimit) return rows;
    throw new UsageError(
      'CAPACITY_INVALID',
      `capacity['${table}']: ${rows} for each of ${owners} owners is more than ${rowsLimit};` +
        ' lower it or the capacity of its owners',
    );
  }

  keyBytes(table: string): number {
    return this.#read(`${table}:key`, keyBytesDefault, stringBytesLimit);
  }

  stringBytes(path: string): number {
    return this.#read(path, stringBytesDefault, stringBytesLimit);
  }

  /** @throws UsageError CAPACITY_INVALID for the first key that nothing asked for. */
  rejectUnknown(): void {
    for (const name of Object.keys(this.#values)) {
      if (this.#known.has(name)) continue;
      throw new UsageError(
        'CAPACITY_INVALID',
        `capacity['${name}']: no such option; there are ${[...this.#known].join(', ')}`,
      );
    }
  }

  #read(name: string, fallback: number, limit: number): number {
    this.#known.add(name);
    const value = this.#values[name] ?? fallback;
    if (!Number.isInteger(value) || value < 1 || value > limit) {
      throw new UsageError(
        'CAPACITY_INVALID',
        `capacity['${name}']: ${value} is not a whole number from 1 to ${limit}`,
      );
    }
    return value;
  }
}
