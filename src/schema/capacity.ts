/**
 * Reads a game's `capacity`: how many clients and rows, how many bytes per string and key. Every
 * bound has a default; every key that names nothing is refused, with the ones that exist.
 */
import { UsageError } from '../base/errors.ts';
import {
  clientsDefault,
  clientsLimit,
  keyBytesDefault,
  rowsDefault,
  rowsLimit,
  stringBytesDefault,
  stringBytesLimit,
} from '../base/limits.ts';

/**
 * `clients`: seats; `<map>`: rows; `<map>:key`: bytes of a key; `<map>.<field>` or `<field>`:
 * bytes of a string.
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

  rows(table: string): number {
    return this.#read(table, rowsDefault, rowsLimit);
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
