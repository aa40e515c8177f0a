/**
 * The last minute, a number per second and column, oldest first, null where nothing was told: what
 * plots take as it is. Thread-neutral; of a fixed size.
 */

export const secondsKept = 61;

export type Column = (number | null)[];

export class SecondRing {
  /** -60 … 0: how long ago, s. */
  readonly ago: readonly number[] = Array.from({ length: secondsKept }, (_, at) => {
    return at - secondsKept + 1;
  });
  readonly columns: readonly Column[];

  constructor(columns: number) {
    this.columns = Array.from({ length: columns }, () => new Array(secondsKept).fill(null));
  }

  /** One number per column; the oldest second falls out. */
  add(values: readonly (number | null)[]): void {
    for (const [index, column] of this.columns.entries()) {
      column.copyWithin(0, 1);
      column[secondsKept - 1] = values[index] ?? null;
    }
  }

  clear(): void {
    for (const column of this.columns) column.fill(null);
  }
}
