/**
 * One table: the rows of one owner, taken and given back. What maps, arrays and sets have in
 * common. Its state is all in the room's memory; the object belongs to one worker.
 */
import { UsageError } from '../../base/errors.ts';
import type { ArenaList } from '../arena/arena-list.ts';
import type { TickArena } from '../arena/tick-arena.ts';
import { tableCounters } from './block-layout.ts';
import type { Column } from './column-block.ts';
import { freeKept, keepRow, takeFree } from './kept-rows.ts';
import { closeRow, emptyTable, openRow } from './row-lifecycle.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

/** The root's place among a plan's blocks. */
const rootBlock = 0;

export abstract class TableRows {
  /** Elements that fit. */
  readonly capacity: number;

  /** For the engine: @internal */
  readonly $block: TableBlock;
  readonly $owner: number;
  /** The owner's first row. */
  readonly $first: number;
  /** Where the owner's counters start. */
  readonly $counters: number;
  readonly #refId: number;

  constructor(block: TableBlock, owner: number) {
    const { capacity, stride } = block.layout.plan;
    this.capacity = capacity;
    this.$block = block;
    this.$owner = owner;
    this.$first = owner * stride;
    this.$counters = owner * tableCounters;
    this.#refId = block.tableRefIds[owner];
  }

  get size(): number {
    return this.$block.counters[this.$counters + TableCounter.SIZE];
  }

  /**
   * By field name, straight over the room's memory; an array, a map or a set of primitives has
   * them as `value`. Those of a collection in an entity hold the rows of all owners. Call
   * `markDirty` for rows written so.
   */
  get columns(): Readonly<Record<string, Column>> {
    return columnsOf(this.$block);
  }

  /** All rows in use, ascending, as a list of the arena: for hot loops over `columns`. */
  rows(arena: TickArena): ArenaList<'i32'> {
    const list = arena.list('i32', this.capacity);
    const { alive } = this.$block;
    const end = this.$first + this.$rowsHigh;
    for (let row = this.$first; row < end; row++) {
      if (alive[row] !== 0) list.push(row);
    }
    return list;
  }

  /** After writing to `columns`: the row's changes go out with the next patch. */
  markDirty(row: number): void {
    this.$block.dirty[row] = 1;
  }

  /** As `markDirty` for every row in use. */
  markAllDirty(): void {
    const { dirtyWords, aliveWords } = this.$block;
    const end = (this.$first + this.$rowsHigh + 3) >>> 2;
    for (let word = this.$first >>> 2; word < end; word++) dirtyWords[word] |= aliveWords[word];
  }

  get $rowsHigh(): number {
    return this.$block.counters[this.$counters + TableCounter.ROWS_HIGH];
  }

  /** Rises with each element that comes or goes. */
  get $structure(): number {
    return this.$block.counters[this.$counters + TableCounter.STRUCTURE];
  }

  /** Before every change. @throws UsageError ENTITY_STALE when the table's owner is gone. */
  protected demandOwner(): void {
    const { owner } = this.$block.layout.plan;
    // What the root owns is there before the room is, and as long.
    if (owner === rootBlock) return;
    if (this.$block.tableRefIds[this.$owner] === this.#refId && this.#refId !== 0) return;
    throw new UsageError(
      'ENTITY_STALE',
      `${this.$block.layout.plan.path}: the entity that owned it was deleted`,
    );
  }

  /** Before `count` elements come. @throws UsageError TABLE_FULL naming the option. */
  protected demandRoom(count: number): void {
    if (this.size + count <= this.capacity) return;
    const { path } = this.$block.layout.plan;
    const there = this.size === this.capacity ? 'all' : this.size;
    throw new UsageError(
      'TABLE_FULL',
      `${path}: ${this.capacity} elements fit and ${there} are there; raise capacity['${path}']`,
    );
  }

  /** A row, or the one that was kept. @throws UsageError TABLE_FULL. */
  protected takeRow(keptRow = -1): number {
    this.demandRoom(1);
    const { counters } = this.$block;
    const at = this.$counters;
    const row = keptRow < 0 ? this.#freeRow() : keptRow;
    this.$block.generations[row]++;
    counters[at + TableCounter.SIZE]++;
    counters[at + TableCounter.STRUCTURE]++;
    openRow(this.$block, row);
    this.markChanged();
    return row;
  }

  protected releaseRow(row: number): void {
    const { counters, freeRows, generations, layout } = this.$block;
    const at = this.$counters;
    closeRow(this.$block, row);
    generations[row]++;
    if (layout.plan.kind === 'map') keepRow(this.$block, this.$owner, row);
    else freeRows[this.$first + counters[at + TableCounter.FREE]++] = row;
    counters[at + TableCounter.SIZE]--;
    counters[at + TableCounter.STRUCTURE]++;
    this.markChanged();
  }

  protected emptyRows(): void {
    emptyTable(this.$block, this.$owner);
    this.markChanged();
  }

  protected markChanged(): void {
    this.$block.changed[this.$owner] = 1;
  }

  #freeRow(): number {
    const { counters } = this.$block;
    const at = this.$counters;
    if (counters[at + TableCounter.FREE] === 0) {
      const isFresh = counters[at + TableCounter.ROWS_HIGH] < this.capacity;
      if (isFresh) return this.$first + counters[at + TableCounter.ROWS_HIGH]++;
      freeKept(this.$block, this.$owner);
    }
    return takeFree(this.$block, this.$owner);
  }
}

const named = new WeakMap<TableBlock, Readonly<Record<string, Column>>>();

function columnsOf(block: TableBlock): Readonly<Record<string, Column>> {
  let columns = named.get(block);
  if (columns === undefined) {
    const byName: Record<string, Column> = Object.create(null);
    block.layout.fields.forEach(({ plan }, index) => {
      const column = block.columns[index];
      if (column !== undefined) byName[plan.name] = column;
    });
    columns = byName;
    named.set(block, columns);
  }
  return columns;
}
