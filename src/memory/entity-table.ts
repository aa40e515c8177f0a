/**
 * The entities of one `t.map(Entity)`: rows of columns found by key. What a game sees as
 * `ctx.state.ships`. The state is all in the room's memory; this object, its handles and its
 * cache belong to one worker and are worth nothing to correctness.
 *
 *   counters, u32: [size | rowsHigh | freeCount | nextWireIndex | removedCount | structure]
 *   structure rises with each entity that comes or goes, so that a worker knows what it missed
 *   rows 0 … rowsHigh-1 have been used; freed ones wait in a stack, the last freed on top
 *   alive, added: a bit per row; added = alive, and no client has heard of it
 *   removed: wire indexes of the entries that clients must still be told are gone
 */
import { UsageError } from '../base/errors.ts';
import type { ArenaList } from './arena-list.ts';
import { type Column, type ColumnBlock, createColumnBlock, resetRow } from './column-block.ts';
import { type Handle, type HandleClass, handleClass } from './handle-class.ts';
import { KeyIndex } from './key-index.ts';
import { type TableLayout, tableCounters } from './layout.ts';
import { LookupCache } from './lookup-cache.ts';
import type { RoomHeader } from './room-header.ts';
import { RowEntry, RowIterator } from './row-iterator.ts';
import type { TickArena } from './tick-arena.ts';

export const TableCounter = {
  SIZE: 0,
  ROWS_HIGH: 1,
  FREE: 2,
  NEXT_WIRE_INDEX: 3,
  REMOVED: 4,
  STRUCTURE: 5,
} as const;

/** Handles that a worker keeps per table by key; a miss costs a probe of the shared index. */
const cachedKeysMax = 4_096;

export class EntityTable<Entity extends Handle = Handle> {
  /** By field name, straight over the room's memory. Call `markDirty` for rows written so. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Entities that fit. */
  readonly capacity: number;

  /** For the engine: @internal */
  readonly $layout: TableLayout;
  readonly $block: ColumnBlock;
  readonly $counters: Uint32Array;
  readonly $alive: Int32Array;
  readonly $added: Int32Array;
  readonly $generations: Uint32Array;
  readonly $refIds: Uint32Array;
  readonly $wireIndexes: Uint32Array;
  readonly $removed: Uint32Array;
  readonly $keys: KeyIndex;

  readonly #header: RoomHeader;
  readonly #freeRows: Uint32Array;
  readonly #Handle: HandleClass<Entity>;
  readonly #cache: LookupCache<string, Entity>;
  readonly #iterators: RowIterator<Entity>[] = [];
  /** By row: the entities that are there, or were when `#structure` was the table's. */
  readonly #entries: (RowEntry<Entity> | undefined)[];
  #structure = 0;

  constructor(data: DataView, layout: TableLayout, header: RoomHeader) {
    const memory = data.buffer as SharedArrayBuffer;
    const { rows } = layout;
    const words = (rows + 31) >>> 5;
    this.capacity = rows;
    this.$layout = layout;
    this.$block = createColumnBlock(data, layout);
    this.$counters = new Uint32Array(memory, layout.counters, tableCounters);
    this.$alive = new Int32Array(memory, layout.alive, words);
    this.$added = new Int32Array(memory, layout.added, words);
    this.$generations = new Uint32Array(memory, layout.generations, rows);
    this.$refIds = new Uint32Array(memory, layout.refIds, rows);
    this.$wireIndexes = new Uint32Array(memory, layout.wireIndexes, rows);
    this.$removed = new Uint32Array(memory, layout.removed, rows);
    this.$keys = new KeyIndex(memory, layout);
    this.#freeRows = new Uint32Array(memory, layout.freeRows, rows);
    this.#header = header;
    this.#Handle = handleClass(layout, layout.plan.typeName) as HandleClass<Entity>;
    this.#entries = new Array<RowEntry<Entity> | undefined>(rows).fill(undefined);
    this.#cache = new LookupCache(Math.min(rows, cachedKeysMax));
    this.columns = columnsByName(layout, this.$block);
  }

  get size(): number {
    return this.$counters[TableCounter.SIZE];
  }

  get(key: string): Entity | undefined {
    const cached = this.#cache.get(key);
    if (cached !== undefined && this.has(cached)) return cached;
    const row = typeof key === 'string' ? this.$keys.find(key) : -1;
    if (row < 0) return undefined;
    const entity = this.at(row) as Entity;
    this.#cache.set(key, entity);
    return entity;
  }

  /** Whether there is an entity of that key, or whether a handle's entity is still in this map. */
  has(keyOrEntity: string | Entity): boolean {
    if (typeof keyOrEntity === 'string') return this.get(keyOrEntity) !== undefined;
    const { $block, $row, $generation } = keyOrEntity;
    return $block === this.$block && this.$generations[$row] === $generation;
  }

  /**
   * A new entity with its fields' defaults, and `fields` on top.
   * @throws UsageError KEY_INVALID, KEY_EXISTS, TABLE_FULL, or what a field's setter throws; the
   * table is then as before.
   */
  add(key: string, fields?: Partial<Omit<Entity, keyof Handle>>): Entity {
    const { path } = this.$layout.plan;
    this.$keys.check(key);
    if (this.$keys.find(key) >= 0) {
      throw new UsageError(
        'KEY_EXISTS',
        `${path}: '${key}' is there already; get() or delete() it`,
      );
    }
    const row = this.#takeRow();
    const counters = this.$counters;
    this.$generations[row]++;
    this.$refIds[row] = this.#header.nextRefId++;
    this.$wireIndexes[row] = counters[TableCounter.NEXT_WIRE_INDEX]++;
    this.$alive[row >>> 5] |= 1 << row;
    this.$added[row >>> 5] |= 1 << row;
    this.$block.dirty[row] = 1;
    counters[TableCounter.SIZE]++;
    this.$keys.insert(key, row);
    this.#restructure();
    resetRow(this.$block, this.$layout.plan.fields, row);
    const entity = this.at(row) as Entity;
    if (fields !== undefined) this.#assign(entity, fields);
    return entity;
  }

  /** False when there was none. Safe while iterating. */
  delete(key: string | Entity): boolean {
    const row = this.#rowOf(key);
    if (row < 0) return false;
    const counters = this.$counters;
    const bit = 1 << row;
    this.$keys.remove(row);
    this.$alive[row >>> 5] &= ~bit;
    this.$block.dirty[row] = 0;
    if ((this.$added[row >>> 5] & bit) !== 0) this.$added[row >>> 5] &= ~bit;
    else this.$removed[counters[TableCounter.REMOVED]++] = this.$wireIndexes[row];
    this.$generations[row]++;
    this.#freeRows[counters[TableCounter.FREE]++] = row;
    counters[TableCounter.SIZE]--;
    this.#restructure();
    this.#entries[row] = undefined;
    return true;
  }

  clear(): void {
    for (const entity of this) this.delete(entity);
  }

  /** The entity in `row`, or undefined where there is none. */
  at(row: number): Entity | undefined {
    if ((this.$alive[row >>> 5] & (1 << row)) === 0 || row >= this.capacity) return undefined;
    const generation = this.$generations[row];
    const known = this.#entries[row];
    if (known !== undefined && known.generation === generation) return known.value;
    const value = new this.#Handle(this.$block, row, generation);
    this.#entries[row] = new RowEntry(value, false, generation);
    return value;
  }

  keyOf(entity: Entity): string {
    if (!this.has(entity)) {
      throw new UsageError(
        'ENTITY_STALE',
        `${this.$layout.plan.path}: that entity was deleted, or is another map's`,
      );
    }
    return this.$keys.keyOf(entity.$row);
  }

  /** All rows in use, ascending, as a list of the arena: for hot loops over `columns`. */
  rows(arena: TickArena): ArenaList<'i32'> {
    const list = arena.list('i32', this.capacity);
    list.clear();
    const words = (this.$counters[TableCounter.ROWS_HIGH] + 31) >>> 5;
    for (let word = 0; word < words; word++) {
      for (let bits = this.$alive[word]; bits !== 0; bits &= bits - 1) {
        list.push((word << 5) | (31 - Math.clz32(bits & -bits)));
      }
    }
    return list;
  }

  /** After writing to `columns`: the row's changes go out with the next patch. */
  markDirty(row: number): void {
    this.$block.dirty[row] = 1;
  }

  /** As `markDirty` for every entity. */
  markAllDirty(): void {
    const words = (this.$counters[TableCounter.ROWS_HIGH] + 31) >>> 5;
    const { dirty } = this.$block;
    for (let word = 0; word < words; word++) {
      for (let bits = this.$alive[word]; bits !== 0; bits &= bits - 1) {
        dirty[(word << 5) | (31 - Math.clz32(bits & -bits))] = 1;
      }
    }
  }

  /** Entities in order of row, not of insertion. Allocates nothing when warm; may be nested. */
  [Symbol.iterator](): IterableIterator<Entity> {
    if (this.#structure !== this.$counters[TableCounter.STRUCTURE]) this.#catchUp();
    for (const iterator of this.#iterators) {
      if (iterator.start()) return iterator;
    }
    const iterator = new RowIterator<Entity>(this.#entries, this.$alive);
    this.#iterators.push(iterator);
    iterator.start();
    return iterator;
  }

  /** An entity comes or goes by this worker's hand, which keeps its entries true. */
  #restructure(): void {
    const structure = this.$counters[TableCounter.STRUCTURE];
    this.$counters[TableCounter.STRUCTURE] = structure + 1;
    if (this.#structure === structure) this.#structure = this.$counters[TableCounter.STRUCTURE];
  }

  /** Entities came or went while other workers ran the room. */
  #catchUp(): void {
    const rowsHigh = this.$counters[TableCounter.ROWS_HIGH];
    for (let row = 0; row < rowsHigh; row++) {
      if (this.at(row) === undefined) this.#entries[row] = undefined;
    }
    this.#structure = this.$counters[TableCounter.STRUCTURE];
  }

  #takeRow(): number {
    const counters = this.$counters;
    if (counters[TableCounter.FREE] > 0) return this.#freeRows[--counters[TableCounter.FREE]];
    if (counters[TableCounter.ROWS_HIGH] < this.capacity) return counters[TableCounter.ROWS_HIGH]++;
    const { path } = this.$layout.plan;
    throw new UsageError(
      'TABLE_FULL',
      `${path}: ${this.capacity} entities fit and all are there; raise capacity['${path}']`,
    );
  }

  /** By the plan's names, so that another entity may be given: its fields are its class's. */
  #assign(entity: Entity, fields: Partial<Omit<Entity, keyof Handle>>): void {
    const { path, fields: plans } = this.$layout.plan;
    try {
      for (const name in fields) {
        if (name in entity) continue;
        throw new UsageError('VALUE_INVALID', `${path}.${name}: there is no such field`);
      }
      for (const { name } of plans) {
        const value = fields[name as keyof typeof fields];
        if (value !== undefined) entity[name as keyof Entity] = value as never;
      }
    } catch (error) {
      this.delete(entity);
      throw error;
    }
  }

  #rowOf(key: string | Entity): number {
    if (typeof key === 'string') return this.$keys.find(key);
    return this.has(key) ? key.$row : -1;
  }
}

function columnsByName(layout: TableLayout, block: ColumnBlock): Record<string, Column> {
  const columns: Record<string, Column> = Object.create(null);
  layout.plan.fields.forEach((field, index) => {
    const column = block.columns[index];
    if (column !== undefined) columns[field.name] = column;
  });
  return columns;
}
