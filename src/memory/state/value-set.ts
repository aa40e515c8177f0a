/**
 * One `t.set('string')` and the like: primitives, each once. What a game sees as `player.tags`;
 * used as a Set. `has` looks at every element: for large sets use a map. Its state is all in the
 * room's memory; the object belongs to one worker.
 */
import { noteAddition, noteClear, noteRemoval } from './index-changes.ts';
import { TableRows } from './table-rows.ts';
import { asStored, checkValue, type Primitive, readValue, writeValue } from './value-cell.ts';

export class ValueSet<Value extends Primitive = Primitive> extends TableRows {
  has(value: Value): boolean {
    return this.#find(value) >= 0;
  }

  /** @throws UsageError VALUE_INVALID, STRING_TOO_LONG, TABLE_FULL, ENTITY_STALE. */
  add(value: Value): this {
    this.demandOwner();
    checkValue(this.$block, value);
    if (this.has(value)) return this;
    const row = this.takeRow();
    noteAddition(this.$block, this.$owner, row);
    writeValue(this.$block, row, value);
    return this;
  }

  /** False when there was none. */
  delete(value: Value): boolean {
    const row = this.#find(value);
    if (row < 0) return false;
    this.demandOwner();
    noteRemoval(this.$block, this.$owner, row);
    this.releaseRow(row);
    return true;
  }

  clear(): void {
    this.demandOwner();
    this.emptyRows();
    noteClear(this.$block, this.$owner);
  }

  /** In order of row, not of insertion. */
  *values(): Generator<Value, undefined> {
    for (let row = this.$first; row < this.$first + this.$rowsHigh; row++) {
      if (this.$block.alive[row] !== 0) yield readValue(this.$block, row) as Value;
    }
  }

  forEach(visit: (value: Value) => void): void {
    for (const value of this.values()) visit(value);
  }

  toJSON(): Value[] {
    return Array.from(this.values());
  }

  [Symbol.iterator](): Generator<Value, undefined> {
    return this.values();
  }

  #find(given: Value): number {
    const value = asStored(this.$block, given);
    for (let row = this.$first; row < this.$first + this.$rowsHigh; row++) {
      if (this.$block.alive[row] !== 0 && readValue(this.$block, row) === value) return row;
    }
    return -1;
  }
}
