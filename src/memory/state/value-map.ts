/**
 * One `t.map('number')` and the like: primitives by key. What a game sees as `player.scores`; used
 * as a Map. Its state is all in the room's memory; the object belongs to one worker.
 */
import { noteAddition, noteClear, noteRemoval, noteReplacement } from './index-changes.ts';
import { replacesItself, settleTick } from './kept-rows.ts';
import { TableCounter } from './table-counters.ts';
import { TableRows } from './table-rows.ts';
import { checkValue, type Primitive, readValue, writeValue } from './value-cell.ts';

export class ValueMap<Value extends Primitive = Primitive> extends TableRows {
  get(key: string): Value | undefined {
    const row = this.#find(key);
    return row < 0 ? undefined : (readValue(this.$block, row) as Value);
  }

  has(key: string): boolean {
    return this.#find(key) >= 0;
  }

  /** @throws UsageError KEY_INVALID, VALUE_INVALID, STRING_TOO_LONG, TABLE_FULL, ENTITY_STALE. */
  set(key: string, value: Value): this {
    this.demandOwner();
    const { keys } = this.$block;
    keys.check(key);
    settleTick(this.$block, this.$owner);
    const known = keys.find(this.$owner, key);
    if (known >= 0 && this.$block.alive[known] !== 0) {
      if (!writeValue(this.$block, known, value)) return this;
      this.markDirty(known);
      return this;
    }
    checkValue(this.$block, value);
    const row = this.takeRow(known);
    if (!replacesItself(this.$block, known)) noteAddition(this.$block, this.$owner, row);
    if (known < 0) keys.insert(this.$owner, key, row);
    writeValue(this.$block, row, value);
    return this;
  }

  /** False when there was none. */
  delete(key: string): boolean {
    const row = this.#find(key);
    if (row < 0) return false;
    this.demandOwner();
    settleTick(this.$block, this.$owner);
    noteRemoval(this.$block, this.$owner, row);
    this.releaseRow(row);
    return true;
  }

  clear(): void {
    this.demandOwner();
    this.emptyRows();
    noteClear(this.$block, this.$owner);
    this.$block.counters[this.$counters + TableCounter.NEXT_WIRE_INDEX] = 0;
  }

  override markDirty(row: number): void {
    noteReplacement(this.$block, this.$owner, row);
    this.markChanged();
  }

  override markAllDirty(): void {
    for (let row = this.$first; row < this.$first + this.$rowsHigh; row++) {
      if (this.$block.alive[row] !== 0) this.markDirty(row);
    }
  }

  /** In order of row, not of insertion. */
  *entries(): Generator<[string, Value], undefined> {
    for (let row = this.$first; row < this.$first + this.$rowsHigh; row++) {
      if (this.$block.alive[row] === 0) continue;
      yield [this.$block.keys.keyOf(row), readValue(this.$block, row) as Value];
    }
  }

  *keys(): Generator<string, undefined> {
    for (const [key] of this.entries()) yield key;
  }

  *values(): Generator<Value, undefined> {
    for (const [, value] of this.entries()) yield value;
  }

  forEach(visit: (value: Value, key: string) => void): void {
    for (const [key, value] of this.entries()) visit(value, key);
  }

  toJSON(): Record<string, Value> {
    return Object.fromEntries(this.entries());
  }

  [Symbol.iterator](): Generator<[string, Value], undefined> {
    return this.entries();
  }

  #find(key: string): number {
    const row = typeof key === 'string' ? this.$block.keys.find(this.$owner, key) : -1;
    return row >= 0 && this.$block.alive[row] !== 0 ? row : -1;
  }
}
