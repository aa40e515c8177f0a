/**
 * The entities of one `t.map(Entity)`: rows of columns found by key. What a game sees as
 * `ctx.state.ships`, or as `player.items`. The state is all in the room's memory; this object, its
 * handles and its cache belong to one worker and are worth nothing to correctness.
 */
import { UsageError } from '../../base/errors.ts';
import { LookupCache } from '../lookup-cache.ts';
import { assignFields, checkFields, detached } from './assign-fields.ts';
import { EntityRows } from './entity-rows.ts';
import type { FieldsOf, Handle } from './handle-class.ts';
import { noteAddition, noteClear, noteRemoval } from './index-changes.ts';
import { replacesItself, settleTick } from './kept-rows.ts';
import type { TableBlock } from './table-block.ts';
import { TableCounter } from './table-counters.ts';

/** Handles that a worker keeps per table by key; a miss costs a probe of the shared index. */
const cachedKeysMax = 4_096;

export class EntityTable<Entity extends Handle = Handle> extends EntityRows<Entity> {
  readonly #cache: LookupCache<string, Entity>;

  constructor(block: TableBlock, owner: number) {
    super(block, owner);
    this.#cache = new LookupCache(Math.min(this.capacity, cachedKeysMax));
  }

  get(key: string): Entity | undefined {
    const cached = this.#cache.get(key);
    // What is cached is this table's, so that only its entity may be gone.
    if (cached !== undefined && this.$block.generations[cached.$row] === cached.$generation) {
      return cached;
    }
    const row = this.#find(key);
    if (row < 0) return undefined;
    const entity = this.entityAt(row) as Entity;
    this.#cache.set(key, entity);
    return entity;
  }

  /** Whether there is an entity of that key, or whether a handle's entity is still in this map. */
  has(keyOrEntity: string | Entity): boolean {
    if (typeof keyOrEntity === 'string') return this.get(keyOrEntity) !== undefined;
    return this.owns(keyOrEntity);
  }

  /**
   * A new entity with its fields' defaults, and `fields` on top.
   * @throws UsageError KEY_INVALID, KEY_EXISTS, TABLE_FULL, ENTITY_STALE, or what a field's setter
   * throws; the table is then as before.
   */
  add(key: string, fields?: FieldsOf<Entity>): Entity {
    this.demandOwner();
    const { keys, layout } = this.$block;
    keys.check(key);
    settleTick(this.$block, this.$owner);
    const known = keys.find(this.$owner, key);
    if (known >= 0 && this.$block.alive[known] !== 0) {
      throw new UsageError(
        'KEY_EXISTS',
        `${layout.plan.path}: '${key}' is there already; get() or delete() it`,
      );
    }
    if (fields !== undefined) checkFields(this.$block, fields);
    const given = fields && detached(fields, layout.plan);
    const row = this.takeRow(known);
    if (!replacesItself(this.$block, known)) noteAddition(this.$block, this.$owner, row);
    if (known < 0) keys.insert(this.$owner, key, row);
    const entity = this.entityAt(row) as Entity;
    if (given !== undefined) assignFields(entity, given, layout.plan);
    return entity;
  }

  /** False when there was none. Safe while iterating. */
  delete(key: string | Entity): boolean {
    const row = this.#rowOf(key);
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

  /** In order of row, not of insertion. */
  *entries(): Generator<[string, Entity], undefined> {
    for (const entity of this) yield [this.$block.keys.keyOf(entity.$row), entity];
  }

  *keys(): Generator<string, undefined> {
    for (const entity of this) yield this.$block.keys.keyOf(entity.$row);
  }

  /** As `for … of` the map itself. */
  values(): IterableIterator<Entity> {
    return this[Symbol.iterator]();
  }

  forEach(visit: (entity: Entity, key: string) => void): void {
    for (const entity of this) visit(entity, this.$block.keys.keyOf(entity.$row));
  }

  /** As plain values by key. */
  toJSON(): Record<string, object> {
    return Object.fromEntries(this.entries().map(([key, entity]) => [key, entity.toJSON()]));
  }

  /** The entity in `row` of the columns, or undefined where there is none of this map's. */
  at(row: number): Entity | undefined {
    return this.entityAt(row);
  }

  keyOf(entity: Entity): string {
    if (!this.owns(entity)) {
      throw new UsageError(
        'ENTITY_STALE',
        `${this.$block.layout.plan.path}: that entity was deleted, or is another map's`,
      );
    }
    return this.$block.keys.keyOf(entity.$row);
  }

  #rowOf(key: string | Entity): number {
    if (typeof key === 'string') return this.#find(key);
    return this.owns(key) ? key.$row : -1;
  }

  #find(key: string): number {
    const row = typeof key === 'string' ? this.$block.keys.find(this.$owner, key) : -1;
    return row >= 0 && this.$block.alive[row] !== 0 ? row : -1;
  }
}
